//! Questions about dead letters.

use crate::messages::{MessageView, consumer_name, named, space};
use crate::{AppError, Op};
use dream_access::Action;
use dream_bus::{DeadLetter, DeadReason};
use dream_clock::Timestamp;
use dream_id::{Cursor, Limit, MessageId, Page, ProjectId};
use dream_messages::{ConsumerName, Status};

/// A dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetterView {
    /// Whose it is.
    pub consumer: ConsumerName,
    /// The message as it would be replayed.
    pub message: MessageView,
    /// Why it died.
    pub reason: DeadReason,
    /// What its last holder said, if it said why.
    pub detail: Option<String>,
    /// How often it was delivered.
    pub attempts: u32,
    /// When it died.
    pub at: Timestamp,
    /// Whether what it says was changed since.
    pub edited: bool,
}

/// A page of the dead letters of a consumer, or of all, oldest first.
pub async fn list(
    op: &Op,
    consumer: Option<&str>,
    project: Option<ProjectId>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<DeadLetterView>, AppError> {
    let name = consumer.map(consumer_name).transpose()?;
    let space = space(op, Action::MessageRead, project).await?;
    let page = op.app().bus.dead_letters(space, name.as_ref(), cursor, limit).await?;
    Ok(Page { items: views(op, page.items).await?, next: page.next })
}

/// One dead letter.
pub async fn find(op: &Op, consumer: &str, project: Option<ProjectId>, message: MessageId) -> Result<DeadLetterView, AppError> {
    let name = consumer_name(consumer)?;
    let space = space(op, Action::MessageRead, project).await?;
    let letter = op.app().bus.dead_letter(space, &name, message).await?;
    Ok(views(op, vec![letter]).await?.remove(0))
}

pub(super) async fn views(op: &Op, letters: Vec<DeadLetter>) -> Result<Vec<DeadLetterView>, AppError> {
    let (messages, rest): (Vec<_>, Vec<_>) = letters
        .into_iter()
        .map(|letter| {
            let DeadLetter { consumer, message, reason, detail, attempts, at, edited } = letter;
            let status = if reason == DeadReason::Expired { Status::Expired } else { Status::Dead };
            ((message, status), (consumer, reason, detail, attempts, at, edited))
        })
        .unzip();
    let messages = named(op, messages).await?;
    let view = |(message, (consumer, reason, detail, attempts, at, edited))| DeadLetterView {
        consumer,
        message,
        reason,
        detail,
        attempts,
        at,
        edited,
    };
    Ok(messages.into_iter().zip(rest).map(view).collect())
}
