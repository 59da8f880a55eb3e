//! What may happen to a task, decided on its state.

use super::{
    AttemptEnd, Failure, FailureReason, MAX_ARTIFACTS, MAX_CAPABILITIES, MAX_DEPENDENCIES, Phase, Task, TaskCreated, TaskEvent, TaskResult,
    names,
};
use crate::{Priority, TaskRefusal};
use dream_clock::Timestamp;
use dream_id::{OrgId, TaskId};
use dream_ledger::{By, Digest, Stream};

/// What comes after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Another attempt, at its time.
    Retry(Timestamp),
    /// Nothing: it failed.
    Nothing,
}

impl Task {
    /// Creates a task.
    ///
    /// # Errors
    /// [`TaskRefusal`] for a title, a name, a number or a deadline that cannot be used.
    pub fn open(org: OrgId, id: TaskId, by: &By, mut new: TaskCreated) -> Result<Stream<Self>, TaskRefusal> {
        new.title = names::title(&new.title)?;
        new.capabilities.sort();
        new.capabilities.dedup();
        new.depends_on.sort();
        new.depends_on.dedup();
        within("capabilities", new.capabilities.len(), MAX_CAPABILITIES)?;
        within("dependencies", new.depends_on.len(), MAX_DEPENDENCIES)?;
        new.capabilities.iter().try_for_each(|capability| names::name("capability", capability))?;
        new.role.iter().try_for_each(|role| names::name("role", role))?;
        new.assignee.iter().try_for_each(|worker| names::name("worker's name", worker))?;
        new.retry = new.retry.checked()?;
        let begins = new.not_before.map_or(by.at, |not_before| not_before.max(by.at));
        match new.deadline {
            Some(deadline) if deadline <= begins => return Err(TaskRefusal::Deadline { deadline, after: begins }),
            _ => {}
        }
        Ok(Stream::create(org, id, by, TaskEvent::Created(Box::new(new)))?)
    }

    /// Refuses unless the task is still to be done.
    ///
    /// # Errors
    /// [`TaskRefusal::Done`], [`TaskRefusal::Failed`], [`TaskRefusal::Cancelled`].
    pub fn check_open(&self) -> Result<(), TaskRefusal> {
        let task = self.id;
        match self.phase {
            Phase::Open => Ok(()),
            Phase::Done => Err(TaskRefusal::Done { task }),
            Phase::Failed => Err(TaskRefusal::Failed { task }),
            Phase::Cancelled => Err(TaskRefusal::Cancelled { task }),
        }
    }

    /// Assigns it to a worker by name, or to nobody; as it was records nothing.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over, or for a name that cannot be one.
    pub fn assign(task: &mut Stream<Self>, by: &By, assignee: Option<String>) -> Result<(), TaskRefusal> {
        task.check_open()?;
        assignee.iter().try_for_each(|worker| names::name("worker's name", worker))?;
        if task.assignee != assignee {
            task.record(by, TaskEvent::Assigned { assignee });
        }
        Ok(())
    }

    /// Gives it another priority; as it was records nothing.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over.
    pub fn reprioritise(task: &mut Stream<Self>, by: &By, priority: Priority) -> Result<(), TaskRefusal> {
        task.check_open()?;
        if task.priority != priority {
            task.record(by, TaskEvent::Reprioritised { priority });
        }
        Ok(())
    }

    /// Makes it depend on `add` and no longer on `remove`. Whether that closes a cycle is asked of [`crate::Dependencies`] before.
    /// Returns what is new and what is gone.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over, or would depend on too many.
    pub fn depend(task: &mut Stream<Self>, by: &By, add: &[TaskId], remove: &[TaskId]) -> Result<(Vec<TaskId>, Vec<TaskId>), TaskRefusal> {
        task.check_open()?;
        let (mut added, mut removed) = (add.to_vec(), remove.to_vec());
        for list in [&mut added, &mut removed] {
            list.sort();
            list.dedup();
        }
        added.retain(|on| !task.depends_on.contains(on) && !removed.contains(on));
        removed.retain(|on| task.depends_on.contains(on));
        within("dependencies", task.depends_on.len() + added.len() - removed.len(), MAX_DEPENDENCIES)?;
        if !(added.is_empty() && removed.is_empty()) {
            task.record(by, TaskEvent::DependenciesChanged { added: added.clone(), removed: removed.clone() });
        }
        Ok((added, removed))
    }

    /// Pauses it or lets it go on; as it was records nothing.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over.
    pub fn pause(task: &mut Stream<Self>, by: &By, paused: bool) -> Result<(), TaskRefusal> {
        task.check_open()?;
        if task.paused != paused {
            task.record(by, if paused { TaskEvent::Paused {} } else { TaskEvent::Resumed {} });
        }
        Ok(())
    }

    /// A worker gives it back.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over.
    pub fn release(task: &mut Stream<Self>, by: &By, attempt: AttemptEnd) -> Result<(), TaskRefusal> {
        task.check_open()?;
        task.record(by, TaskEvent::Released { attempt });
        Ok(())
    }

    /// A worker hands its work in. With `children` that are not done, a task that waits for them is not done either. Returns whether it is.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over, or for too many artifacts.
    pub fn complete(task: &mut Stream<Self>, by: &By, attempt: AttemptEnd, result: TaskResult, children: u32) -> Result<bool, TaskRefusal> {
        task.check_open()?;
        within("artifacts", result.artifacts.len(), MAX_ARTIFACTS)?;
        let done = !task.waits_for_children || children == 0;
        task.record(
            by,
            if done {
                TaskEvent::Completed { attempt: Some(attempt), result: Some(result) }
            } else {
                TaskEvent::HandedIn { attempt, result }
            },
        );
        Ok(done)
    }

    /// Its children are done, and its own work was handed in.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over.
    pub fn children_done(task: &mut Stream<Self>, by: &By) -> Result<(), TaskRefusal> {
        task.check_open()?;
        task.record(by, TaskEvent::Completed { attempt: None, result: None });
        Ok(())
    }

    /// An attempt failed. Unless the failure is final or the attempts are used up, another one follows after a wait. `jitter` is a random
    /// number.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over.
    pub fn fail(
        task: &mut Stream<Self>,
        by: &By,
        attempt: AttemptEnd,
        failure: Failure,
        retryable: bool,
        jitter: u16,
    ) -> Result<Next, TaskRefusal> {
        task.check_open()?;
        let failures = task.failures.saturating_add(1);
        let again = retryable && failures < task.retry.max_attempts;
        let retry_at = again.then(|| by.at.plus(task.retry.wait(failures, jitter)));
        task.record(by, TaskEvent::Failed { attempt: Some(attempt), failure, retry_at });
        if let Some(retry_at) = retry_at {
            return Ok(Next::Retry(retry_at));
        }
        task.record(by, TaskEvent::DeadLettered { failures });
        Ok(Next::Nothing)
    }

    /// Its deadline has passed; `attempt` was under way.
    ///
    /// # Errors
    /// [`TaskRefusal`] when it is over.
    pub fn miss_deadline(task: &mut Stream<Self>, by: &By, attempt: Option<AttemptEnd>) -> Result<(), TaskRefusal> {
        task.check_open()?;
        let failure = Failure { reason: FailureReason::Deadline, detail: None };
        task.record(by, TaskEvent::Failed { attempt, failure, retry_at: None });
        Ok(())
    }

    /// Opens it again after it has failed. A deadline that has passed no longer counts.
    ///
    /// # Errors
    /// [`TaskRefusal::NotFailed`], [`TaskRefusal::Cancelled`].
    pub fn retry(task: &mut Stream<Self>, by: &By) -> Result<(), TaskRefusal> {
        match task.phase {
            Phase::Failed => {
                let deadline = task.deadline.filter(|deadline| *deadline > by.at);
                task.record(by, TaskEvent::Retried { deadline });
                Ok(())
            }
            Phase::Cancelled => Err(TaskRefusal::Cancelled { task: task.id() }),
            Phase::Open | Phase::Done => Err(TaskRefusal::NotFailed { task: task.id() }),
        }
    }

    /// Cancels it; `tree` says that everything below it is cancelled too. A failed task can be cancelled, so that nobody retries it; one
    /// that is cancelled already records nothing. Returns whether it was open.
    ///
    /// # Errors
    /// [`TaskRefusal::Done`].
    pub fn cancel(
        task: &mut Stream<Self>,
        by: &By,
        attempt: Option<AttemptEnd>,
        reason: Option<Digest>,
        tree: bool,
    ) -> Result<bool, TaskRefusal> {
        let was = task.phase;
        match was {
            Phase::Done => return Err(TaskRefusal::Done { task: task.id() }),
            Phase::Cancelled => {}
            Phase::Open | Phase::Failed => task.record(by, TaskEvent::Cancelled { attempt, reason, tree }),
        }
        Ok(was == Phase::Open)
    }
}

fn within(what: &'static str, count: usize, limit: usize) -> Result<(), TaskRefusal> {
    if count > limit { Err(TaskRefusal::TooMany { what, limit }) } else { Ok(()) }
}
