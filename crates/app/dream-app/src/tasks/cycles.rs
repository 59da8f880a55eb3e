//! Whether a task would wait for itself: through what it depends on, and through the children that a task waits for.

use crate::{AppError, Op};
use dream_id::TaskId;
use dream_store::{Unit, tasks};
use dream_swarm::{Dependencies, TaskRefusal};
use std::collections::BTreeSet;

/// How many tasks are looked at to find a cycle.
const MOST_LOOKED_AT: usize = 20_000;
/// The lock under which dependencies are changed, so that two changes do not close a cycle together.
const LOCK: i64 = 0x6472_6561_6d03;

/// Lets nobody else change dependencies until the end of the unit. Taken before any task is locked.
pub(super) async fn exclude_others(op: &Op, tx: &mut Unit) -> Result<(), AppError> {
    Ok(tx.exclude_others(op.app().system, LOCK).await?)
}

/// Refuses that `task` waits for each of `on`, where one of them waits for `task` already.
pub(super) async fn refuse(op: &Op, tx: &mut Unit, task: TaskId, on: &[TaskId]) -> Result<(), AppError> {
    let known = reachable(op, tx, on).await?;
    match on.iter().find_map(|on| known.cycle(task, *on)) {
        Some(cycle) => Err(TaskRefusal::Cycle { task, cycle }.into()),
        None => Ok(()),
    }
}

/// All that is waited for, as far as it can be reached from `from`.
async fn reachable(op: &Op, tx: &mut Unit, from: &[TaskId]) -> Result<Dependencies, AppError> {
    let mut known = Dependencies::default();
    let mut seen: BTreeSet<TaskId> = from.iter().copied().collect();
    let mut open: Vec<TaskId> = from.to_vec();
    while !open.is_empty() {
        let step: Vec<TaskId> = open.drain(..open.len().min(1_000)).collect();
        for (task, on) in tasks::waits(tx, op.scope(), &step).await? {
            known.add(task, on);
            if seen.insert(on) {
                open.push(on);
            }
        }
        if seen.len() > MOST_LOOKED_AT {
            let message = format!(
                "more than {MOST_LOOKED_AT} tasks hang together there, too many to look through for a cycle; depend on a later one"
            );
            return Err(AppError::invalid("too_many_dependencies", message));
        }
    }
    Ok(known)
}
