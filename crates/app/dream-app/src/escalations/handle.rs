//! Acknowledging, answering and resolving an escalation.

use super::tell;
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_id::EscalationId;
use dream_ledger::Stream;
use dream_store::Unit;
use dream_swarm::Escalation;
use serde::Serialize;

/// How many bytes an answer has.
const MOST_WORDS: usize = 64 * 1024;

/// Says that the caller looks into it.
///
/// # Errors
/// `escalation_over` when it was answered or resolved.
pub async fn acknowledge(op: &Op, id: EscalationId) -> Result<Stream<Escalation>, AppError> {
    op.run(&Handle { id, how: How::Acknowledge }).await?;
    super::find(op, id).await
}

/// Answers it; the agent gets the answer as an order, in the same transaction.
///
/// # Errors
/// `invalid_answer`; `escalation_over` when it was resolved.
pub async fn answer(op: &Op, id: EscalationId, words: String) -> Result<Stream<Escalation>, AppError> {
    if words.trim().is_empty() || words.len() > MOST_WORDS {
        return Err(AppError::invalid("invalid_answer", "an answer has 1 byte to 64 KiB; say what the agent is to do"));
    }
    let text = Text::prepare(op, op.org()?, words.clone().into_bytes()).await?;
    op.run(&Handle { id, how: How::Answer { text, words } }).await?;
    super::find(op, id).await
}

/// Says that it is over.
pub async fn resolve(op: &Op, id: EscalationId) -> Result<Stream<Escalation>, AppError> {
    op.run(&Handle { id, how: How::Resolve }).await?;
    super::find(op, id).await
}

#[derive(Serialize)]
struct Handle {
    id: EscalationId,
    how: How,
}

#[derive(Serialize)]
enum How {
    Acknowledge,
    Answer {
        text: Text,
        #[serde(skip)]
        words: String,
    },
    Resolve,
}

impl Command for Handle {
    const NAME: &'static str = "escalation.handle";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::EscalationAnswer, None)?;
        let found: Option<Stream<Escalation>> = tx.lock(op.scope(), self.id).await?;
        let mut escalation = found.ok_or_else(|| AppError::not_found("escalation", self.id))?;
        match &self.how {
            How::Acknowledge => Escalation::acknowledge(&mut escalation, &op.by())?,
            How::Answer { text, words } => {
                let text = text.keep(tx, escalation.org()).await?;
                Escalation::give_answer(&mut escalation, &op.by(), text)?;
                tell::agent(op, tx, &escalation, words).await?;
            }
            How::Resolve => Escalation::resolve(&mut escalation, &op.by()),
        }
        Ok(tx.save(&mut escalation).await?)
    }
}
