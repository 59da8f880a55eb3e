//! Standing leave for calls of one shape: what people gave while they decided about a permission, and take away again.

mod read;
mod revoke;

pub use read::{GrantFilter, find, list};
pub use revoke::revoke;
