//! Tasks that agents had taken up when their server ended without a word: they are given on before their leases end.

use super::{fail, held};
use crate::{AppError, Command, Op};
use dream_id::OrgId;
use dream_store::tasks::HeldTask;
use dream_swarm::{Failure, FailureReason, Place, Task};
use futures::stream::{self, StreamExt as _};
use serde::Serialize;
use std::collections::BTreeSet;

/// How many are ended at once: their commits are shared.
const AT_ONCE: usize = 16;

/// Ends the attempts at tasks that these agents have taken up, of which no process is there that could go on with them: each counts as one
/// whose lease has ended. Returns how many.
///
/// # Errors
/// What the store says; an attempt that cannot be ended ends with its lease.
pub async fn end_lost(op: &Op, agents: &BTreeSet<(OrgId, &str)>) -> Result<u64, AppError> {
    if agents.is_empty() {
        return Ok(0);
    }
    let mut tx = op.app().store.begin().await?;
    let held = tx.held_by_agents(op.app().system).await?;
    tx.commit().await?;
    let lost = held.into_iter().filter(|(task, name)| agents.contains(&(task.org, name.as_str())));
    let ended = stream::iter(lost).map(|(task, name)| end(op, End { task, name })).buffer_unordered(AT_ONCE);
    Ok(ended.fold(0, async |sum, ended| sum + u64::from(ended)).await)
}

async fn end(op: &Op, end: End) -> bool {
    match op.run(&end).await {
        Ok(was_held) => {
            if was_held {
                tracing::warn!(task.id = %end.task.task, agent.name = end.name, "a task that an agent had when its server ended is given on");
            }
            was_held
        }
        Err(error) => {
            tracing::warn!(task.id = %end.task.task, error.code = error.code, %error, "a task that was lost could not be given on; its lease will end");
            false
        }
    }
}

#[derive(Serialize)]
struct End {
    #[serde(skip)]
    task: HeldTask,
    name: String,
}

impl Command for End {
    const NAME: &'static str = "task.end_lost";
    type Answer = bool;

    async fn decide(&self, op: &Op, tx: &mut dream_store::Unit) -> Result<bool, AppError> {
        let Some(task) = tx.lock::<Task>(op.scope(), self.task.task).await? else { return Ok(false) };
        let Some(entry) = tx.lock_queue_entry(op.scope(), task.id()).await? else { return Ok(false) };
        let ours = |hold: &dream_swarm::Hold| hold.attempt == self.task.attempt && hold.holder == held::agent(&self.name);
        let lost = entry.hold.clone().filter(|hold| entry.place == Place::Running && ours(hold));
        // It may have ended since the list was made. The work of a stage is the server's own, which takes it up again itself.
        let Some(hold) = lost.filter(|_| task.work.is_none()) else { return Ok(false) };
        let failure = Failure { reason: FailureReason::LeaseExpired, detail: None };
        fail::ended(op, tx, task, entry, &hold, failure, true).await?;
        Ok(true)
    }
}
