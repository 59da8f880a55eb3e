//! What time makes due: scheduled tasks, leases and deadlines that are over, trees that are being cancelled.

use super::{
    cancel, fail, held,
    stage_work::{self, StageClaim},
};
use crate::{AppError, Command, Op, readiness};
use dream_store::{Unit, tasks::DueTask};
use dream_swarm::{Failure, FailureReason, Place, Task};
use serde::Serialize;
use std::time::{Duration, Instant};

/// What was settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// Tasks whose time came.
    pub ready: u64,
    /// Attempts that ended with their lease.
    pub lapsed: u64,
    /// Tasks that missed their deadline.
    pub late: u64,
    /// Steps through trees that are being cancelled.
    pub steps: u64,
}

impl Due {
    /// Whether there was anything.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// Settles what is due, as far as it is found in one look. `clock_was_set_back` says that the clock shows less than it did before: leases
/// are then counted from now on.
pub async fn settle_due(op: &Op, clock_was_set_back: bool) -> Result<Due, AppError> {
    if clock_was_set_back {
        // What it was ahead of the database's until now is not true any more.
        readiness::compare_clocks(op.app()).await?;
    }
    let (store, system, now) = (&op.app().store, op.app().system, op.app().shared_now());
    let mut due = Due::default();
    if clock_was_set_back {
        let mut tx = store.begin().await?;
        tx.shorten_leases(system, now).await?;
        tx.commit().await?;
    }
    let mut reader = op.read().await?;
    let (ready, lapsed, late) =
        (reader.has_tasks_due(system, now).await?, reader.lapsed_tasks(system, now).await?, reader.late_tasks(system, now).await?);
    drop(reader);
    if ready {
        let mut tx = store.begin().await?;
        due.ready = tx.ready_tasks_due(system, now).await?;
        tx.commit().await?;
    }
    for task in late {
        due.late += settled(op, &Miss { task }).await;
    }
    for task in lapsed {
        due.lapsed += settled(op, &Lapse { task }).await;
    }
    due.steps = cancel_trees(op).await?;
    Ok(due)
}

/// One task that cannot be settled must not hold up the others; it is due again at the next look.
async fn settled<C: Command<Answer = bool>>(op: &Op, command: &C) -> u64 {
    match op.run(command).await {
        Ok(settled) => u64::from(settled),
        Err(error) => {
            tracing::warn!(command.name = C::NAME, error.code = error.code, %error, "a task that is due could not be settled");
            0
        }
    }
}

/// How long one look at the trees that are being cancelled may take: whoever cancelled one waits for no more, nor do the leases that are over.
const TREES_FOR: Duration = Duration::from_secs(1);

/// Goes through the trees that are being cancelled, step by step, for a while; the next look goes on. Returns how many steps there were.
pub(super) async fn cancel_trees(op: &Op) -> Result<u64, AppError> {
    let worker = Op::of_worker(op.app().clone(), "tasks");
    let (mut steps, began) = (0, Instant::now());
    loop {
        let trees = worker.read().await?.open_trees(op.app().system).await?;
        if trees.is_empty() {
            return Ok(steps);
        }
        for tree in trees {
            steps += 1;
            worker.run(&Step { tree }).await?;
            if began.elapsed() >= TREES_FOR {
                return Ok(steps);
            }
        }
    }
}

#[derive(Serialize)]
struct Step {
    #[serde(skip)]
    tree: DueTask,
}

impl Command for Step {
    const NAME: &'static str = "task.cancel_tree";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let Some(step) = tx.step_tree(op.app().system, self.tree).await? else { return Ok(()) };
        for (task, entry) in step {
            cancel::cancelled(op, tx, task, entry, None, false).await?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Lapse {
    #[serde(skip)]
    task: DueTask,
}

impl Command for Lapse {
    const NAME: &'static str = "task.lapse";
    type Answer = bool;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<bool, AppError> {
        let Some(task) = tx.lock::<Task>(op.scope(), self.task.task).await? else { return Ok(false) };
        let Some(entry) = tx.lock_queue_entry(op.scope(), task.id()).await? else { return Ok(false) };
        let lapsed = entry.hold.clone().filter(|hold| entry.place == Place::Running && hold.lease_until <= op.app().shared_now());
        // The worker may have been heard of, or have ended, since the list was made.
        let Some(hold) = lapsed else { return Ok(false) };
        if let Some(work) = task.work {
            // How often a stage is tried is for the stage to say: another worker goes on from what was recorded.
            let claim = StageClaim { org: task.org(), task: task.id(), attempt: work.attempt, number: hold.attempt };
            stage_work::give_back(op, tx, &claim, Duration::ZERO).await?;
            return Ok(true);
        }
        let failure = Failure { reason: FailureReason::LeaseExpired, detail: None };
        fail::ended(op, tx, task, entry, &hold, failure, true).await?;
        Ok(true)
    }
}

#[derive(Serialize)]
struct Miss {
    #[serde(skip)]
    task: DueTask,
}

impl Command for Miss {
    const NAME: &'static str = "task.miss_deadline";
    type Answer = bool;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<bool, AppError> {
        let Some(mut task) = tx.lock::<Task>(op.scope(), self.task.task).await? else { return Ok(false) };
        let Some(entry) = tx.lock_queue_entry(op.scope(), task.id()).await? else { return Ok(false) };
        if task.deadline.is_none_or(|deadline| deadline > op.app().shared_now()) {
            return Ok(false);
        }
        let attempt = entry.hold.as_ref().map(held::end_of);
        Task::miss_deadline(&mut task, &op.by(), attempt)?;
        tx.save(&mut task).await?;
        tx.dequeue_task(task.org(), task.id()).await?;
        Ok(true)
    }
}
