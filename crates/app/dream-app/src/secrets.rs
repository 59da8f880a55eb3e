//! Secrets: sealed before they are stored, opened where they are used, never shown.
//!
//! What an organisation keeps by name is set with [`set`]; whatever else keeps one (a source, a connection) seals it for itself.

mod key;
mod named;
mod read;
mod remove;
mod seal;
mod set;

pub use dream_access::{SealingError, SealingKey};
pub use key::check_key;
pub use named::{NAMED, named};
pub use read::{find, list};
pub use remove::remove;
pub(crate) use seal::{forget, forget_one};
pub use seal::{open, open_in, seal};
pub use set::set;
