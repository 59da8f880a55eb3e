//! The newest messages of an organisation, channel by channel, for whoever mirrors them.

use crate::{AppError, Op};
use dream_bus::{Head, ReadFrom};
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

/// How much one look takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The most messages.
    pub most: u32,
    /// How many messages a channel may be behind; those before are passed over.
    pub behind: u32,
}

/// A channel that has more.
struct Behind {
    head: Head,
    place: u64,
}

impl Behind {
    fn count(&self) -> u64 {
        self.head.head.saturating_sub(self.place)
    }
}

/// Messages of the organisation that came after `places`, which move on: as many as the pace says, or fewer where they are large, each channel
/// its share. A channel without a place begins with its newest.
pub async fn newest(op: &Op, org: OrgId, places: &mut Places, pace: Pace) -> Result<Newest, AppError> {
    let mut found = Newest::default();
    let all = heads(op, org).await?;
    found.tails = all.iter().map(|head| (head.number, head.tail)).collect();
    let place = |head: &Head| {
        let known = places.get(&head.number).copied();
        let reach = if known.is_some() { pace.behind } else { pace.most };
        known.unwrap_or(0).max(head.head.saturating_sub(u64::from(reach)))
    };
    let mut channels: Vec<Behind> = all.into_iter().map(|head| Behind { place: place(&head), head }).collect();
    let mut room = Room { messages: u64::from(pace.most), bytes: BYTES };
    loop {
        let mut behind: Vec<&mut Behind> = channels.iter_mut().filter(|channel| channel.count() > 0).collect();
        found.more = !behind.is_empty();
        if behind.is_empty() || !room.is_left() {
            break;
        }
        // Whoever is furthest behind is not left out when there is not enough for all.
        behind.sort_by_key(|channel| std::cmp::Reverse(channel.count()));
        let share = (room.messages / u64::try_from(behind.len()).unwrap_or(u64::MAX)).max(1);
        for channel in behind {
            take(op, channel, share, &mut room, &mut found.messages).await?;
        }
    }
    places.extend(channels.iter().map(|channel| (channel.head.number, channel.place)));
    Ok(found)
}

/// All channels of the organisation.
async fn heads(op: &Op, org: OrgId) -> Result<Vec<Head>, AppError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let heads = op.app().bus.heads(Scope::Org(org), after, Limit::new(CHANNELS)).await?;
        let Some(last) = heads.last() else { return Ok(all) };
        after = Some(last.number);
        all.extend(heads);
    }
}

/// Reads up to `share` messages of a channel, as long as there is room.
async fn take(op: &Op, channel: &mut Behind, share: u64, room: &mut Room, found: &mut Vec<NewestMessage>) -> Result<(), AppError> {
    let mut left = share.min(channel.count());
    while left > 0 && room.is_left() {
        let limit = u32::try_from(left.min(room.messages)).unwrap_or(PIECE).min(PIECE);
        let head = &channel.head;
        let messages = op.app().bus.read(head.space, &head.channel, ReadFrom::After(channel.place), Limit::new(limit)).await?;
        // What retention has removed meanwhile is not there any more.
        channel.place = messages.last().map_or(head.head, |message| message.place);
        left = if messages.is_empty() { 0 } else { left.saturating_sub(u64::try_from(messages.len()).unwrap_or(u64::MAX)) };
        room.take(&messages);
        let new = |message| NewestMessage { channel: head.number, message, status: Status::Stored };
        found.extend(messages.into_iter().map(new));
    }
    Ok(())
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
