//! The organisation: what it is called, and whether it may go on.

mod read;
mod rename;
mod standing;

pub use read::show;
pub use rename::rename;
pub(crate) use standing::{Standing, Standings, check_going, standing, standing_within};
