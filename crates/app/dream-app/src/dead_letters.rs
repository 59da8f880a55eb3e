//! Dead letters: inspected, edited, handed over again, given up.

mod change;
mod edit;
mod read;

pub use change::{drop_dead_letters, replay};
pub use edit::edit;
pub use read::{DeadLetterView, find, list};
