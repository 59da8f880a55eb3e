//! Filling the history behind the bus: it never holds a publisher up.

use crate::{AppError, Op};
use dream_bus::{Head, ReadFrom};
use dream_clock::Timestamp;
use dream_id::{Limit, Scope};
use dream_messages::{Message, MessageNumber};
use dream_store::{HistoryCursor, IndexedMessage};

/// How many channels one look takes.
const CHANNELS: u32 = 1_000;
/// How many messages one step takes, so that nobody waits long for the writer.
const STEP: u32 = 200;
/// How many bytes of bodies one step takes, roughly.
const STEP_BYTES: usize = 512 * 1024;

/// How far the history is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Behind {
    /// How many messages it does not have yet.
    pub messages: u64,
    /// When the oldest of these was sent.
    pub since: Option<Timestamp>,
    /// How many were put into it just now.
    pub added: u64,
}

/// Takes up to `steps` steps towards having all messages of `scope` in the history, and says how far it is behind then.
pub async fn index(op: &Op, scope: Scope, steps: u32) -> Result<Behind, AppError> {
    let mut behind = Behind::default();
    let (mut left, mut after) = (steps, None);
    loop {
        let heads = op.app().bus.heads(scope, after, Limit::new(CHANNELS)).await?;
        let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Ok(behind) };
        let cursors = op.read().await?.history_cursors(scope, first.number, last.number).await?;
        for head in &heads {
            let cursor = cursors.get(&head.number).copied().unwrap_or_default();
            channel(op, head, cursor, &mut left, &mut behind).await?;
        }
        after = Some(last.number);
    }
}

/// Brings one channel on as far as the steps allow.
async fn channel(op: &Op, head: &Head, cursor: HistoryCursor, left: &mut u32, behind: &mut Behind) -> Result<(), AppError> {
    let mut indexed = cursor.indexed.max(head.tail);
    while indexed < head.head {
        let messages = op.app().bus.read(head.space, &head.channel, ReadFrom::After(indexed), Limit::new(STEP)).await?;
        let Some(first) = messages.first() else { break };
        if *left == 0 {
            behind.messages += head.head - indexed;
            behind.since = Some(behind.since.map_or(first.sent_at, |since| since.min(first.sent_at)));
            break;
        }
        *left -= 1;
        let (reached, added) = step(op, head, cut(messages)).await?;
        behind.added += added;
        indexed = reached;
    }
    Ok(())
}

/// As many messages as one step takes.
fn cut(mut messages: Vec<Message>) -> Vec<Message> {
    let mut bytes = 0;
    let fitting = messages.iter().take_while(|message| {
        let fits = bytes < STEP_BYTES;
        bytes += message.body.len();
        fits
    });
    let count = fitting.count();
    messages.truncate(count);
    messages
}

/// Puts messages of a channel, which follow one another, into the history. Returns up to which place it has them now, and how many it
/// got just now: somebody else may have been faster.
async fn step(op: &Op, head: &Head, messages: Vec<Message>) -> Result<(u64, u64), AppError> {
    let key = op.app().system;
    let mut tx = op.app().store.begin().await?;
    let cursor = tx.lock_history(key, head.space.org, head.number).await?;
    let new: Vec<IndexedMessage> = messages.into_iter().filter(|message| message.place > cursor.indexed).map(indexed).collect();
    let Some(last) = new.last().map(|message| message.number.place) else {
        tx.abandon().await?;
        return Ok((cursor.indexed, 0));
    };
    tx.index_messages(key, &new).await?;
    tx.save_history(key, head.number, HistoryCursor { indexed: last, ..cursor }).await?;
    tx.commit().await?;
    Ok((last, u64::try_from(new.len()).unwrap_or(u64::MAX)))
}

fn indexed(message: Message) -> IndexedMessage {
    IndexedMessage {
        number: MessageNumber::of(message.id),
        org: message.space.org,
        project: message.space.project,
        channel: message.channel.to_string(),
        sender: message.sender,
        sent_at: message.sent_at,
        body: message.body,
    }
}
