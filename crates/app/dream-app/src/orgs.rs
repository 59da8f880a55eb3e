//! The organisation: what it is called.

mod read;
mod rename;

pub use read::show;
pub use rename::rename;
