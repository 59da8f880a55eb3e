//! A task that is not the work of a stage, in an agent's hands: the agent completes it by tool, or leaves what came of it in a file.

use super::hand::{After, Hand};
use super::stage::ROUNDS;
use crate::tasks::{self, Completion, Fault};
use crate::work::Failure;
use crate::{AppError, Op};
use dream_id::{ProjectId, TaskId};
use dream_ports::TurnEnd;
use dream_swarm::{Ended, Phase};

/// The file in which an agent that knows no tools of ours leaves what came of a task.
pub(super) const RESULT: &str = "out/RESULT.md";
/// The most bytes of it.
const LARGEST_RESULT: u64 = 1 << 20;

/// How a task stands with the agent that claimed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is the agent's.
    Held,
    /// The agent has ended it by tool, and may be saying its last words.
    Ended,
    /// It was cancelled, or is no longer the agent's: the agent is to stop.
    Lost,
}

/// A task that an agent has claimed.
pub struct TaskWork {
    /// The agent, calling.
    op: Op,
    worker: String,
    claimed: tasks::ClaimedWork,
    pub(super) body: String,
    pub(super) limits: dream_swarm::AgentLimits,
}

impl TaskWork {
    /// The task that `worker` claimed by `op`, with its text.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub async fn of(op: Op, worker: String, claimed: tasks::ClaimedWork, limits: dream_swarm::AgentLimits) -> Result<Self, AppError> {
        let body = match claimed.task.body {
            Some(digest) => crate::bodies::read_text(&op, &mut op.read().await?, claimed.org, digest).await?,
            None => String::new(),
        };
        Ok(Self { op, worker, claimed, body, limits })
    }

    /// Which task.
    #[must_use]
    pub fn id(&self) -> TaskId {
        self.claimed.task.id
    }

    /// The project that it belongs to; `None` for the organisation itself.
    #[must_use]
    pub fn project(&self) -> Option<ProjectId> {
        self.claimed.task.project
    }

    /// The number of this attempt at it.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.claimed.attempt
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.claimed.task.title
    }

    /// Says that the agent is still at it, if it is.
    pub async fn beat(&self) -> Result<Standing, AppError> {
        let beat =
            tasks::Beat { task: self.id(), worker: Some(self.worker.clone()), attempt: Some(self.number()), percent: None, words: None };
        match tasks::heartbeat(&self.op, beat).await {
            Ok(heartbeat) => Ok(if heartbeat.cancel { Standing::Lost } else { Standing::Held }),
            Err(error) if error.is_retryable() => Err(error),
            // It is over, or somebody else's.
            Err(_) => Ok(if self.was_ended_by_it().await? { Standing::Ended } else { Standing::Lost }),
        }
    }

    /// Whether this attempt ended with what the agent said of it.
    async fn was_ended_by_it(&self) -> Result<bool, AppError> {
        let view = tasks::find(&self.op, self.id()).await?;
        let ours = view.task.attempts.iter().rev().find(|past| past.attempt.number == self.number());
        Ok(ours.is_some_and(|past| matches!(past.ended, Ended::Completed | Ended::Failed)))
    }

    /// Says that the attempt failed.
    pub async fn fail(&self, failure: &Failure) -> Result<(), AppError> {
        let message = failure.to_string().chars().take(4_000).collect();
        let fault = Fault { task: self.id(), worker: Some(self.worker.clone()), attempt: Some(self.number()), message, retryable: true };
        unless_over(tasks::fail(&self.op, fault).await)
    }

    /// Gives the task back, without an attempt that counts.
    pub async fn release(&self) -> Result<(), AppError> {
        unless_over(tasks::release_of(&self.op, self.id(), Some(self.worker.clone()), Some(self.number())).await)
    }

    /// Looks what a turn left of the task.
    pub(super) async fn after<F: Future<Output = Result<Option<String>, AppError>>>(
        &self,
        hand: &Hand,
        turn: TurnEnd,
        asks: impl FnOnce() -> F,
    ) -> Result<After, AppError> {
        if !self.is_held().await? {
            return Ok(After::Done(Vec::new()));
        }
        if let Ok(file) = hand.left_file(RESULT, LARGEST_RESULT).await? {
            let output = Some(hand.with_changes(String::from_utf8_lossy(&file.bytes).into_owned()).await?);
            let (worker, attempt) = (Some(self.worker.clone()), Some(self.number()));
            let completion = Completion { task: self.id(), worker, attempt, output, artifacts: Vec::new() };
            unless_over(tasks::complete(&self.op, completion).await)?;
            return Ok(After::Done(Vec::new()));
        }
        if turn != TurnEnd::Refused
            && let Some(words) = asks().await?
        {
            return Ok(After::Say(words));
        }
        if turn == TurnEnd::Refused || hand.another_round() > ROUNDS {
            let agent = &hand.agent().name;
            let message = format!("the agent {agent} ended its turn without completing the task; see `dreamos agent logs {agent}`");
            return Ok(After::Failed(Failure::Agent { code: "agent_no_result", message }));
        }
        let text = format!(
            "The task is not completed yet. Go on with it; when it is done, call the tool `complete_task` with a summary, or write what came of \
             it to `{RESULT}`. If it cannot be done, call `fail_task` and say why."
        );
        Ok(After::Say(text))
    }

    /// Whether the task is still open and this attempt's.
    async fn is_held(&self) -> Result<bool, AppError> {
        let view = tasks::find(&self.op, self.id()).await?;
        let held = view.entry.as_ref().and_then(|entry| entry.hold.as_ref()).is_some_and(|hold| hold.attempt == self.number());
        Ok(view.task.phase == Phase::Open && held)
    }
}

/// What was ended meanwhile, by the agent itself or by people, needs no word of ours.
fn unless_over<T>(result: Result<T, AppError>) -> Result<(), AppError> {
    match result {
        Err(error) if matches!(error.kind, crate::Kind::Conflict | crate::Kind::Over) && !error.is_retryable() => Ok(()),
        other => other.map(drop),
    }
}
