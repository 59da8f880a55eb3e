//! What waits for an agent: a durable consumer of its own for each channel that it reads, which goes on where it was whatever happened to
//! the agent or the server.

use super::places::Call;
use crate::messages::{channel as parsed, consumer_name, space};
use crate::{AppError, Command, Kind, Op, consumers};
use dream_access::Action;
use dream_bus::{Fetch, NewConsumer, Settlement};
use dream_id::MessageId;
use dream_ledger::Stream;
use dream_messages::{
    Channel, ConsumerEvent, ConsumerName, ConsumerRecord, ConsumerSettings, Message, Pattern, Space, Start, Status, Verdict,
};
use dream_store::Unit;
use serde::Serialize;
use std::time::Duration;

/// How long an agent may take over a message before it comes again.
const ACK_WAIT: Duration = Duration::from_mins(5);
/// How long a channel that an agent reads besides its own may stay unread.
const IDLE: Duration = Duration::from_hours(24 * 30);

/// A message that was delivered.
pub(super) struct Delivered {
    pub(super) message: Message,
    pub(super) attempt: u32,
    /// By what it is acknowledged.
    pub(super) delivery: String,
}

/// A consumer of an agent.
pub(super) struct Inbox {
    space: Space,
    name: ConsumerName,
}

impl Inbox {
    /// The agent's own channel with the captain's orders, or another channel.
    pub(super) async fn of(call: &Call<'_>, channel: Option<&str>) -> Result<Self, AppError> {
        let own = Channel::Agent(call.caller.agent.name.clone());
        let channel = channel.map(parsed).transpose()?.filter(|channel| *channel != own);
        match channel {
            None => Self::own(call, own).await,
            Some(channel) => Self::other(call, channel).await,
        }
    }

    /// Its own channel is an agent's to read whatever it is held to.
    async fn own(call: &Call<'_>, channel: Channel) -> Result<Self, AppError> {
        let inbox = Self { space: Space::org(call.caller.agent.org), name: consumer_name(&prefix(call))? };
        let app = call.op.app();
        if app.bus.consumer(inbox.space, &inbox.name).await?.is_none() {
            let (pattern, settings) = (Pattern::one(channel), settings(None));
            // The ledger first: a break between the two leaves a promise that the next look keeps.
            let registered = Register { space: inbox.space, name: inbox.name.clone(), pattern: pattern.clone(), settings };
            Op::of_worker(app.clone(), "tools").run(&registered).await?;
            app.bus.create_consumer(inbox.space, NewConsumer { name: inbox.name.clone(), pattern, settings }).await?;
        }
        Ok(inbox)
    }

    async fn other(call: &Call<'_>, channel: Channel) -> Result<Self, AppError> {
        let project = call.project_of_channels().await?;
        let space = space(&call.op, Action::ConsumerUse, project).await?;
        let name = consumer_name(&format!("{}.{}", prefix(call), channel.to_string().replace('/', ".")))?;
        if call.op.app().bus.consumer(space, &name).await?.is_none() {
            consumers::create(&call.op, name.as_str(), project, &channel.to_string(), settings(Some(IDLE))).await?;
        }
        Ok(Self { space, name })
    }

    /// Takes what waits, up to `most` messages.
    pub(super) async fn take(&self, call: &Call<'_>, most: u32) -> Result<Vec<Delivered>, AppError> {
        let holder = format!("agent/{}", call.caller.agent.name);
        let taken = call.op.app().bus.fetch(self.space, &self.name, Fetch { holder, max: most, wait: Duration::ZERO }).await?;
        let delivered = taken.into_iter().map(|taken| {
            let delivery = delivery(&self.name, taken.message.id, taken.attempt);
            Delivered { message: taken.message, attempt: taken.attempt, delivery }
        });
        Ok(delivered.collect())
    }

    /// Says what became of a delivery to this agent.
    pub(super) async fn settle(call: &Call<'_>, delivery: &str, verdict: Verdict) -> Result<(), AppError> {
        let wrong = || AppError::invalid("invalid_delivery", "this is no delivery to you; give it as read_messages gave it");
        let mut parts = delivery.splitn(3, '/');
        let (name, message, attempt) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let message: MessageId = message.parse().map_err(|_| wrong())?;
        let attempt: u32 = attempt.parse().map_err(|_| wrong())?;
        if !is_of(call, name) {
            return Err(wrong());
        }
        let space = if name == prefix(call) {
            Space::org(call.caller.agent.org)
        } else {
            space(&call.op, Action::ConsumerUse, call.project_of_channels().await?).await?
        };
        let settlement = Settlement { message, attempt, verdict, reason: None };
        let settled = call.op.app().bus.settle(space, &consumer_name(name)?, vec![settlement]).await?;
        match settled.into_iter().next() {
            Some(Err(unsettled)) => Err(AppError::new(Kind::Conflict, unsettled.code(), unsettled.to_string())),
            Some(Ok(())) | None => Ok(()),
        }
    }

    /// The newest delivery of a message to this agent.
    pub(super) async fn delivery_of(call: &Call<'_>, message: &str) -> Result<String, AppError> {
        let wrong = || AppError::invalid("invalid_message", "this is no id of a message; give it as read_messages gave it");
        let id: MessageId = message.parse().map_err(|_| wrong())?;
        let receipts = call.op.app().bus.receipts(call.op.scope(), id).await?;
        let held = |status: Status| matches!(status, Status::Delivered | Status::Failed);
        let own = receipts.receipts.iter().find(|receipt| is_of(call, receipt.consumer.as_str()) && held(receipt.status));
        let missing = || AppError::new(Kind::NotFound, "not_delivered", format!("{id} is not waiting for your acknowledgement"));
        own.map(|receipt| delivery(&receipt.consumer, id, receipt.attempt)).ok_or_else(missing)
    }
}

fn settings(idle: Option<Duration>) -> ConsumerSettings {
    ConsumerSettings { ack_wait: ACK_WAIT, start: Start::First, idle, ..ConsumerSettings::default() }
}

/// The name of the agent's own consumer, with which those of other channels begin. No agent's name has a dot.
fn prefix(call: &Call<'_>) -> String {
    format!("agent.{}", call.caller.agent.name)
}

fn is_of(call: &Call<'_>, consumer: &str) -> bool {
    consumer.strip_prefix(&prefix(call)).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn delivery(consumer: &ConsumerName, message: MessageId, attempt: u32) -> String {
    format!("{consumer}/{message}/{attempt}")
}

/// Tells the ledger of an agent's own consumer.
#[derive(Serialize)]
struct Register {
    space: Space,
    name: ConsumerName,
    pattern: Pattern,
    settings: ConsumerSettings,
}

impl Command for Register {
    const NAME: &'static str = "consumer.of_agent";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        if consumers::known(tx, self.space, &self.name).await?.is_some() {
            return Ok(());
        }
        let registered = ConsumerEvent::Registered {
            name: self.name.clone(),
            project: self.space.project,
            pattern: self.pattern.clone(),
            settings: self.settings,
        };
        let mut record = Stream::<ConsumerRecord>::create(self.space.org, op.app().store.new_id(), &op.by(), registered)?;
        Ok(tx.save(&mut record).await?)
    }
}
