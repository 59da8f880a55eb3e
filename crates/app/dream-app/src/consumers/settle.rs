//! Answering for messages.

use crate::messages::{consumer_name, space};
use crate::{AppError, Op};
use dream_access::Action;
use dream_bus::{Settlement, Unsettled};
use dream_id::{MessageId, ProjectId};
use dream_messages::{ConsumerSettings, Verdict};

/// The most answers that one call gives.
const MOST: usize = 1_000;

/// The answer to one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The message.
    pub message: MessageId,
    /// Which delivery of it is meant.
    pub attempt: u32,
    /// What its holder says.
    pub verdict: Verdict,
    /// Why, for a failure.
    pub reason: Option<String>,
}

/// Says what became of deliveries; each has its own answer.
pub async fn settle(op: &Op, name: &str, project: Option<ProjectId>, answers: Vec<Answer>) -> Result<Vec<Result<(), Unsettled>>, AppError> {
    let name = consumer_name(name)?;
    if !(1..=MOST).contains(&answers.len()) {
        return Err(AppError::invalid("batch_size", format!("one call gives 1 to {MOST} answers, and this has {}", answers.len())));
    }
    let too_long = |answer: &Answer| matches!(answer.verdict, Verdict::Fail { delay: Some(delay) } if delay > ConsumerSettings::MAX_DELAY);
    if answers.iter().any(too_long) {
        return Err(AppError::invalid("delay_out_of_range", "a message waits up to 24h for its next delivery"));
    }
    let space = space(op, Action::ConsumerUse, project).await?;
    let settlement =
        |answer: Answer| Settlement { message: answer.message, attempt: answer.attempt, verdict: answer.verdict, reason: answer.reason };
    Ok(op.app().bus.settle(space, &name, answers.into_iter().map(settlement).collect()).await?)
}
