//! Handing in by tool: an artifact is examined at once, so that the agent can mend it, and kept until its turn ends.

use super::hand::{Hand, HandWork};
use super::stage;
use crate::{AppError, Kind, Op};
use dream_ports::{AgentRef, SessionWork};
use dream_roles::{CheckResult, File};
use std::sync::Arc;

/// What the checks say of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Whether it is taken as it is.
    pub accepted: bool,
    /// Each check's result: of the artifact, then of what it was made from.
    pub checks: Vec<CheckResult>,
    /// The stage's other artifacts that are still missing.
    pub missing: Vec<String>,
}

/// Publishes `files` as the artifact `artifact` of the stage that the calling agent works on.
///
/// # Errors
/// `no_stage` when its work is not that of a stage or is no longer in its hands; `unknown_artifact` when the stage produces none of that name.
pub fn publish(op: &Op, agent: &AgentRef, work: SessionWork, artifact: &str, files: Vec<File>) -> Result<Examination, AppError> {
    let (hand, job) = match find(op, agent, work) {
        Some(hand) => match hand.work() {
            HandWork::Stage(job) => (Arc::clone(&hand), Arc::clone(job)),
            HandWork::Task(_) => return Err(no_stage()),
        },
        None => return Err(no_stage()),
    };
    let contracts = &job.assignment().contracts;
    let unknown = || {
        let known: Vec<&str> = contracts.iter().map(|contract| contract.artifact.as_str()).collect();
        let message = format!("the stage produces no artifact `{artifact}`; it produces {}", known.join(", "));
        AppError::new(Kind::NotFound, "unknown_artifact", message)
    };
    let contract = job.assignment().contract(artifact).ok_or_else(unknown)?;
    let examined = stage::examine(&job, contract, files);
    let (accepted, checks) = (examined.is_acceptable(), examined.results());
    if let Some(product) = job.product(artifact, examined).filter(|_| accepted) {
        hand.published(product);
    }
    hand.activity().progress(op.app().now());
    let missing = contracts.iter().map(|contract| contract.artifact.clone()).filter(|name| hand.publication(name).is_none());
    Ok(Examination { accepted, checks, missing: missing.collect() })
}

/// The work that a conversation of the agent is about, if it is still in its hands.
pub fn find(op: &Op, agent: &AgentRef, work: SessionWork) -> Option<Arc<Hand>> {
    op.app().desk().find(agent, work)
}

/// The plain file at `path` in the folder of the calling agent's work, of at most `most_bytes`; no link is followed to it.
///
/// # Errors
/// `no_work` when the work is no longer in its hands; `invalid_file`, saying why it is not taken.
pub(crate) async fn left_file(op: &Op, agent: &AgentRef, work: SessionWork, path: &str, most_bytes: u64) -> Result<File, AppError> {
    let gone = || {
        AppError::new(Kind::Conflict, "no_work", "this conversation is about no work that is in the agent's hands; send the text itself")
    };
    let hand = find(op, agent, work).ok_or_else(gone)?;
    hand.left_file(path, most_bytes).await?.map_err(|unusable| AppError::invalid("invalid_file", unusable.0))
}

fn no_stage() -> AppError {
    let message = "this conversation is not about the work of a stage that is in the agent's hands; finish a task with `complete_task`";
    AppError::new(Kind::Conflict, "no_stage", message)
}
