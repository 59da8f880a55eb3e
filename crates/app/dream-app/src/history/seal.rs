//! Sealing what was sent: digests of ranges go into the ledger, so that history can be proved.

use crate::{AppError, Command, Op, channels};
use dream_bus::{Head, ReadFrom};
use dream_id::Limit;
use dream_ledger::Digest;
use dream_messages::{ChannelEvent, Seal};
use dream_store::{HistoryCursor, Unit};
use serde::Serialize;
use std::time::Duration;

/// How many channels one look takes.
const CHANNELS: u32 = 1_000;
/// How many messages are read at once.
const BATCH: u32 = 1_000;

/// When a range is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealRule {
    /// When so many messages are not sealed; also the most that one seal covers.
    pub messages: u64,
    /// When one that is not sealed is so old.
    pub age: Duration,
}

impl Default for SealRule {
    /// After ten minutes, or 10,000 messages.
    fn default() -> Self {
        Self { messages: 10_000, age: Duration::from_mins(10) }
    }
}

/// Seals what is due in every channel. Returns how many seals were made.
pub async fn seal(op: &Op, rule: SealRule) -> Result<u64, AppError> {
    let (mut seals, mut after) = (0, None);
    loop {
        let heads = op.app().bus.heads(op.scope(), after, Limit::new(CHANNELS)).await?;
        let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Ok(seals) };
        let cursors = op.read().await?.history_cursors(op.scope(), first.number, last.number).await?;
        for head in &heads {
            let mut sealed = cursors.get(&head.number).copied().unwrap_or_default().sealed.max(head.tail);
            while let Some(reached) = next(op, head, sealed, rule).await? {
                seals += 1;
                sealed = reached;
            }
        }
        after = Some(last.number);
    }
}

/// Makes the next seal of a channel that is sealed up to `sealed`, if one is due. Returns up to where it reaches.
async fn next(op: &Op, head: &Head, sealed: u64, rule: SealRule) -> Result<Option<u64>, AppError> {
    if head.head <= sealed || !due(op, head, sealed, rule).await? {
        return Ok(None);
    }
    let most = rule.messages.max(1);
    let (mut seal, mut after) = (Seal::default(), sealed);
    while seal.messages() < most {
        let limit = u32::try_from(most - seal.messages()).unwrap_or(BATCH).min(BATCH);
        let messages = op.app().bus.read(head.space, &head.channel, ReadFrom::After(after), Limit::new(limit)).await?;
        let Some(last) = messages.last() else { break };
        after = last.place;
        for message in &messages {
            seal.add(message).map_err(|error| AppError::internal("sealing messages", error))?;
        }
    }
    let Some((from, to, digest)) = seal.finish() else { return Ok(None) };
    Ok(Some(op.run(&MakeSeal { head: head.clone(), from, to, digest }).await?))
}

async fn due(op: &Op, head: &Head, sealed: u64, rule: SealRule) -> Result<bool, AppError> {
    if head.head - sealed >= rule.messages {
        return Ok(true);
    }
    let oldest = op.app().bus.read(head.space, &head.channel, ReadFrom::After(sealed), Limit::new(1)).await?;
    Ok(oldest.first().is_some_and(|message| message.sent_at.plus(rule.age) <= op.app().now()))
}

#[derive(Serialize)]
struct MakeSeal {
    #[serde(skip)]
    head: Head,
    from: u64,
    to: u64,
    digest: Digest,
}

impl Command for MakeSeal {
    const NAME: &'static str = "channel.seal";
    type Answer = u64;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<u64, AppError> {
        let (head, key) = (&self.head, op.app().system);
        let cursor = tx.lock_history(key, head.space.org, head.number).await?;
        if cursor.sealed >= self.from {
            // Another process was faster.
            return Ok(cursor.sealed);
        }
        let mut record = channels::record(op, tx, head.space, &head.channel).await?;
        record.record(&op.by(), ChannelEvent::Sealed { from: self.from, to: self.to, digest: self.digest });
        tx.save(&mut record).await?;
        tx.save_history(key, head.number, HistoryCursor { sealed: self.to, ..cursor }).await?;
        Ok(self.to)
    }
}
