//! An agent asks people something.

use super::opening::{Asking, Opening, Work, title};
use super::wait::{decided, ended, look, waits};
use crate::{AppError, Command, Op, bodies, bodies::Text};
use dream_id::{PermissionId, TaskId};
use dream_ledger::Digest;
use dream_store::{INLINE_LIMIT, Unit};
use dream_swarm::{AskedQuestion as Offered, Permission, PermissionSubject, question_digest};
use serde::Serialize;
use std::time::Duration;

/// A question to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedQuestion {
    /// The task that the agent works on.
    pub task: Option<TaskId>,
    /// The number of the attempt at it.
    pub attempt: Option<u32>,
    /// The question.
    pub text: String,
    /// The answers that it offers; empty for a text of one's own.
    pub choices: Vec<String>,
}

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionStanding {
    /// A person answered.
    Answered(String),
    /// Nobody will answer any more, and why.
    Over(String),
    /// Nobody has answered yet.
    Waiting,
}

/// Asks people something, and returns at once. The answer comes as a message on the agent's channel, too, and [`await_answer`] waits for it.
/// The same question for the same task is asked once, as long as nobody answered it.
///
/// # Errors
/// `agents_only`, `task_over`, `question_empty`, `question_too_large`, `invalid_choices`.
pub async fn ask_question(op: &Op, asked: AskedQuestion) -> Result<PermissionId, AppError> {
    let asking = Asking::of(op)?;
    if asked.text.trim().is_empty() {
        return Err(AppError::invalid("question_empty", "a question needs a text; say what people are to decide"));
    }
    if asked.text.len() > INLINE_LIMIT {
        let message =
            format!("a question may have {INLINE_LIMIT} bytes, and this has {}; hand in the rest as an artifact", asked.text.len());
        return Err(AppError::invalid("question_too_large", message));
    }
    let digest = question_digest(asking.org, asking.agent, asked.task, &asked.text, &asked.choices)?;
    let work = Work::of(&mut op.read().await?, asking.org, asked.task).await?;
    let text = Text::prepare(op, asking.org, asked.text.clone().into_bytes()).await?;
    op.run(&Ask { asking, work, asked, digest, text }).await
}

#[derive(Serialize)]
struct Ask {
    #[serde(skip)]
    asking: Asking,
    #[serde(skip)]
    work: Work,
    #[serde(skip)]
    asked: AskedQuestion,
    digest: Digest,
    text: Text,
}

impl Command for Ask {
    const NAME: &'static str = "permission.ask_question";
    type Answer = PermissionId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<PermissionId, AppError> {
        let org = self.asking.org;
        if let Some(mut gate) = tx.lock_live_permission(org, self.digest).await? {
            Permission::expire(&mut gate, &op.by());
            if gate.is_live() {
                return Ok(gate.id());
            }
            tx.save(&mut gate).await?;
            tx.wake_permissions();
        }
        let opening = Opening {
            asking: &self.asking,
            work: &self.work,
            task: self.asked.task,
            attempt: self.asked.attempt,
            title: &title(&self.asked.text, "a question"),
            text: self.text.keep(tx, org).await?,
            size: self.text.size,
            digest: self.digest,
            subject: PermissionSubject::Question(Offered { choices: self.asked.choices.clone() }),
        };
        let id = op.app().store.new_id();
        tx.save(&mut Permission::open(org, id, &op.by(), opening.event(op))?).await?;
        Ok(id)
    }
}

/// What became of a question of the calling agent: waits for `bound` at most.
///
/// # Errors
/// `not_found` for a question that is not the caller's.
pub async fn await_answer(op: &Op, question: PermissionId, bound: Duration) -> Result<QuestionStanding, AppError> {
    let (asking, mut wakeups) = (Asking::of(op)?, op.app().store.permission_wakeups());
    // Looked at once whatever the bound is, so that no time at all is enough for an answer that is there.
    let mut gate = look(op, question).await?;
    if gate.agent() != asking.agent {
        return Err(AppError::not_found("permission", question));
    }
    if waits(op, &gate) {
        match tokio::time::timeout(bound, decided(op, &mut wakeups, question)).await {
            Ok(found) => gate = found?,
            Err(_) => return Ok(QuestionStanding::Waiting),
        }
    }
    let answer = gate.decided.as_ref().and_then(|decided| decided.comment);
    match (ended(&gate), answer) {
        (None, Some(answer)) => Ok(QuestionStanding::Answered(bodies::read_text(op, &mut op.read().await?, gate.org(), answer).await?)),
        (why, _) => Ok(QuestionStanding::Over(why.unwrap_or("nothing was said").to_owned())),
    }
}
