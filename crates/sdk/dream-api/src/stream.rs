//! The streaming protocol of messages: what both sides write on one WebSocket. Each text frame is one of these as JSON.

use crate::{Delivery, ItemError, SendMessage, Settle};
use dream_id::{MessageId, ProjectId};
use serde::{Deserialize, Serialize};

/// The name of the protocol in the WebSocket's greeting.
pub const STREAM_PROTOCOL: &str = "dreamos.bus.v1";
/// The largest frame that a client may send: 16 MiB.
pub const MAX_STREAM_FRAME: usize = 16 << 20;
/// The most messages that a client may have let the server send it, for one consumer.
pub const MAX_STREAM_CREDIT: u32 = 100_000;
/// The most consumers of one connection.
pub const MAX_STREAM_CONSUMERS: usize = 64;

/// What a client says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StreamRequest {
    /// Send messages: they stand in their channels in the order of the frames, and within a frame in the order given.
    Publish {
        /// The number of the first; each further one has the next. Answers carry these numbers.
        first: u64,
        /// The messages: 1 to 1,000.
        messages: Vec<SendMessage>,
    },
    /// Begin to be handed the messages of a consumer.
    Consume {
        /// The consumer.
        consumer: StreamConsumer,
        /// How many messages may be sent before more credit is given.
        credit: u32,
    },
    /// Let the server send more messages of a consumer.
    Credit {
        /// The consumer.
        consumer: StreamConsumer,
        /// How many more.
        more: u32,
    },
    /// Answer for deliveries.
    Settle {
        /// The consumer.
        consumer: StreamConsumer,
        /// The answers: 1 to 1,000.
        answers: Vec<Settle>,
    },
    /// Be handed no more messages of a consumer; those in hand are still to be answered for.
    Cease {
        /// The consumer.
        consumer: StreamConsumer,
    },
}

/// Which consumer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamConsumer {
    /// Its name.
    pub name: String,
    /// The project whose channels it reads; the organisation's when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamEvent {
    /// Messages are on disk, or were refused. Answers of several frames may come together; each message has exactly one.
    Published {
        /// Those on disk.
        messages: Vec<PublishedMessage>,
        /// Those refused.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<RefusedMessage>,
    },
    /// Messages for a consumer. Each is to be answered before its deadline.
    Delivered {
        /// The consumer.
        consumer: StreamConsumer,
        /// The messages.
        items: Vec<Delivery>,
    },
    /// Answers were taken: as many, in the order in which they came. Those that came too late are told apart.
    Settled {
        /// The consumer.
        consumer: StreamConsumer,
        /// How many were taken.
        accepted: u64,
        /// Those that were not.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<RefusedAnswer>,
    },
    /// What a consumer was asked for cannot be: it is handed nothing more on this connection.
    Ceased {
        /// The consumer.
        consumer: StreamConsumer,
        /// Why; `None` when the client asked for it.
        error: Option<ItemError>,
    },
    /// The server ends the connection, and why: the frame breaks the protocol, the caller's authority is gone, or the server drains.
    Ended {
        /// Why.
        error: ItemError,
    },
}

/// A message that is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedMessage {
    /// The number that the client gave it.
    pub number: u64,
    /// Its id.
    pub id: MessageId,
    /// Its place in the channel.
    pub sequence: u64,
    /// Whether it had been sent before under the same key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
}

/// A message that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedMessage {
    /// The number that the client gave it.
    pub number: u64,
    /// Why.
    pub error: ItemError,
}

/// An answer that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAnswer {
    /// The receipt that it was for.
    pub receipt: String,
    /// Why.
    pub error: ItemError,
}
