//! Projects: a brief, and the runs that work on it.

mod change;
mod create;
mod read;
mod repository;

pub use change::{ProjectChange, change};
pub use create::{NewProject, create};
pub use read::{ProjectFilter, brief, find, list};
pub(crate) use repository::unusable;
pub use repository::{NewRepository, clear_repository, set_repository};
