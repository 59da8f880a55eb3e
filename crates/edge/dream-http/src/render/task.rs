//! Tasks.

use super::digest;
use crate::texts::Texts;
use dream_api::{AttemptEnding, ClaimedTask, Priority, Reason, Retry, Span, Status, Task, TaskAttempt, TaskCounts, TaskDetail, TaskLimits};
use dream_app::tasks::{ClaimedWork, Counts, TaskView};
use dream_swarm::{Attempt, RetryPolicy};

fn word<T>(found: Option<T>, unknown: T) -> T {
    found.unwrap_or(unknown)
}

fn priority(priority: dream_swarm::Priority) -> Priority {
    word(Priority::from_word(priority.name()), Priority::Unknown)
}

/// How often a task is tried again, in the words of use cases.
pub(crate) fn retry_policy(retry: Retry) -> RetryPolicy {
    let millis = |span: Span| u64::try_from(span.duration().as_millis()).unwrap_or(u64::MAX);
    RetryPolicy { max_attempts: retry.max_attempts, backoff_ms: millis(retry.backoff), longest_ms: millis(retry.longest) }
}

/// A task as lists show it.
pub(crate) fn task(view: &TaskView) -> Task {
    let (task, standing) = (&view.task, view.standing());
    let hold = view.entry.as_ref().and_then(|entry| entry.hold.as_ref());
    let progress = view.entry.as_ref().map(|entry| &entry.progress);
    let status = word(Status::from_word(standing.status.name()), Status::Unknown);
    let said = progress.and_then(|progress| progress.percent).unwrap_or(0);
    Task {
        id: task.id(),
        title: task.title.clone(),
        status,
        reason: standing.reason.map(|reason| word(Reason::from_word(reason.name()), Reason::Unknown)),
        priority: priority(task.priority),
        assignee: task.assignee.clone(),
        depends_on: task.depends_on.clone(),
        progress: if status == Status::Done { 100 } else { said },
        progress_note: progress.and_then(|progress| progress.words.clone()),
        attempt: view.attempt(),
        project: task.project,
        run: task.work.map(|work| work.run),
        parent: task.parent,
        role: task.role.clone(),
        capabilities: task.capabilities.clone(),
        worker: hold.map(|hold| hold.worker.clone()),
        lease_until: hold.map(|hold| hold.lease_until),
        not_before: task.not_before,
        deadline: task.deadline,
        dead_letter: task.dead_letter,
        waits_for_children: task.waits_for_children,
        retry: Retry {
            max_attempts: task.retry.max_attempts,
            backoff: Span::of_millis(task.retry.backoff_ms),
            longest: Span::of_millis(task.retry.longest_ms),
        },
        created_at: task.created_at,
        ended_at: task.ended_at,
    }
}

/// The digests of the texts that [`task_detail`] shows.
pub(crate) fn texts_of_task(view: &TaskView) -> Vec<dream_ledger::Digest> {
    let output = view.task.result.as_ref().and_then(|result| result.output);
    let details = view.task.attempts.iter().filter_map(|attempt| attempt.failure.as_ref()?.detail);
    view.task.body.into_iter().chain(view.task.cancel_reason).chain(output).chain(details).collect()
}

/// A task with its texts and its history.
pub(crate) fn task_detail(view: &TaskView, texts: &Texts) -> TaskDetail {
    let text = |digest: Option<dream_ledger::Digest>| digest.and_then(|digest| texts.get(digest)).map(str::to_owned);
    let result = view.task.result.as_ref();
    let attempt = |attempt: &Attempt| TaskAttempt {
        number: attempt.attempt.number,
        worker: attempt.attempt.worker.clone(),
        started_at: attempt.attempt.started_at,
        ended_at: attempt.ended_at,
        ending: word(AttemptEnding::from_word(attempt.ended.name()), AttemptEnding::Unknown),
        reason: attempt.failure.as_ref().map(|failure| word(Reason::from_word(failure.reason.name()), Reason::Unknown)),
        message: text(attempt.failure.as_ref().and_then(|failure| failure.detail)),
    };
    TaskDetail {
        task: task(view),
        body: text(view.task.body),
        body_digest: view.task.body.map(digest),
        output: text(result.and_then(|result| result.output)),
        cancel_reason: text(view.task.cancel_reason),
        artifacts: result.map(|result| result.artifacts.clone()).unwrap_or_default(),
        attempts: view.task.attempts.iter().map(attempt).collect(),
    }
}

/// A task that a worker got.
pub(crate) fn claimed_task(work: ClaimedWork, texts: &Texts) -> ClaimedTask {
    let task = work.task;
    ClaimedTask {
        id: task.id,
        title: task.title,
        body: task.body.and_then(|body| texts.get(body)).map(str::to_owned),
        attempt: work.attempt,
        lease_until: work.lease_until,
        priority: priority(task.priority),
        role: task.role,
        project: task.project,
        run: task.work.map(|work| work.run),
        parent: task.parent,
        depends_on: task.depends_on,
        deadline: task.deadline,
    }
}

/// How many tasks there are of each status.
pub(crate) fn task_counts(counts: &Counts) -> TaskCounts {
    let of = |places: &[&str]| places.iter().filter_map(|place| counts.open.get(place)).sum();
    TaskCounts {
        queued: of(&["ready", "delayed"]),
        running: of(&["running"]),
        waiting: of(&["waiting"]),
        blocked: of(&["blocked", "paused"]),
        failed: counts.failed,
    }
}

/// How many tasks may run at once.
pub(crate) fn task_limits(limits: dream_swarm::TaskLimits) -> TaskLimits {
    TaskLimits { organisation: limits.organisation, roles: limits.roles, projects: limits.projects }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_domain_is_one_of_the_wire() {
        for known in dream_swarm::Status::ALL {
            assert!(Status::from_word(known.name()).is_some(), "{known}");
        }
        for known in dream_swarm::Reason::ALL {
            assert!(Reason::from_word(known.name()).is_some(), "{known}");
        }
        for known in dream_swarm::FailureReason::ALL {
            assert!(Reason::from_word(known.name()).is_some(), "{known}");
        }
        for known in dream_swarm::Ended::ALL {
            assert!(AttemptEnding::from_word(known.name()).is_some(), "{known}");
        }
        for known in dream_swarm::Priority::ALL {
            assert_ne!(priority(*known), Priority::Unknown, "{known}");
        }
    }
}
