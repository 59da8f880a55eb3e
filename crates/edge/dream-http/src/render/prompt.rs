//! Prompts.

use super::values::digest;
use dream_api::{Prompt, PromptVersion};
use dream_app::prompts;

/// A prompt, with its text for those who ask for one.
pub(crate) fn prompt(prompt: prompts::Prompt, with_source: bool) -> Prompt {
    Prompt {
        craft: prompt.craft.name().to_owned(),
        version: prompt.number.unwrap_or(0),
        built_in: prompt.number.is_none(),
        digest: digest(prompt.digest),
        changed_at: prompt.changed_at,
        source: with_source.then_some(prompt.text),
    }
}

/// A version of a prompt.
pub(crate) fn prompt_version(version: &prompts::PromptVersion) -> PromptVersion {
    PromptVersion { version: version.number, digest: digest(version.digest), published_at: version.at, published_by: version.by }
}
