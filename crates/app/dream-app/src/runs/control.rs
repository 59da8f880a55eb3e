//! Pausing, resuming and cancelling a run.

use crate::{AppError, Command, Op, bodies::Text, decisions};
use dream_access::Action;
use dream_id::RunId;
use dream_store::Unit;
use serde::Serialize;

/// Pauses a run: nothing new starts in it.
pub async fn pause(op: &Op, run: RunId, reason: Option<String>) -> Result<(), AppError> {
    control(op, run, Verb::Pause, reason).await
}

/// Resumes a paused run.
pub async fn resume(op: &Op, run: RunId) -> Result<(), AppError> {
    control(op, run, Verb::Resume, None).await
}

/// Ends a run for good, whatever it is doing.
pub async fn cancel(op: &Op, run: RunId, reason: Option<String>) -> Result<(), AppError> {
    control(op, run, Verb::Cancel, reason).await
}

async fn control(op: &Op, run: RunId, verb: Verb, reason: Option<String>) -> Result<(), AppError> {
    let reason = match reason.filter(|text| !text.trim().is_empty()) {
        Some(text) => Some(Text::prepare(op, op.org()?, text.into_bytes()).await?),
        None => None,
    };
    op.run(&Control { run, verb, reason }).await
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verb {
    Pause,
    Resume,
    Cancel,
}

#[derive(Serialize)]
struct Control {
    run: RunId,
    verb: Verb,
    reason: Option<Text>,
}

impl Command for Control {
    const NAME: &'static str = "run.control";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        op.allow(Action::RunControl, Some(set.run().project))?;
        let reason = match &self.reason {
            Some(text) => Some(text.keep(tx, set.org()).await?),
            None => None,
        };
        match self.verb {
            Verb::Pause => set.pause(reason, &op.by())?,
            Verb::Resume => set.resume(&op.by())?,
            Verb::Cancel => set.cancel(reason, &op.by())?,
        }
        decisions::save(op, tx, set).await
    }
}
