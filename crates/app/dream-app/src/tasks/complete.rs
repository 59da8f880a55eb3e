//! Handing work in.

use super::{TaskView, held, read};
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_govern::Version;
use dream_id::{OrgId, TaskId, VersionId};
use dream_ledger::Stream;
use dream_store::Unit;
use dream_swarm::{Claimant, MAX_ARTIFACTS, Place, Task, TaskRefusal, TaskResult};
use serde::{Deserialize, Serialize};

/// How many tasks one command completes.
pub const MOST_COMPLETIONS: usize = 500;
/// The largest output, in bytes.
const MAX_OUTPUT: usize = 1 << 20;

/// Work that is handed in.
#[derive(Debug, Clone)]
pub struct Completion {
    /// The task.
    pub task: TaskId,
    /// What the worker calls itself; `None` for any of the caller's workers.
    pub worker: Option<String>,
    /// The attempt; `None` for the present one, or a new one where nobody works on the task.
    pub attempt: Option<u32>,
    /// What came of it, in words, at most 1 MiB.
    pub output: Option<String>,
    /// The versions of artifacts that came of it.
    pub artifacts: Vec<VersionId>,
}

/// Hands in the work on one task.
///
/// # Errors
/// `stale_claim` when it is no longer the caller's, `task_cancelled`, `task_done`, `not_found`.
pub async fn complete(op: &Op, completion: Completion) -> Result<TaskView, AppError> {
    let task = completion.task;
    let prepared = Prepared::of(op, op.org()?, completion).await?;
    op.run(&Complete { prepared }).await?;
    read::find(op, task).await
}

/// Hands in the work on several tasks, at most 500. One that is refused does not hold up the others; the answers stand in the same order.
///
/// # Errors
/// `too_many`, and what concerns all of them.
pub async fn complete_all(op: &Op, completions: Vec<Completion>) -> Result<Vec<Result<(), Refused>>, AppError> {
    if completions.len() > MOST_COMPLETIONS {
        let message = format!("{} tasks are more than {MOST_COMPLETIONS}; hand them in in several steps", completions.len());
        return Err(AppError::invalid("too_many", message).with("limit", MOST_COMPLETIONS));
    }
    let org = op.org()?;
    let mut all = Vec::with_capacity(completions.len());
    for completion in completions {
        all.push(Prepared::of(op, org, completion).await?);
    }
    op.run(&CompleteAll { all }).await
}

/// Why one of several was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The stable code.
    pub code: String,
    /// What happened, why, and what to do next.
    pub message: String,
}

/// Work whose output is ready to be kept.
#[derive(Debug, Clone, Serialize)]
struct Prepared {
    task: TaskId,
    worker: Option<String>,
    attempt: Option<u32>,
    output: Option<Text>,
    artifacts: Vec<VersionId>,
}

impl Prepared {
    async fn of(op: &Op, org: OrgId, completion: Completion) -> Result<Self, AppError> {
        let output = match completion.output.filter(|output| !output.is_empty()) {
            None => None,
            Some(output) if output.len() > MAX_OUTPUT => {
                let message = format!("the output has {} bytes and may have {MAX_OUTPUT}; hand the rest in as an artifact", output.len());
                return Err(AppError::invalid("output_too_large", message).with("limit", MAX_OUTPUT));
            }
            Some(output) => Some(Text::prepare(op, org, output.into_bytes()).await?),
        };
        let Completion { task, worker, attempt, artifacts, .. } = completion;
        if artifacts.len() > MAX_ARTIFACTS {
            return Err(TaskRefusal::TooMany { what: "artifacts", limit: MAX_ARTIFACTS }.into());
        }
        Ok(Self { task, worker, attempt, output, artifacts })
    }

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let claimant = held::claimant(op, self.worker.clone(), self.attempt);
        let task = held::lock(op, tx, Action::TaskWork, self.task).await?;
        for version in &self.artifacts {
            let found: Option<Stream<Version>> = tx.find(op.scope(), *version).await?;
            found.ok_or_else(|| AppError::not_found("artifact version", version))?;
        }
        let output = self.output.as_ref().map(|output| output.digest);
        let org = task.org();
        hand_in(op, tx, task, &claimant, TaskResult { output, artifacts: self.artifacts.clone() }).await?;
        if let Some(output) = &self.output {
            output.keep(tx, org).await?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Complete {
    prepared: Prepared,
}

impl Command for Complete {
    const NAME: &'static str = "task.complete";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        self.prepared.decide(op, tx).await
    }
}

#[derive(Serialize)]
struct CompleteAll {
    all: Vec<Prepared>,
}

impl Command for CompleteAll {
    const NAME: &'static str = "task.complete_all";
    type Answer = Vec<Result<(), Refused>>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Self::Answer, AppError> {
        held::may_work(op)?;
        let mut answers = Vec::with_capacity(self.all.len());
        for one in &self.all {
            // A refusal is decided before anything is written, so what the others wrote stands. A failure ends all of them.
            answers.push(match one.decide(op, tx).await {
                Ok(()) => Ok(()),
                Err(error) if error.kind == crate::Kind::Internal || error.is_retryable() => return Err(error),
                Err(error) => Err(Refused { code: error.code.to_owned(), message: error.message }),
            });
        }
        Ok(answers)
    }
}

/// Hands in the work on `task` within `tx`, by the worker of attempt `attempt`.
pub async fn complete_in(op: &Op, tx: &mut Unit, task: TaskId, attempt: Option<u32>, result: TaskResult) -> Result<(), AppError> {
    let claimant = held::claimant(op, None, attempt);
    let task = held::lock(op, tx, Action::TaskWork, task).await?;
    hand_in(op, tx, task, &claimant, result).await
}

async fn hand_in(op: &Op, tx: &mut Unit, mut task: Stream<Task>, claimant: &Claimant, result: TaskResult) -> Result<(), AppError> {
    task.check_open()?;
    let by = op.by();
    if claimant.worker.is_none()
        && let Some((end, has_dependents)) = tx.hand_in_task(task.org(), task.id(), claimant).await?
    {
        Task::complete(&mut task, &by, end, result, 0)?;
        tx.save(&mut task).await?;
        return held::done(tx, &by, &task, has_dependents).await;
    }
    let (mut entry, hold) = held::held(op, tx, &task, claimant).await?;
    let done = Task::complete(&mut task, &by, held::end_of(&hold), result, entry.children)?;
    tx.save(&mut task).await?;
    if done {
        tx.dequeue_task(task.org(), task.id()).await?;
        return held::done(tx, &by, &task, entry.has_dependents).await;
    }
    entry.let_go(&task, by.at);
    entry.place = Place::Waiting;
    Ok(tx.requeue_task(&entry).await?)
}
