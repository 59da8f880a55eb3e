//! The newest messages of an organisation, channel by channel, for whoever mirrors them.

use crate::{AppError, Op};
use dream_bus::ReadFrom;
use dream_id::{Limit, MessageId, OrgId, Scope};
use dream_messages::{ChannelEvent, Message, MessageNumber, Status};
use std::collections::BTreeMap;
use std::time::Duration;

/// How many channels are looked at together.
const CHANNELS: u32 = 1_000;
/// How many messages are read together.
const PIECE: u32 = 100;
/// How many bytes of bodies one look takes, roughly.
const BYTES: usize = 16 << 20;

/// Where every channel of an organisation stands for a reader, by number.
pub type Places = BTreeMap<u32, u64>;

/// What a look found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newest {
    /// The messages that came, each channel's in its order.
    pub messages: Vec<NewestMessage>,
    /// Whether there is more than one look takes.
    pub more: bool,
    /// The place before the oldest message that each channel still has.
    pub tails: Places,
}

/// A message with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestMessage {
    /// The channel's number.
    pub channel: u32,
    /// The message.
    pub message: Message,
    /// Where it stands altogether.
    pub status: Status,
}

/// Up to `most` messages of the organisation that came after `places`, which move on, or fewer where they are large. Where a channel is
/// far behind, the messages in between are passed over: only its newest `most` are looked at.
pub async fn newest(op: &Op, org: OrgId, places: &mut Places, most: u32) -> Result<Newest, AppError> {
    let (mut found, mut after) = (Newest::default(), None);
    let mut room = Room { messages: u64::from(most), bytes: BYTES };
    loop {
        let heads = op.app().bus.heads(Scope::Org(org), after, Limit::new(CHANNELS)).await?;
        let Some(last) = heads.last() else { return Ok(found) };
        after = Some(last.number);
        for head in heads {
            found.tails.insert(head.number, head.tail);
            let mut place = places.get(&head.number).copied().unwrap_or(0).max(head.head.saturating_sub(u64::from(most)));
            while place < head.head && room.is_left() {
                let limit = u32::try_from(room.messages).unwrap_or(PIECE).min(PIECE);
                let messages = op.app().bus.read(head.space, &head.channel, ReadFrom::After(place), Limit::new(limit)).await?;
                place = messages.last().map_or(head.head, |message| message.place);
                room.take(&messages);
                let new = |message| NewestMessage { channel: head.number, message, status: Status::Stored };
                found.messages.extend(messages.into_iter().map(new));
            }
            places.insert(head.number, place);
            found.more |= place < head.head;
        }
    }
}

/// What one look may still take.
struct Room {
    messages: u64,
    bytes: usize,
}

impl Room {
    fn is_left(&self) -> bool {
        self.messages > 0 && self.bytes > 0
    }

    fn take(&mut self, messages: &[Message]) {
        self.messages = self.messages.saturating_sub(u64::try_from(messages.len()).unwrap_or(u64::MAX));
        self.bytes = messages.iter().fold(self.bytes, |left, message| left.saturating_sub(message.body.len()));
    }
}

/// The number of the channel of the message `id`, and its place there.
#[must_use]
pub fn place_of(id: MessageId) -> (u32, u64) {
    let number = MessageNumber::of(id);
    (number.channel, number.place)
}

/// A number that changes when something is sent.
pub async fn news(op: &Op) -> Result<u64, AppError> {
    Ok(op.app().bus.await_news(op.app().system, 0, Duration::ZERO).await?)
}

/// What was erased after an entry of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasedSince {
    /// The messages.
    pub messages: Vec<MessageId>,
    /// Up to which entry that is.
    pub position: u64,
}

/// The messages of the organisation that were erased after the entry `position` of the ledger.
pub async fn erased_since(op: &Op, org: OrgId, position: u64) -> Result<ErasedSince, AppError> {
    let mut since = ErasedSince { messages: Vec::new(), position };
    loop {
        let entries = op.read().await?.feed(Scope::Org(org), since.position, Limit::new(CHANNELS)).await?;
        let Some(last) = entries.last() else { return Ok(since) };
        since.position = last.position;
        for entry in entries.iter().filter(|entry| entry.envelope.kind == "channel.message_erased") {
            let recorded = entry.envelope.event::<ChannelEvent>().map_err(|error| AppError::internal("reading the ledger", error))?;
            if let ChannelEvent::MessageErased { message, .. } = recorded.event {
                since.messages.push(message);
            }
        }
    }
}

/// A message as it stands now; `None` when it is not there any more.
pub async fn as_it_stands(op: &Op, org: OrgId, id: MessageId) -> Result<Option<(Message, Status)>, AppError> {
    let scope = Scope::Org(org);
    let Some(message) = op.app().bus.message(scope, id).await? else { return Ok(None) };
    match op.app().bus.receipts(scope, id).await {
        Ok(receipts) => Ok(Some((message, receipts.status))),
        Err(dream_bus::BusError::NoSuchMessage) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
