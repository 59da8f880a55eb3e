//! Roles: what each craft is told, what it must hand in, and how that is checked.
//!
//! A stage's work goes through this crate twice. Before the model call, [`Prompts::render`] turns a [`PromptInput`] into
//! the two texts that are sent. After it, [`examine`] reads the reply against the same [`Contract`] and says which checks
//! passed. A result that fails is told to the next attempt in the sentences of [`Examined::failures`].
//! Nothing here performs I/O, and the verdict is always computed from bytes, never taken from what a model claims.
//!
//! To add a check: a variant of [`Check`], a file in `checks/` with one function from a subject to sentences, and its row
//! in the tests of `checks.rs`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod checks;
mod contract;
mod craft;
mod examine;
mod file;
mod html;
mod markdown;
mod performance;
mod prompt;
mod release;
mod reply;
mod report;
pub mod tree;

pub use checks::{Check, CheckResult, UnknownCheck, redact_secrets, verify};
pub use contract::{Contract, OutputKind, UnknownOutputKind};
pub use craft::{Craft, UnknownCraft};
pub use examine::{Examined, examine, examine_files};
pub use file::{File, Input, PathRefusal, check_path};
pub use markdown::{OutlineSection, inline, outline, plain_html, safe_html};
pub use performance::{Assignment, CALLS_PER_ARTIFACT, Call, Denied, Judged, Made, Performance, PerformanceError, Reply, ReplyEnd, Step};
pub use prompt::{CheckLine, Feedback, InputText, Prompt, PromptError, PromptInput, PromptView, Prompts};
pub use release::{ReleaseApproval, ReleaseArtifact, ReleaseFacts, release_notes};
