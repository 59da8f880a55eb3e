//! Removing what need not be kept: in bounded steps, and never what a durable consumer still owes, but past a hard limit.

use super::{
    channels::{self, HotChannel},
    consumers, cursors,
    dead::{self, Death},
    messages,
    statement::Query,
};
use crate::{BusError, DeadReason};
use dream_clock::Timestamp;
use dream_messages::{ChannelSettings, WhenFull};
use dream_sql::{Sql, WriteTx};

/// The most messages that one step removes.
pub(crate) const STEP: u64 = 1_000;

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Removed {
    pub(crate) removed: u64,
    /// How many dead letters became of what was owed.
    pub(crate) expired: u64,
}

/// Makes room in a locked channel that is full, for a message of `bytes`: a hundredth of what it may hold, so that this is rare.
pub(crate) async fn relieve(tx: &mut WriteTx, now: Timestamp, channel: &mut HotChannel, bytes: u64) -> Result<Removed, BusError> {
    let ChannelSettings { hard_messages, hard_bytes, when_full, .. } = channel.settings;
    let mut done = Removed::default();
    let share = (hard_messages / 100).clamp(1, STEP);
    for _ in 0..16 {
        let full = channel.head - channel.tail >= hard_messages || channel.bytes + bytes > hard_bytes;
        if !full || channel.tail >= channel.saved {
            break;
        }
        let mut through = (channel.tail + share).min(channel.saved);
        match when_full {
            WhenFull::Refuse => through = through.min(owed_after(tx, channel.number).await?),
            WhenFull::Expire => done.expired += expire(tx, now, channel.number, through).await?,
        }
        let removed = remove(tx, channel, through).await?;
        done.removed += removed;
        if removed == 0 {
            break;
        }
    }
    Ok(done)
}

/// Up to which place nobody is owed anything.
async fn owed_after(tx: &mut WriteTx, channel: u32) -> Result<u64, BusError> {
    Ok(cursors::floor(tx, channel).await?.unwrap_or(u64::MAX))
}

/// Removes a locked channel's messages up to `through`.
async fn remove(tx: &mut WriteTx, channel: &mut HotChannel, through: u64) -> Result<u64, BusError> {
    let through = through.min(channel.saved);
    if through <= channel.tail {
        return Ok(0);
    }
    let (first, count) = (channel.tail + 1, through - channel.tail);
    channel.bytes = channel.bytes.saturating_sub(messages::bytes(tx, channel.number, first, through).await?);
    messages::remove(tx, channel.number, first, through).await?;
    channel.tail = through;
    if let Some(oldest) = messages::sent_at(tx, channel.number, through + 1).await? {
        channel.oldest_at = oldest;
    }
    Ok(count)
}

/// Makes dead letters of what consumers owe up to `through`.
async fn expire(tx: &mut WriteTx, now: Timestamp, channel: u32, through: u64) -> Result<u64, BusError> {
    let owing: Vec<i64> =
        cursors::of_channel(tx, channel).await?.iter().filter(|one| one.cursor.floor() < through).map(|one| one.consumer).collect();
    let mut expired = 0;
    for mut consumer in consumers::lock(tx, &owing).await? {
        // Read again, now that it cannot change.
        let Some(mut row) = cursors::load(tx, consumer.id, &[channel]).await?.pop() else { continue };
        for places in row.cursor.pass_over(through) {
            let death = Death { reason: DeadReason::Expired, detail: Some("the channel's hard limit"), at: now };
            dead::bury(tx, consumer.id, channel, places, death).await?;
            expired += places.len();
        }
        consumer.count(&row);
        cursors::save(tx, std::slice::from_ref(&row)).await?;
        consumers::save(tx, std::iter::once(&consumer)).await?;
    }
    Ok(expired)
}

/// Channels after `after`, by number, that may keep more than they should; and the last number that was looked at, if there are more.
pub(crate) async fn candidates<Q: Query>(
    q: &mut Q,
    now: Timestamp,
    after: Option<u32>,
    page: u32,
) -> Result<(Vec<u32>, Option<u32>), BusError> {
    let channels = channels::stretch(q, after, page).await?;
    let last = if channels.len() < usize::try_from(page).unwrap_or(usize::MAX) { None } else { channels.last().map(|last| last.number) };
    let over = channels.iter().filter(|channel| is_over(channel, now)).map(|channel| channel.number);
    Ok((over.collect(), last))
}

/// Whether a channel keeps more than it should; what is owed may be a reason to keep it.
fn is_over(channel: &HotChannel, now: Timestamp) -> bool {
    let settings = &channel.settings;
    let count = channel.head - channel.tail;
    let age = now.since(channel.oldest_at);
    count > 0
        && (settings.max_messages.is_some_and(|most| count > most)
            || settings.max_bytes.is_some_and(|most| channel.bytes > most)
            || settings.max_age.is_some_and(|most| age > most)
            || settings.hard_age.is_some_and(|most| age > most))
}

/// One step in one channel. `more` says whether another step would remove more.
pub(crate) async fn step(tx: &mut WriteTx, now: Timestamp, number: u32) -> Result<(Removed, bool), BusError> {
    let mut done = Removed::default();
    // Consumers before channels, as everybody locks them.
    let owing: Vec<i64> = cursors::of_channel(tx, number).await?.iter().map(|one| one.consumer).collect();
    consumers::lock(tx, &owing).await?;
    let Some(mut channel) = channels::lock(tx, &[number]).await?.pop() else { return Ok((done, false)) };
    let most = (channel.tail + STEP).min(channel.head);
    let wanted = excess(tx, &channel, now, most).await?;
    let owed = owed_after(tx, number).await?;
    let aged = match channel.settings.hard_age {
        Some(age) => older_than(tx, &channel, now, age, most).await?,
        None => channel.tail,
    };
    if aged > owed {
        done.expired = expire(tx, now, number, aged).await?;
    }
    let through = wanted.min(owed).max(aged);
    done.removed = remove(tx, &mut channel, through).await?;
    if done.removed > 0 {
        channels::save(tx, std::slice::from_ref(&channel)).await?;
    }
    Ok((done, done.removed > 0 && is_over(&channel, now)))
}

/// Up to which place, at most `most`, a channel keeps more than its soft limits allow.
async fn excess(tx: &mut WriteTx, channel: &HotChannel, now: Timestamp, most: u64) -> Result<u64, BusError> {
    let settings = &channel.settings;
    let mut through = channel.tail;
    if let Some(messages) = settings.max_messages {
        through = through.max(channel.head.saturating_sub(messages));
    }
    if let Some(age) = settings.max_age {
        through = through.max(older_than(tx, channel, now, age, most).await?);
    }
    if let Some(bytes) = settings.max_bytes.filter(|bytes| channel.bytes > *bytes) {
        through = through.max(beyond(tx, channel, channel.bytes - bytes, most).await?);
    }
    Ok(through.min(most))
}

/// The last place, at most `most`, of what is older than `age`. A clock that was wrong for a while does not keep what is behind.
async fn older_than(tx: &mut WriteTx, channel: &HotChannel, now: Timestamp, age: std::time::Duration, most: u64) -> Result<u64, BusError> {
    const FIRST_YOUNGER: Sql = Sql::both("SELECT min(number) FROM bus_messages WHERE number > $1 AND number <= $2 AND sent_at >= $3");
    let cut = now.micros().saturating_sub(i64::try_from(age.as_micros()).unwrap_or(i64::MAX));
    let at = |place| messages::stored_number(channel.number, place);
    let row = tx.row(&FIRST_YOUNGER, &[at(channel.tail).into(), at(most).into(), cut.into()]).await?;
    let first = row.and_then(|row| row.opt_int(0).ok().flatten());
    Ok(first.map_or(most, |number| dream_messages::MessageNumber::from_stored(number).place - 1))
}

/// The last place of the oldest messages that together have `bytes`.
async fn beyond(tx: &mut WriteTx, channel: &HotChannel, bytes: u64, most: u64) -> Result<u64, BusError> {
    let sizes = messages::sizes(tx, channel.number, channel.tail + 1, most).await?;
    let (mut through, mut freed) = (channel.tail, 0);
    for (place, size) in sizes {
        if freed >= bytes {
            break;
        }
        freed += size;
        through = place;
    }
    Ok(through)
}
