//! Why the bus refuses: as a whole, or one message of a batch.

use dream_clock::Timestamp;
use dream_messages::{Channel, ConsumerName, MessageError, ParsePatternError, SettingsError};
use dream_sql::SqlError;
use std::sync::Arc;

/// Why a call failed. Nothing of it happened, unless [`BusError::is_retryable`] is false for a failure of the database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BusError {
    /// The channel does not exist in this space.
    #[error("there is no channel `{0}`; channels of agents are made when the agent is registered, topics by their first message")]
    NoSuchChannel(Channel),
    /// The consumer does not exist in this space.
    #[error("there is no consumer `{0}`; create it first")]
    NoSuchConsumer(ConsumerName),
    /// The consumer exists and reads something else.
    #[error("the consumer `{name}` exists and reads `{pattern}`; remove it first, or choose another name")]
    ConsumerExists {
        /// Its name.
        name: ConsumerName,
        /// What it reads.
        pattern: String,
    },
    /// There is no such message in this scope, or no longer.
    #[error("there is no such message, or it was removed by its channel's retention")]
    NoSuchMessage,
    /// The consumer has no such dead letter.
    #[error("the consumer has no such dead letter; it may have been replayed or dropped meanwhile")]
    NoSuchDeadLetter,
    /// A cursor that no page of this list ended with.
    #[error("this cursor is of no page of this list; begin again without one")]
    Cursor,
    /// A setting outside its range.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A pattern that covers nothing.
    #[error(transparent)]
    Pattern(#[from] ParsePatternError),
    /// A message that cannot be as it is.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// More at once than one call takes.
    #[error("the call has {given} {what}, and {most} is the most; send it in parts")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much.
        given: usize,
        /// How much there may be.
        most: usize,
    },
    /// A message of a call with one message was refused.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// No answer to a request came in time.
    #[error("no answer came before the deadline; who has the request may still do what it asks, and nobody is given it any more")]
    NoReply,
    /// The bus is being closed.
    #[error("the server is shutting down; try again")]
    Closed,
    /// The database refused or failed.
    #[error("the database failed while {doing}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// Why.
        #[source]
        source: Arc<SqlError>,
    },
    /// A row that does not hold what the schema promises.
    #[error("the row {id} of {table} is damaged: {what}; run `dreamos audit verify`, then restore a backup")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row's key.
        id: String,
        /// What is wrong.
        what: String,
    },
}

/// Why one message was not published. The others of its batch were, or have errors of their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// The message cannot be kept.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The channel does not exist, and does not come into being by itself.
    #[error("there is no channel `{0}`; an agent's channel is made when the agent is registered")]
    NoSuchChannel(Channel),
    /// The channel has as much as it may.
    #[error("the channel `{channel}` is full with {messages} messages of {bytes} bytes; try again when its consumers have caught up")]
    ChannelFull {
        /// The channel.
        channel: Channel,
        /// How many messages it has.
        messages: u64,
        /// How large they are.
        bytes: u64,
    },
    /// The key was used for another message.
    #[error("the key was used for another message on `{channel}` at {at}; use a new key for a new message")]
    KeyReused {
        /// The channel.
        channel: Channel,
        /// When.
        at: Timestamp,
    },
    /// The message would expire before it is stored.
    #[error("the message expired at {0}, before it was stored; give it a later expiry")]
    Expired(Timestamp),
}

impl PublishError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Message(error) => error.code(),
            Self::NoSuchChannel(_) => "no_such_channel",
            Self::ChannelFull { .. } => "channel_full",
            Self::KeyReused { .. } => "key_reused",
            Self::Expired(_) => "already_expired",
        }
    }
}

impl BusError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchChannel(_) => "no_such_channel",
            Self::NoSuchConsumer(_) => "no_such_consumer",
            Self::ConsumerExists { .. } => "consumer_exists",
            Self::NoSuchMessage => "no_such_message",
            Self::NoSuchDeadLetter => "no_such_dead_letter",
            Self::Cursor => "invalid_cursor",
            Self::Settings(error) => error.code(),
            Self::Pattern(error) => error.code(),
            Self::Message(error) => error.code(),
            Self::TooMuch { .. } => "too_much_at_once",
            Self::Publish(error) => error.code(),
            Self::NoReply => "no_reply",
            Self::Closed => "shutting_down",
            Self::Sql { source, .. } if source.is_storage_full() => "storage_full",
            Self::Sql { source, .. } if source.is_damage() => "data_damaged",
            Self::Sql { source, .. } if matches!(**source, SqlError::CommitUnknown { .. }) => "outcome_unknown",
            Self::Sql { .. } => "database_unavailable",
            Self::Damaged { .. } => "data_damaged",
        }
    }

    /// Whether the same call may succeed later, and is safe to repeat because nothing of it was saved.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Sql { source, .. } => source.is_retryable(),
            Self::Closed | Self::Publish(PublishError::ChannelFull { .. }) => true,
            _ => false,
        }
    }

    /// Whether the disk or the database is full.
    #[must_use]
    pub fn is_storage_full(&self) -> bool {
        matches!(self, Self::Sql { source, .. } if source.is_storage_full())
    }
}
