//! Why a decision about tasks was refused. A refused decision changes nothing.

use dream_clock::Timestamp;
use dream_id::TaskId;
use dream_ledger::FoldError;

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskRefusalKind {
    /// The request itself is wrong.
    Invalid,
    /// The task is not as the caller saw it.
    Conflict,
    /// The task is cancelled or its time is over.
    Over,
    /// A fault of this program.
    Defect,
}

/// Why a decision was refused. Each says what happened, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefusal {
    /// A title that cannot be shown in a list.
    #[error("a task's title has 1 to {most} characters, none of them a control character; put the rest into its body")]
    Title {
        /// How many characters it may have.
        most: usize,
    },
    /// A name that cannot be one.
    #[error("a {what} has 1 to {most} visible characters and no space at either end; give another")]
    Name {
        /// What it was to name.
        what: &'static str,
        /// How many characters it may have.
        most: usize,
    },
    /// There are more than a task can have.
    #[error("there can be {limit} {what} at most; split the task")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there can be.
        limit: usize,
    },
    /// The numbers of a retry policy cannot be used.
    #[error("a retry policy has 1 to {most} attempts and waits of a week at most; give others")]
    Retry {
        /// The most attempts.
        most: u32,
    },
    /// A deadline that cannot be kept.
    #[error("the deadline {deadline} is not after {after}, so the task could never be done; give a later one")]
    Deadline {
        /// The deadline.
        deadline: Timestamp,
        /// When the task could begin.
        after: Timestamp,
    },
    /// A dependency would close a circle.
    #[error("{task} would wait for itself: {}; leave one of these dependencies out", names(cycle))]
    Cycle {
        /// The task that was to depend on another.
        task: TaskId,
        /// The cycle, from the task back to it.
        cycle: Vec<TaskId>,
    },
    /// Progress is counted in per cent.
    #[error("progress is 0 to 100 per cent, and {percent} is not")]
    Percent {
        /// What was said.
        percent: u32,
    },
    /// Somebody else holds the task, or another attempt has begun.
    #[error("{}", stale(*task, held.as_ref(), *claimed))]
    StaleClaim {
        /// The task.
        task: TaskId,
        /// Who holds it under which attempt; `None` when nobody does.
        held: Option<(String, u32)>,
        /// The attempt that the caller named.
        claimed: Option<u32>,
    },
    /// The task cannot be worked on yet.
    #[error("{task} cannot be worked on yet: it is {why}; `dreamos task show {task}` says what it waits for")]
    NotReady {
        /// The task.
        task: TaskId,
        /// Its status and reason.
        why: String,
    },
    /// A worker is at it.
    #[error("{task} is being worked on by {worker}; wait until it ends, or cancel the task")]
    Running {
        /// The task.
        task: TaskId,
        /// Who.
        worker: String,
    },
    /// The task is done.
    #[error("{task} is done already; nothing of it can be changed")]
    Done {
        /// The task.
        task: TaskId,
    },
    /// The task has failed.
    #[error("{task} has failed; `dreamos task retry {task}` opens it again")]
    Failed {
        /// The task.
        task: TaskId,
    },
    /// The task was cancelled.
    #[error("{task} was cancelled; create another one if the work is still wanted")]
    Cancelled {
        /// The task.
        task: TaskId,
    },
    /// Only a failed task is retried by hand.
    #[error("{task} has not failed, so there is nothing to retry; `dreamos task show {task}` says where it stands")]
    NotFailed {
        /// The task.
        task: TaskId,
    },
    /// An event could not begin its stream: a defect of this program.
    #[error("the first event did not begin its stream; report this as a defect")]
    Fold(#[from] FoldError),
}

impl TaskRefusal {
    /// A stable word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Title { .. } => "invalid_title",
            Self::Name { .. } => "invalid_name",
            Self::TooMany { .. } => "too_many",
            Self::Retry { .. } => "invalid_retry",
            Self::Deadline { .. } => "invalid_deadline",
            Self::Cycle { .. } => "dependency_cycle",
            Self::Percent { .. } => "invalid_progress",
            Self::StaleClaim { .. } => "stale_claim",
            Self::NotReady { .. } => "task_not_ready",
            Self::Running { .. } => "task_running",
            Self::Done { .. } => "task_done",
            Self::Failed { .. } => "task_failed",
            Self::Cancelled { .. } => "task_cancelled",
            Self::NotFailed { .. } => "task_not_failed",
            Self::Fold(_) => "internal",
        }
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> TaskRefusalKind {
        match self {
            Self::Title { .. }
            | Self::Name { .. }
            | Self::TooMany { .. }
            | Self::Retry { .. }
            | Self::Deadline { .. }
            | Self::Cycle { .. }
            | Self::Percent { .. } => TaskRefusalKind::Invalid,
            Self::StaleClaim { .. }
            | Self::NotReady { .. }
            | Self::Running { .. }
            | Self::Done { .. }
            | Self::Failed { .. }
            | Self::NotFailed { .. } => TaskRefusalKind::Conflict,
            Self::Cancelled { .. } => TaskRefusalKind::Over,
            Self::Fold(_) => TaskRefusalKind::Defect,
        }
    }
}

fn names(cycle: &[TaskId]) -> String {
    const SHOWN: usize = 12;
    let mut text: Vec<String> = cycle.iter().take(SHOWN).map(ToString::to_string).collect();
    if cycle.len() > SHOWN {
        text.push(format!("… ({} in all)", cycle.len().saturating_sub(1)));
    }
    text.join(" → ")
}

fn stale(task: TaskId, held: Option<&(String, u32)>, claimed: Option<u32>) -> String {
    let mine = claimed.map_or_else(|| "it is not yours".to_owned(), |attempt| format!("attempt {attempt} is no longer yours"));
    match held {
        Some((worker, attempt)) => {
            format!("{mine}: {worker} works on {task}, in attempt {attempt}; drop this work, and claim another task")
        }
        None => format!("{mine}: nobody works on {task} now; drop this work, and claim it again if it is still to be done"),
    }
}
