//! Channels, consumers and what happens to a message between its sender and whoever acknowledges it: pure decisions.
//!
//! A message is published to a [`Channel`] of a [`Space`] and gets the next number there. A named consumer reads the channels that its
//! [`Pattern`] covers; where it stands in one of them is a [`Cursor`]: how far it has come, and the few messages before that which are
//! not acknowledged yet. What a sender may see of it is a [`Receipt`].
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod backoff;
mod channel;
mod channel_record;
mod consumer;
mod consumer_record;
mod cursor;
mod limits;
mod message;
mod number;
mod pattern;
mod receipt;
mod seal;
mod settings;
mod space;

pub use backoff::Backoff;
pub use channel::{Channel, ParseChannelError};
pub use channel_record::{ChannelEvent, ChannelRecord};
pub use consumer::{ConsumerName, ConsumerSettings, ParseConsumerNameError, Start};
pub use consumer_record::{ConsumerEvent, ConsumerRecord};
pub use cursor::{Cursor, CursorDamaged, Places, Position, SettleError, Settled, Verdict, Want};
pub use limits::{
    MAX_BATCH_BYTES, MAX_BATCH_MESSAGES, MAX_BODY, MAX_CORRELATION, MAX_HEADER_BYTES, MAX_HOLDER, MAX_KEY, MAX_NAME, MAX_REASON,
    MAX_SENDER, SettingsError,
};
pub use message::{Headers, Message, MessageError, NewMessage};
pub use number::{MessageNumber, NumberError};
pub use pattern::{ParsePatternError, Pattern};
pub use receipt::{Receipt, Receipts, Status};
pub use seal::Seal;
pub use settings::{ChannelSettings, WhenFull};
pub use space::Space;
