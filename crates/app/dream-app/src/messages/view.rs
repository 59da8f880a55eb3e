//! Messages as people see them.

use super::names::Names;
use crate::{App, AppError, Op};
use dream_bus::Counters;
use dream_id::PersonId;
use dream_messages::{Message, Status};
use std::collections::BTreeSet;

/// A message with what is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// Where it stands altogether.
    pub status: Status,
    /// What the person who sent it is called; `None` of others.
    pub sender_name: Option<String>,
}

/// A message, and where it stands.
pub(crate) async fn view(op: &Op, message: Message) -> Result<MessageView, AppError> {
    let status = status(op, &message).await?;
    Ok(named(op, vec![(message, status)]).await?.remove(0))
}

/// Messages, and where each stands.
pub(crate) async fn views(op: &Op, messages: Vec<Message>) -> Result<Vec<MessageView>, AppError> {
    let mut standing = Vec::with_capacity(messages.len());
    for message in messages {
        let status = status(op, &message).await?;
        standing.push((message, status));
    }
    named(op, standing).await
}

/// Where a message stands. One that was removed since it was read is as it was: it stands where it stood, on disk.
async fn status(op: &Op, message: &Message) -> Result<Status, AppError> {
    match op.app().bus.receipts(op.scope(), message.id).await {
        Ok(receipts) => Ok(receipts.status),
        Err(dream_bus::BusError::NoSuchMessage) => Ok(Status::Stored),
        Err(error) => Err(error.into()),
    }
}

/// Messages that stand so, with their senders' names.
pub(crate) async fn named(op: &Op, messages: Vec<(Message, Status)>) -> Result<Vec<MessageView>, AppError> {
    let persons: BTreeSet<PersonId> = messages.iter().filter_map(|(message, _)| message.sender.parse().ok()).collect();
    let names = Names::of(op, persons).await?;
    let view = |(mut message, status): (Message, Status)| {
        let sender_name = message.sender.parse().ok().and_then(|person: PersonId| names.get(&person).cloned());
        // A key that the server made of the caller's is nobody's business.
        message.key = message.key.filter(|key| !key.starts_with(super::space::OF_REQUEST));
        MessageView { message, status, sender_name }
    };
    Ok(messages.into_iter().map(view).collect())
}

/// What the bus of this process did since it started.
#[must_use]
pub fn counters(app: &App) -> Counters {
    app.bus.counters()
}

/// Ends everything that waits for messages, with an empty answer: the server drains.
pub fn end_waits(app: &App) {
    app.bus.end_waits();
}
