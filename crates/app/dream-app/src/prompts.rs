//! Prompts: what each craft is told, built in or in an organisation's own words.

mod check;
mod publish;
mod read;
mod reset;

use crate::{AppError, Kind};
use dream_govern::{Craft, UnknownWord};

pub use check::{Checked, check};
pub use publish::publish;
pub(crate) use read::pins;
pub use read::{Prompt, PromptVersion, list, show, versions};
pub use reset::reset;

/// The craft that `name` names.
///
/// # Errors
/// `unknown_craft`, naming those that there are.
pub fn craft(name: &str) -> Result<Craft, AppError> {
    name.parse().map_err(|error: UnknownWord| AppError::new(Kind::NotFound, "unknown_craft", error.to_string()))
}
