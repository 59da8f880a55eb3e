//! Tasks that are the work of stages: each opens, is held up and ends with its attempt, in the unit of work that does so with the attempt,
//! and is claimed in the same order and under the same limits as any other.

use super::{
    ClaimRequest,
    claim::{Takes, claim_some},
    held,
};
use crate::{AppError, Op};
use dream_govern::{Attempt, AttemptStatus, Reason, RunSet, Stage};
use dream_id::{AttemptId, OrgId, Scope, TaskId, TypedId as _};
use dream_ledger::Stream;
use dream_store::{Unit, tasks::QueueEntry};
use dream_swarm::{
    Claimant, Failure, FailureReason, Offer, Phase, Place, Priority, RetryPolicy, StageWork, Task, TaskCreated, TaskResult, WorkEnd,
};
use std::time::Duration;

/// How many attempts are taken up together.
pub(crate) use super::claim::MOST;

/// How many characters of a stage's title its task shows.
const TITLE: usize = 160;

/// The work of an attempt, taken up by a worker of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StageClaim {
    pub(crate) org: OrgId,
    pub(crate) task: TaskId,
    pub(crate) attempt: AttemptId,
    /// The number of this attempt at the task: its fencing token.
    pub(crate) number: u32,
}

/// The task that an attempt is: the same bits, so that the one is found from the other.
pub(crate) fn of_attempt(attempt: AttemptId) -> TaskId {
    let bits = attempt.bits();
    let [_, _, _, _, _, _, random @ ..] = bits.to_be_bytes();
    TaskId::from_parts(u64::try_from(bits >> 80).unwrap_or(0), random)
}

/// Lets the tasks follow what `set` is about to save of its attempts and stages.
pub(crate) async fn follow(op: &Op, tx: &mut Unit, set: &RunSet) -> Result<(), AppError> {
    for attempt in set.changed_attempts() {
        match attempt.status {
            AttemptStatus::Running => open(op, tx, set, attempt).await?,
            AttemptStatus::Produced => {
                let artifacts = attempt.artifacts.iter().map(|version| version.version).collect();
                end(op, tx, set.org(), attempt.id(), WorkEnd::Done(TaskResult { output: None, artifacts })).await?;
            }
            AttemptStatus::Failed => {
                let detail = attempt.failure.as_ref().and_then(|failure| failure.message);
                end(op, tx, set.org(), attempt.id(), WorkEnd::Failed(Failure { reason: FailureReason::Error, detail })).await?;
            }
            AttemptStatus::Superseded | AttemptStatus::Cancelled => end(op, tx, set.org(), attempt.id(), WorkEnd::Cancelled).await?,
        }
    }
    for stage in set.changed_stages() {
        // A stage that waits for a provider or for a host that can confine agents has its task delayed, not paused. Work under way goes on
        // to its end all the same.
        let paused = set.run().paused || stage.hold.is_some_and(|reason| !matches!(reason, Reason::RateLimit | Reason::Policy));
        if let Some(attempt) = stage.attempt {
            pause(op, tx, set.org(), attempt, paused).await?;
        }
    }
    Ok(())
}

async fn open(op: &Op, tx: &mut Unit, set: &RunSet, attempt: &Stream<Attempt>) -> Result<(), AppError> {
    let basis = &attempt.basis;
    let Some((_, stage)) = set.stages().find(|(_, stage)| stage.id == basis.stage) else { return Ok(()) };
    let created = TaskCreated {
        title: title(stage, basis.number),
        body: None,
        project: Some(set.run().project),
        work: Some(StageWork { run: basis.run, stage: basis.stage, attempt: attempt.id() }),
        parent: None,
        depends_on: Vec::new(),
        priority: Priority::Normal,
        role: Some(stage.spec.craft.name().to_owned()),
        capabilities: Vec::new(),
        assignee: None,
        deadline: None,
        not_before: None,
        retry: RetryPolicy::never(),
        waits_for_children: false,
    };
    let by = op.by();
    let mut task = Task::open(set.org(), of_attempt(attempt.id()), &by, created)?;
    tx.save(&mut task).await?;
    Ok(tx.enqueue_task(&QueueEntry::new(set.org(), &task, by.at, 0)).await?)
}

fn title(stage: &Stage, number: u32) -> String {
    let title: String = stage.spec.title.chars().filter(|letter| !letter.is_control()).take(TITLE).collect();
    if number > 1 { format!("{title} (attempt {number})") } else { title }
}

async fn end(op: &Op, tx: &mut Unit, org: OrgId, attempt: AttemptId, end: WorkEnd) -> Result<(), AppError> {
    let (scope, id, by) = (Scope::Org(org), of_attempt(attempt), op.by());
    let Some(mut task) = tx.lock::<Task>(scope, id).await?.filter(|task| task.phase == Phase::Open) else { return Ok(()) };
    let entry = tx.lock_queue_entry(scope, id).await?;
    let hold = entry.as_ref().and_then(|entry| entry.hold.as_ref()).map(held::end_of);
    Task::end_work(&mut task, &by, hold, end)?;
    tx.save(&mut task).await?;
    tx.dequeue_task(org, id).await?;
    if task.phase == Phase::Done {
        held::done(tx, &by, &task, entry.is_some_and(|entry| entry.has_dependents)).await?;
    }
    Ok(())
}

async fn pause(op: &Op, tx: &mut Unit, org: OrgId, attempt: AttemptId, paused: bool) -> Result<(), AppError> {
    let (scope, id, by) = (Scope::Org(org), of_attempt(attempt), op.by());
    let Some(mut task) = tx.lock::<Task>(scope, id).await?.filter(|task| task.phase == Phase::Open) else { return Ok(()) };
    if task.paused == paused {
        return Ok(());
    }
    Task::pause(&mut task, &by, paused)?;
    tx.save(&mut task).await?;
    let Some(mut entry) = tx.lock_queue_entry(scope, id).await? else { return Ok(()) };
    entry.follow(&task, by.at);
    Ok(tx.requeue_task(&entry).await?)
}

/// What the worker `worker` of the server has taken up before, as after a restart under the same name: it goes on with it.
pub(crate) async fn taken_before(op: &Op, tx: &mut Unit, worker: &str) -> Result<Vec<StageClaim>, AppError> {
    let mut taken = Vec::new();
    for held in tx.held_tasks(op.app().system, &held::holder(op), worker).await? {
        let Some(task) = tx.find::<Task>(Scope::Org(held.org), held.task).await? else { continue };
        let Some(work) = task.work else { continue };
        taken.push(StageClaim { org: held.org, task: held.task, attempt: work.attempt, number: held.attempt });
    }
    for claim in &taken {
        renew(op, tx, claim, worker).await?;
    }
    Ok(taken)
}

/// Takes up the work of up to `most` attempts that waits, for the worker `worker` of the server.
///
/// `takes` says of which organisation's which role it takes work.
pub(crate) async fn take_up(
    op: &Op,
    tx: &mut Unit,
    worker: &str,
    most: u32,
    lease: Duration,
    takes: Takes<'_>,
) -> Result<Vec<StageClaim>, AppError> {
    let offer = Offer { worker: worker.to_owned(), stage_work: true, ..Offer::default() };
    let claimed = claim_some(op, tx, &ClaimRequest { offer, most, lease: Some(lease) }, takes).await?;
    let taken = claimed.into_iter().filter_map(|claimed| {
        let attempt = claimed.task.work?.attempt;
        Some(StageClaim { org: claimed.org, task: claimed.task.id, attempt, number: claimed.attempt })
    });
    Ok(taken.collect())
}

/// Renews the hold on a task; false when it is no longer this worker's.
pub(crate) async fn renew(op: &Op, tx: &mut Unit, claim: &StageClaim, worker: &str) -> Result<bool, AppError> {
    let claimant = Claimant { holder: held::holder(op), worker: Some(worker.to_owned()), attempt: Some(claim.number) };
    Ok(tx.renew_task(claim.org, claim.task, &claimant, op.app().shared_now(), None).await?.is_some())
}

/// Gives the work of an attempt back, to be taken up again after `delay`. What is no longer this worker's stays as it is.
pub(crate) async fn give_back(op: &Op, tx: &mut Unit, claim: &StageClaim, delay: Duration) -> Result<(), AppError> {
    let (scope, by) = (Scope::Org(claim.org), op.by());
    let Some(mut task) = tx.lock::<Task>(scope, claim.task).await?.filter(|task| task.phase == Phase::Open) else { return Ok(()) };
    let Some(mut entry) = tx.lock_queue_entry(scope, claim.task).await? else { return Ok(()) };
    let Some(hold) = entry.hold.clone().filter(|hold| hold.attempt == claim.number) else { return Ok(()) };
    Task::release(&mut task, &by, held::end_of(&hold))?;
    tx.save(&mut task).await?;
    entry.let_go(&task, by.at);
    if entry.place == Place::Ready && !delay.is_zero() {
        (entry.ready_at, entry.place) = (by.at.plus(delay), Place::Delayed);
    }
    Ok(tx.requeue_task(&entry).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_and_its_task_share_their_bits() {
        let attempt = AttemptId::from_parts(1_767_225_600_000, [7, 6, 5, 4, 3, 2, 1, 0, 9, 8]);
        assert_eq!(of_attempt(attempt).bits(), attempt.bits());
    }
}
