//! Runs: one execution of a template for a project.

mod control;
mod plan;
mod read;
mod replay;
mod rerun;
mod rollback;
mod start;
mod summary;

pub use control::{cancel, pause, resume};
pub use plan::{plan_rerun, plan_rollback};
pub use read::{RunFilter, find, list};
pub use replay::{Diverged, Replay, ReplayedStage, replay};
pub use rerun::{again, from_stage};
pub use rollback::rollback;
pub use start::{NewRun, RunConstraint, TemplateChoice, Terms, start, start_under};
pub use summary::{RunSummary, summary};
