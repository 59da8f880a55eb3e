//! What a craft is told: instructions from a template, material in delimited blocks.
//!
//! The instructions are a template per craft, which an organisation may override; the rules that every reply is held to and
//! the blocks of material are not part of any template, so an override can neither drop nor imitate them. Prompts hold no id,
//! time, host or version number: the same stage on the same inputs sends the same bytes.

mod blocks;
mod bounds;
mod error;
mod template;
mod view;

use crate::{Contract, Input};
pub(crate) use blocks::safe_name;
pub use error::PromptError;
use serde::{Deserialize, Serialize};
pub use template::Prompts;
pub use view::{CheckLine, InputText, PromptView};

/// Everything that a prompt is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct PromptInput {
    /// What must be handed in.
    pub contract: Contract,
    /// The stage's title, from its template.
    pub stage: String,
    /// The brief.
    pub brief: String,
    /// The artifacts it works from, in the order of the template. The checks of the contract are run on them, and the
    /// outcome is told.
    pub inputs: Vec<Input>,
    /// The texts of the constraints that bind the stage.
    pub constraints: Vec<String>,
    /// What reviewers said when they sent earlier work of the stage back, oldest first.
    pub feedback: Vec<Feedback>,
    /// The work that the newest of them speak of; `None` when the next attempt shall begin afresh.
    pub previous: Option<Input>,
    /// What checks found wrong with earlier replies: see [`crate::Examined::failures`].
    pub failures: Vec<String>,
    /// How often reviewers asked for a fresh attempt at the same inputs: 0 for none.
    pub variant: u32,
}

/// A comment with which a reviewer sent work back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// Which round of review it belongs to, from 1.
    pub round: u32,
    /// The verdict that it explains, as a word such as `request_changes`.
    pub verdict: String,
    /// What was said.
    pub text: String,
}

/// The two texts of a model call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Who the model is and the rules it is held to.
    pub system: String,
    /// The task and its material, as data in blocks.
    pub user: String,
}
