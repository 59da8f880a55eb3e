//! A task that somebody works on: who says so, under which attempt, and what else happens when it is over.

use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_id::{Scope, TaskId};
use dream_ledger::{Actor, By, Stream};
use dream_store::{
    Unit,
    tasks::{QueueEntry, Taking},
};
use dream_swarm::{
    AttemptEnd, Claim, ClaimEvent, Claimant, ClaimedTask, Hold, LEASE_USUAL, Place, Standing, Task, TaskRefusal, checked_name,
};

/// Whom the calls of `op` are made by: a person, an agent, a part of the server. Not the credential, which is replaced over time.
pub(super) fn holder(op: &Op) -> String {
    match op.by().actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::Agent { name } => agent(&name),
        Actor::System { worker } => format!("system/{worker}"),
    }
}

/// As whom an agent holds tasks.
pub(super) fn agent(name: &str) -> String {
    format!("agent/{name}")
}

/// Who says something about a task.
pub(super) fn claimant(op: &Op, worker: Option<String>, attempt: Option<u32>) -> Claimant {
    Claimant { holder: holder(op), worker, attempt }
}

/// Refuses somebody who may work on no task at all.
pub(super) fn may_work(op: &Op) -> Result<(), AppError> {
    let Err(refused) = op.allow(Action::TaskWork, None) else { return Ok(()) };
    let mut projects = op.identity()?.project_roles.keys();
    if projects.any(|project| op.allow(Action::TaskWork, Some(*project)).is_ok()) { Ok(()) } else { Err(refused) }
}

/// The task, locked, if the caller may work on it.
///
/// # Errors
/// `not_found`, `forbidden`; `stage_work` for the work of a stage, which its run alone decides about.
pub(super) async fn lock(op: &Op, tx: &mut Unit, action: Action, task: TaskId) -> Result<Stream<Task>, AppError> {
    let found = lock_any(op, tx, action, task).await?;
    not_stage_work(&found)?;
    Ok(found)
}

/// Refuses the work of a stage.
pub(super) fn not_stage_work(task: &Task) -> Result<(), AppError> {
    let Some(work) = task.work else { return Ok(()) };
    let message = format!(
        "task {} is the work of a stage of run {}, which decides about it: pause, cancel or roll back the run, or hand in the artifact there",
        task.id, work.run
    );
    Err(AppError::new(Kind::Conflict, "stage_work", message).with("run", work.run.to_string()))
}

/// The task, locked, if the caller may do `action` to it, whatever it is the work of.
pub(super) async fn lock_any(op: &Op, tx: &mut Unit, action: Action, task: TaskId) -> Result<Stream<Task>, AppError> {
    let found: Option<Stream<Task>> = tx.lock(op.scope(), task).await?;
    let found = found.ok_or_else(|| AppError::not_found("task", task))?;
    op.allow(Action::TaskRead, found.project)?;
    op.allow(action, found.project)?;
    Ok(found)
}

/// The entry of an open task that is the claimant's to work on. A claimant that names no attempt takes a task up that nobody works on.
pub(super) async fn held(op: &Op, tx: &mut Unit, task: &Stream<Task>, claimant: &Claimant) -> Result<(QueueEntry, Hold), AppError> {
    task.check_open()?;
    let id = task.id();
    let stale = || TaskRefusal::StaleClaim { task: id, held: None, claimed: claimant.attempt };
    let mut entry = tx.lock_queue_entry(op.scope(), id).await?.ok_or_else(stale)?;
    match (&entry.hold, claimant.attempt) {
        (Some(hold), _) => {
            hold.check(id, claimant)?;
            let hold = hold.clone();
            Ok((entry, hold))
        }
        (None, Some(_)) => Err(stale().into()),
        (None, None) => {
            let hold = take_up(op, tx, task, &mut entry, claimant).await?;
            Ok((entry, hold))
        }
    }
}

/// The caller takes up a task that nobody works on, as a claim of this one task would.
async fn take_up(op: &Op, tx: &mut Unit, task: &Stream<Task>, entry: &mut QueueEntry, claimant: &Claimant) -> Result<Hold, AppError> {
    let worker = claimant.worker.clone().or_else(|| task.assignee.clone()).unwrap_or_else(|| claimant.holder.clone());
    checked_name("worker's name", &worker)?;
    let standing = Standing::of(task, Some(entry.place));
    let not_ready = |why: String| TaskRefusal::NotReady { task: task.id(), why };
    if entry.place != Place::Ready {
        let reason = standing.reason.map_or_else(String::new, |reason| format!(" ({reason})"));
        return Err(not_ready(format!("{}{reason}", standing.status)).into());
    }
    if let Some(assignee) = task.assignee.as_ref().filter(|assignee| **assignee != worker) {
        return Err(not_ready(format!("assigned to {assignee}")).into());
    }
    let now = op.app().shared_now();
    let length = LEASE_USUAL;
    let claim = op.app().store.new_id();
    entry.attempt = entry.attempt.saturating_add(1);
    let lease_until = now.plus(length);
    let hold = Hold { attempt: entry.attempt, holder: claimant.holder.clone(), worker, claim, started_at: now, lease_until };
    entry.place = Place::Running;
    entry.lease = Some(length);
    entry.heartbeat_at = Some(now);
    entry.hold = Some(hold.clone());
    tx.requeue_task(entry).await?;
    let taking = Taking { holder: hold.holder.clone(), worker: hold.worker.clone(), claim, now, lease: length };
    record(op, tx, task.org(), &taking, vec![ClaimedTask { task: task.id(), attempt: hold.attempt }]).await?;
    Ok(hold)
}

/// Records that tasks were taken up together.
pub(super) async fn record(op: &Op, tx: &mut Unit, org: dream_id::OrgId, taking: &Taking, tasks: Vec<ClaimedTask>) -> Result<(), AppError> {
    let lease_until = taking.now.plus(taking.lease);
    let event = ClaimEvent::Made { worker: taking.worker.clone(), tasks, lease_until };
    let mut claim = Stream::<Claim>::create(org, taking.claim, &op.by(), event)?;
    Ok(tx.append_only(&mut claim).await?)
}

/// The end of the attempt that `hold` stands for.
pub(super) fn end_of(hold: &Hold) -> AttemptEnd {
    AttemptEnd { number: hold.attempt, claim: hold.claim, worker: hold.worker.clone(), started_at: hold.started_at }
}

/// What follows when a task is done: what waited for it may be claimed, and its parent has one child less to wait for.
pub(super) async fn done(tx: &mut Unit, by: &By, task: &Stream<Task>, has_dependents: bool) -> Result<(), AppError> {
    if has_dependents {
        tx.dependency_done(task.id(), by.at).await?;
    }
    child_over(tx, by, task).await
}

/// A child is done or cancelled. A parent that waits for nothing else is done then too, and so on upwards.
pub(super) async fn child_over(tx: &mut Unit, by: &By, child: &Stream<Task>) -> Result<(), AppError> {
    let scope = Scope::Org(child.org());
    let mut next = child.parent;
    while let Some(parent) = next {
        let Some(entry) = tx.count_child(scope, parent, -1).await? else { return Ok(()) };
        if entry.place != Place::Waiting || entry.children > 0 {
            return Ok(());
        }
        let Some(mut task) = tx.lock::<Task>(scope, parent).await? else { return Ok(()) };
        Task::children_done(&mut task, by)?;
        tx.save(&mut task).await?;
        tx.dequeue_task(task.org(), parent).await?;
        if entry.has_dependents {
            tx.dependency_done(parent, by.at).await?;
        }
        next = task.parent;
    }
    Ok(())
}
