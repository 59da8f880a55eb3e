//! The port: what a message bus does, whoever implements it.

mod channel;
mod consumer;
mod counters;
mod dead_letter;
mod delivery;
mod history;
mod upkeep;

pub use channel::{ChannelFilter, ChannelInfo, Published};
pub use consumer::{ConsumerFilter, ConsumerInfo, NewConsumer};
pub use counters::Counters;
pub use dead_letter::{DEAD_LETTERS_KEPT, DeadLetter, DeadReason, DeadSelection};
pub use delivery::{Delivery, Fetch, Settlement, Unsettled, WaitFor};
pub use history::{Erased, Head, ReadFrom};
pub use upkeep::Upkeep;

use crate::{BusError, PublishError};
use async_trait::async_trait;
use dream_id::{Cursor, Limit, MessageId, Page, Scope, SystemKey};
use dream_messages::{Channel, ChannelSettings, ConsumerName, ConsumerSettings, Headers, Message, NewMessage, Receipts, Space};
use dream_sql::WriteTx;
use std::time::Duration;

/// A message bus. What it promises is told at the top of this crate, and checked by its conformance suite.
#[async_trait]
pub trait Bus: Send + Sync {
    /// Stores messages, in the order given. Each has its own answer: the batch is not all or nothing. Several may be on their way at
    /// once: they are stored in the order in which they were first polled.
    ///
    /// # Errors
    /// [`BusError::TooMuch`], or the database's; then nothing was stored. Its length is that of `messages`.
    async fn publish(&self, space: Space, messages: Vec<NewMessage>) -> Result<Vec<Result<Published, PublishError>>, BusError>;

    /// As [`Bus::publish`], within a transaction of the caller's on the bus's own database: the messages are published when it is committed,
    /// and never were when it is not. The channels that are published to stay locked until its end: let it be short.
    ///
    /// # Errors
    /// [`BusError::TooMuch`], or the database's; then drop the transaction.
    async fn publish_within(
        &self,
        tx: &mut WriteTx,
        space: Space,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<Published, PublishError>>, BusError>;

    /// Makes a channel, with an agent's the channel of its orders. One that exists stays as it is; its settings are changed where
    /// `settings` are given.
    async fn create_channel(&self, space: Space, channel: &Channel, settings: Option<ChannelSettings>) -> Result<ChannelInfo, BusError>;

    /// Changes what a channel keeps.
    ///
    /// # Errors
    /// [`BusError::NoSuchChannel`], [`BusError::Settings`].
    async fn configure_channel(&self, space: Space, channel: &Channel, settings: ChannelSettings) -> Result<ChannelInfo, BusError>;

    /// A channel as it stands.
    async fn channel(&self, space: Space, channel: &Channel) -> Result<Option<ChannelInfo>, BusError>;

    /// The channels of a scope, by name.
    async fn channels(
        &self,
        scope: Scope,
        filter: ChannelFilter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<ChannelInfo>, BusError>;

    /// Makes a consumer. One of the same name and pattern stays as it is.
    ///
    /// # Errors
    /// [`BusError::ConsumerExists`] when it reads something else; [`BusError::NoSuchChannel`] where an agent's channel is missing.
    async fn create_consumer(&self, space: Space, consumer: NewConsumer) -> Result<ConsumerInfo, BusError>;

    /// Changes how a consumer is served. Where it began stays.
    async fn configure_consumer(&self, space: Space, name: &ConsumerName, settings: ConsumerSettings) -> Result<ConsumerInfo, BusError>;

    /// A consumer as it stands.
    async fn consumer(&self, space: Space, name: &ConsumerName) -> Result<Option<ConsumerInfo>, BusError>;

    /// The consumers of a scope, by name.
    async fn consumers(
        &self,
        scope: Scope,
        filter: ConsumerFilter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<ConsumerInfo>, BusError>;

    /// Removes a consumer with its dead letters: it owes nothing any more. False if there was none.
    async fn remove_consumer(&self, space: Space, name: &ConsumerName) -> Result<bool, BusError>;

    /// Gives messages to a reader of a consumer; waits for the first one as long as told. Orders come first, then what is to be
    /// delivered again, then new messages in each channel's order. Empty when none came.
    ///
    /// Dropping the future before it is ready may leave messages delivered to nobody, until their deadline.
    ///
    /// # Errors
    /// [`BusError::NoSuchConsumer`], [`BusError::TooMuch`].
    async fn fetch(&self, space: Space, consumer: &ConsumerName, fetch: Fetch) -> Result<Vec<Delivery>, BusError>;

    /// Says what became of deliveries; each has its own answer.
    ///
    /// # Errors
    /// [`BusError::NoSuchConsumer`], [`BusError::TooMuch`]; then none was settled.
    async fn settle(
        &self,
        space: Space,
        consumer: &ConsumerName,
        settlements: Vec<Settlement>,
    ) -> Result<Vec<Result<(), Unsettled>>, BusError>;

    /// How far a message has come.
    ///
    /// # Errors
    /// [`BusError::NoSuchMessage`].
    async fn receipts(&self, scope: Scope, message: MessageId) -> Result<Receipts, BusError>;

    /// As [`Bus::receipts`], once the message is as far as told, or the time is over: look at the status.
    async fn await_receipts(&self, scope: Scope, message: MessageId, wait: WaitFor) -> Result<Receipts, BusError>;

    /// Publishes `message` with a reply channel and a correlation of its own, and waits for the answer: the next message on that
    /// channel with that correlation. A reply channel given in the message is used; it must be a [`Channel::Reply`].
    ///
    /// # Errors
    /// [`BusError::Publish`], [`BusError::NoReply`].
    async fn request(&self, space: Space, message: NewMessage, timeout: Duration) -> Result<Message, BusError>;

    /// The dead letters of one consumer, or of all of a space; oldest first.
    async fn dead_letters(
        &self,
        space: Space,
        consumer: Option<&ConsumerName>,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<DeadLetter>, BusError>;

    /// One dead letter.
    ///
    /// # Errors
    /// [`BusError::NoSuchConsumer`], [`BusError::NoSuchDeadLetter`].
    async fn dead_letter(&self, space: Space, consumer: &ConsumerName, message: MessageId) -> Result<DeadLetter, BusError>;

    /// Changes what a dead letter says when it is replayed. The message in the channel's history stays as it is.
    async fn edit_dead_letter(
        &self,
        space: Space,
        consumer: &ConsumerName,
        message: MessageId,
        body: String,
        headers: Headers,
    ) -> Result<DeadLetter, BusError>;

    /// Has dead letters delivered again to their consumer, as if for the first time. Returns how many; at most 1,000 at a time.
    async fn replay(&self, space: Space, consumer: &ConsumerName, which: DeadSelection) -> Result<u64, BusError>;

    /// Removes dead letters for good. Returns how many; at most 1,000 at a time.
    async fn drop_dead_letters(&self, space: Space, consumer: &ConsumerName, which: DeadSelection) -> Result<u64, BusError>;

    /// A message.
    async fn message(&self, scope: Scope, message: MessageId) -> Result<Option<Message>, BusError>;

    /// Messages of a channel as they are kept, delivered or not; nothing is recorded. Empty where there is no such channel.
    async fn read(&self, space: Space, channel: &Channel, from: ReadFrom, limit: Limit) -> Result<Vec<Message>, BusError>;

    /// As [`Bus::read`] from after a place, but waits for the first message as long as told.
    async fn follow(&self, space: Space, channel: &Channel, after: u64, limit: Limit, wait: Duration) -> Result<Vec<Message>, BusError>;

    /// Where every channel of the scope stands, by number after `after`: for those that follow all of them, such as an index.
    async fn heads(&self, scope: Scope, after: Option<u32>, limit: Limit) -> Result<Vec<Head>, BusError>;

    /// Waits until something was published anywhere since the last call with the same `seen`, or the time is over. Several
    /// publications may melt into one. Begin with 0; returns what to pass next.
    async fn await_news(&self, key: SystemKey, seen: u64, wait: Duration) -> Result<u64, BusError>;

    /// Empties a message's body, here and in dead letters, and keeps its digest.
    ///
    /// # Errors
    /// [`BusError::NoSuchMessage`].
    async fn erase(&self, scope: Scope, message: MessageId) -> Result<Erased, BusError>;

    /// One bounded step of upkeep in every organisation: retention, consumers that nobody used, keys that are old. Call it again while
    /// it says that there is more.
    async fn upkeep(&self, key: SystemKey) -> Result<Upkeep, BusError>;

    /// What this process did since it started.
    fn counters(&self) -> Counters;

    /// Ends every wait, with an empty answer, and lets none begin: the server drains.
    fn end_waits(&self);
}
