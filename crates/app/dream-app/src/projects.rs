//! Projects: a brief, and the runs that work on it.

mod change;
mod create;
mod read;

pub use change::{ProjectChange, change};
pub use create::{NewProject, create};
pub use read::{ProjectFilter, brief, find, list};
