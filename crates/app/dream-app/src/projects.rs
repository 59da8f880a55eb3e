//! Projects: a brief, and the runs that work on it.

mod create;
mod read;

pub use create::{NewProject, create};
pub use read::{brief, find, list};
