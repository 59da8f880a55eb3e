//! The one interpretation of a task's events.

use super::{Attempt, AttemptEnd, Ended, Failure, KEPT_ATTEMPTS, Phase, Task, TaskCreated, TaskEvent};
use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::TaskId;
use dream_ledger::{Aggregate, FoldError, Recorded};

impl Aggregate for Task {
    type Id = TaskId;
    type Event = TaskEvent;
    const NOUN: &'static str = "task";

    fn create(id: TaskId, first: &Recorded<TaskEvent>) -> Result<Self, FoldError> {
        let TaskEvent::Created(created) = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        let created = TaskCreated::clone(created);
        Ok(Self {
            id,
            title: created.title,
            body: created.body,
            project: created.project,
            work: created.work,
            parent: created.parent,
            depends_on: created.depends_on,
            priority: created.priority,
            role: created.role,
            capabilities: created.capabilities,
            assignee: created.assignee,
            deadline: created.deadline,
            not_before: created.not_before,
            retry: created.retry,
            waits_for_children: created.waits_for_children,
            created_by: first.actor.clone(),
            created_at: first.at,
            phase: Phase::Open,
            paused: false,
            failures: 0,
            failure: None,
            dead_letter: false,
            cancel_reason: None,
            result: None,
            attempts: Vec::new(),
            ended_at: None,
        })
    }

    fn apply(&mut self, event: &Recorded<TaskEvent>) {
        let at = event.at;
        match &event.event {
            TaskEvent::Created(_) => {}
            TaskEvent::Assigned { assignee } => self.assignee.clone_from(assignee),
            TaskEvent::Reprioritised { priority } => self.priority = *priority,
            TaskEvent::DependenciesChanged { added, removed } => {
                self.depends_on.retain(|on| !removed.contains(on));
                self.depends_on.extend(added);
            }
            TaskEvent::Paused {} => self.paused = true,
            TaskEvent::Resumed {} => self.paused = false,
            TaskEvent::Released { attempt } => self.attempt_ended(Some(attempt), at, Ended::Released, None),
            TaskEvent::Failed { attempt, failure, retry_at } => {
                self.attempt_ended(attempt.as_ref(), at, Ended::Failed, Some(failure));
                self.failed(failure, *retry_at, at);
            }
            TaskEvent::DeadLettered { .. } => self.dead_letter = true,
            TaskEvent::Retried { deadline } => self.opened_again(*deadline),
            TaskEvent::HandedIn { attempt, result } => {
                self.attempt_ended(Some(attempt), at, Ended::Completed, None);
                self.result = Some(result.clone());
            }
            TaskEvent::Completed { attempt, result } => {
                self.attempt_ended(attempt.as_ref(), at, Ended::Completed, None);
                if result.is_some() {
                    self.result.clone_from(result);
                }
                self.ended(Phase::Done, at);
            }
            TaskEvent::Cancelled { attempt, reason, .. } => {
                self.cancel_reason = *reason;
                self.attempt_ended(attempt.as_ref(), at, Ended::Cancelled, None);
                self.ended(Phase::Cancelled, at);
            }
        }
    }
}

impl Task {
    fn ended(&mut self, phase: Phase, at: Timestamp) {
        self.phase = phase;
        self.ended_at = Some(at);
    }

    fn attempt_ended(&mut self, attempt: Option<&AttemptEnd>, at: Timestamp, ended: Ended, failure: Option<&Failure>) {
        let Some(attempt) = attempt else { return };
        if self.attempts.len() >= KEPT_ATTEMPTS {
            self.attempts.remove(0);
        }
        self.attempts.push(Attempt { attempt: attempt.clone(), ended_at: at, ended, failure: failure.cloned() });
    }

    fn failed(&mut self, failure: &Failure, retry_at: Option<Timestamp>, at: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        match retry_at {
            Some(retry_at) => self.not_before = Some(retry_at),
            None => {
                self.failure = Some(failure.reason);
                self.ended(Phase::Failed, at);
            }
        }
    }

    fn opened_again(&mut self, deadline: Option<Timestamp>) {
        self.phase = Phase::Open;
        self.deadline = deadline;
        self.not_before = None;
        self.failures = 0;
        self.failure = None;
        self.dead_letter = false;
        self.cancel_reason = None;
        self.ended_at = None;
    }
}
