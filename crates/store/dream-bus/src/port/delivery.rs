//! Deliveries and what their holders say about them.

use dream_clock::Timestamp;
use dream_id::MessageId;
use dream_messages::{ConsumerName, Message, SettleError, Status, Verdict};
use std::time::Duration;

/// What a reader asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// Who reads; receipts name it. At most 128 characters.
    pub holder: String,
    /// The most messages: 1 to 1,000.
    pub max: u32,
    /// How long to wait for the first.
    pub wait: Duration,
}

/// A message in the hands of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message. Its body and headers are the edited ones where it is a dead letter that was replayed.
    pub message: Message,
    /// Which delivery of it this is, from 1; goes back with the verdict.
    pub attempt: u32,
    /// When the delivery counts as failed unless it is answered.
    pub deadline: Timestamp,
}

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The message.
    pub message: MessageId,
    /// The delivery's attempt: a verdict about an earlier delivery changes nothing.
    pub attempt: u32,
    /// What its holder says.
    pub verdict: Verdict,
    /// Why, for a failure or rejection; kept with the dead letter that it may become. Cut at 1,000 characters.
    pub reason: Option<String>,
}

/// Why a delivery was not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsettled {
    /// It is not the delivery that counts.
    #[error(transparent)]
    Delivery(#[from] SettleError),
    /// The consumer does not read the message's channel, or there is no such message.
    #[error("the consumer has no such message")]
    NoSuchMessage,
}

impl Unsettled {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Delivery(error) => error.code(),
            Self::NoSuchMessage => "no_such_message",
        }
    }
}

/// What a sender waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitFor {
    /// How far the message is to come; see `Status::satisfies`.
    pub status: Status,
    /// For one consumer; `None` altogether.
    pub consumer: Option<ConsumerName>,
    /// At most this long.
    pub timeout: Duration,
}
