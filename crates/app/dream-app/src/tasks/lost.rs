//! Tasks that an agent had taken up when its server ended without a word: they are given on before their leases end.

use super::{fail, held};
use crate::{AppError, Command, Op};
use dream_id::OrgId;
use dream_store::tasks::HeldTask;
use dream_swarm::{Failure, FailureReason, Place, Task};
use serde::Serialize;

/// Ends the attempts at tasks that the agent `name` has taken up, of which no process is there that could go on with them: each counts as one
/// whose lease has ended. Returns how many.
///
/// # Errors
/// What the store says; an attempt that cannot be ended ends with its lease.
pub async fn end_lost(op: &Op, org: OrgId, name: &str) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let held = tx.held_tasks(op.app().system, &held::agent(name), name).await?;
    tx.commit().await?;
    let mut ended = 0;
    for task in held.into_iter().filter(|task| task.org == org) {
        match op.run(&End { task, name: name.to_owned() }).await {
            Ok(was_held) => ended += u64::from(was_held),
            Err(error) => {
                tracing::warn!(task.id = %task.task, error.code = error.code, %error, "a task that was lost could not be given on; its lease will end");
            }
        }
    }
    Ok(ended)
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
