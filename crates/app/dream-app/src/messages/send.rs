//! Sending messages.

use super::space::OF_REQUEST;
use super::view::named;
use super::{MessageView, channel, key_of, space};
use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bus::Published;
use dream_id::ProjectId;
use dream_ledger::Actor;
use dream_messages::{Channel, Headers, MAX_BATCH_MESSAGES, Message, NewMessage, Space, Status};
use futures::future::try_join_all;
use std::collections::BTreeMap;
use std::time::Duration;

/// A message as its sender says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The channel's name.
    pub channel: String,
    /// The project that the channel belongs to; `None` for one of the organisation.
    pub project: Option<ProjectId>,
    /// What it says.
    pub body: String,
    /// What travels with it.
    pub headers: Headers,
    /// The same key on the same channel is one message.
    pub key: Option<String>,
    /// For how long it is of use.
    pub expires_in: Option<Duration>,
    /// The channel that an answer goes to.
    pub reply_to: Option<String>,
    /// What an answer refers to.
    pub correlation: Option<String>,
}

/// What became of one message of a batch.
pub type Sent = Result<Published, AppError>;

/// Sends one message.
pub async fn send(op: &Op, outgoing: Outgoing) -> Result<MessageView, AppError> {
    let (space, new) = prepared(op, outgoing, 0).await?;
    let published = publish(op, space, vec![new.clone()]).await?.pop();
    let published = published.ok_or_else(|| AppError::internal("sending a message", NoAnswer))??;
    let message = stored(space, new, published);
    // What was sent before may have come further since.
    if published.repeated {
        return super::view(op, message).await;
    }
    Ok(named(op, vec![(message, Status::Stored)]).await?.remove(0))
}

/// Messages that are ready for the bus, and what those are told that are not.
pub struct Batch {
    spaces: BTreeMap<Space, Vec<(usize, NewMessage)>>,
    answers: Vec<Option<Sent>>,
}

/// Sends messages together; each has its own answer.
pub async fn send_batch(op: &Op, outgoing: Vec<Outgoing>) -> Result<Vec<Sent>, AppError> {
    Batch::prepare(op, outgoing).await?.send(op).await
}

impl Batch {
    /// Checks the messages, and asks whether the caller may send them.
    ///
    /// # Errors
    /// `batch_size`.
    pub async fn prepare(op: &Op, outgoing: Vec<Outgoing>) -> Result<Self, AppError> {
        let count = outgoing.len();
        if !(1..=MAX_BATCH_MESSAGES).contains(&count) {
            let message = format!("a batch has 1 to {MAX_BATCH_MESSAGES} messages, and this has {count}; send it in parts");
            return Err(AppError::invalid("batch_size", message));
        }
        let mut batch = Self { spaces: BTreeMap::new(), answers: std::iter::repeat_with(|| None).take(count).collect() };
        let mut allowed = Allowed::default();
        for (number, outgoing) in outgoing.into_iter().enumerate() {
            match allowed.prepared(op, outgoing, number).await {
                Ok((space, new)) => batch.spaces.entry(space).or_default().push((number, new)),
                Err(error) => batch.put(number, Err(error)),
            }
        }
        Ok(batch)
    }

    /// Sends them; each has its own answer. The first poll of this begins, so that batches of one caller are stored in the order of their
    /// first polls, however many are on their way.
    ///
    /// # Errors
    /// `forbidden` when the caller may send none of them, and what concerns no single message.
    pub async fn send(mut self, op: &Op) -> Result<Vec<Sent>, AppError> {
        let spaces = std::mem::take(&mut self.spaces).into_iter().map(async |(space, messages)| {
            let (numbers, messages): (Vec<usize>, Vec<NewMessage>) = messages.into_iter().unzip();
            publish(op, space, messages).await.map(|answers| numbers.into_iter().zip(answers))
        });
        for answers in try_join_all(spaces).await? {
            answers.for_each(|(number, answer)| self.put(number, answer));
        }
        let no_answer = || Err(AppError::internal("sending a message", NoAnswer));
        let mut answers: Vec<Sent> = self.answers.into_iter().map(|answer| answer.unwrap_or_else(no_answer)).collect();
        // Of whom nothing at all may be sent, the call is refused, and not only each of its messages.
        if answers.iter().all(|answer| answer.as_ref().is_err_and(|error| error.kind == Kind::Forbidden)) {
            return answers.remove(0).map(|_| Vec::new());
        }
        Ok(answers)
    }

    fn put(&mut self, number: usize, answer: Sent) {
        if let Some(place) = self.answers.get_mut(number) {
            *place = Some(answer);
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the bus gave no answer for a message")]
struct NoAnswer;

async fn publish(op: &Op, space: Space, messages: Vec<NewMessage>) -> Result<Vec<Sent>, AppError> {
    let answers = op.app().bus.publish(space, messages).await?;
    Ok(answers.into_iter().map(|answer| answer.map_err(AppError::from)).collect())
}

/// What the messages of one batch were allowed: the same question is asked once.
#[derive(Default)]
struct Allowed(BTreeMap<(Action, Option<ProjectId>), Space>);

impl Allowed {
    async fn prepared(&mut self, op: &Op, outgoing: Outgoing, number: usize) -> Result<(Space, NewMessage), AppError> {
        let channel = channel(&outgoing.channel)?;
        let asked = (action(&channel), outgoing.project);
        let space = if let Some(known) = self.0.get(&asked) {
            *known
        } else {
            let found = space(op, asked.0, asked.1).await?;
            self.0.insert(asked, found);
            found
        };
        Ok((space, new_message(op, channel, outgoing, number)?))
    }
}

/// The message as the bus takes it, if the caller may send it. It is the `number`th of its call.
pub(super) async fn prepared(op: &Op, outgoing: Outgoing, number: usize) -> Result<(Space, NewMessage), AppError> {
    Allowed::default().prepared(op, outgoing, number).await
}

/// Orders are given by those who steer the work; anybody who contributes to it may say something.
fn action(channel: &Channel) -> Action {
    if channel.comes_first() { Action::MessageOrder } else { Action::MessageSend }
}

fn new_message(op: &Op, to: Channel, outgoing: Outgoing, number: usize) -> Result<NewMessage, AppError> {
    if outgoing.key.as_ref().is_some_and(|key| key.starts_with(OF_REQUEST)) {
        return Err(AppError::invalid("bad_message", format!("keys that begin with `{OF_REQUEST}` are the server's; choose another")));
    }
    let expires_at = outgoing.expires_in.map(|span| op.app().now().plus(span));
    let reply_to = outgoing.reply_to.as_deref().map(channel).transpose()?;
    let mut new = NewMessage::new(to, sender(op), outgoing.body);
    new.headers = outgoing.headers;
    new.key = outgoing.key.or_else(|| key_of(op, number));
    new.expires_at = expires_at;
    new.reply_to = reply_to;
    new.correlation = outgoing.correlation;
    Ok(new)
}

/// Who the caller is as a sender: never what a body says.
fn sender(op: &Op) -> String {
    match op.by().actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::Agent { name } => format!("agent/{name}"),
        Actor::System { worker } => format!("system/{worker}"),
    }
}

/// The message as it is kept now.
fn stored(space: Space, new: NewMessage, published: Published) -> Message {
    Message {
        id: published.id,
        space,
        channel: new.channel,
        place: published.place,
        sent_at: published.sent_at,
        sender: new.sender,
        body: new.body,
        headers: new.headers,
        key: new.key,
        expires_at: new.expires_at,
        reply_to: new.reply_to,
        correlation: new.correlation,
        erased: None,
    }
}
