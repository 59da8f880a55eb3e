//! Checking a prompt without publishing it.

use crate::{AppError, Op};
use dream_access::Action;
use dream_govern::Craft;
use dream_roles::{PromptError, Prompts, UnknownCraft};

/// A prompt that can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What the craft would be told at a stage with everything: the prompt, then the rules that no prompt can drop.
    pub system: String,
    /// The material beside it, from a sample.
    pub user: String,
}

/// Renders `text` as the prompt of `craft` on samples of every situation.
///
/// # Errors
/// `prompt_invalid` with the line and what to do.
pub fn check(op: &Op, craft: Craft, text: String) -> Result<Checked, AppError> {
    op.allow(Action::PromptRead, None)?;
    let craft = of_roles(craft)?;
    let prompts = overridden(op, craft, text)?;
    let sample = prompts.sample(craft).map_err(|error| invalid(&error))?;
    Ok(Checked { system: sample.system, user: sample.user })
}

/// The product's prompts with `text` in the place of that of `craft`.
pub(super) fn overridden(op: &Op, craft: dream_roles::Craft, text: String) -> Result<Prompts, AppError> {
    op.app().prompts.clone().with_override(craft, text).map_err(|error| invalid(&error))
}

/// The same craft where prompts are rendered.
pub(super) fn of_roles(craft: Craft) -> Result<dream_roles::Craft, AppError> {
    craft.name().parse().map_err(|error: UnknownCraft| AppError::internal("looking for a craft", error))
}

fn invalid(error: &PromptError) -> AppError {
    let message = match error.detail() {
        Some(detail) => format!("{error}: {detail}"),
        None => error.to_string(),
    };
    AppError::invalid("prompt_invalid", message).with("line", error.line())
}
