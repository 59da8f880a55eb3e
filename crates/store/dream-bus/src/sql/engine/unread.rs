//! The last deliveries of consumers that nobody reads. Whoever reads ends what was not answered in time on the way; here nobody comes by.

use super::serve::Serving;
use crate::{
    BusError, Counters,
    sql::{consumers, cursors, shared::Shared, statement::failed},
};
use dream_clock::Timestamp;
use std::{collections::BTreeSet, time::Duration};

/// Whoever reads notes it every minute: who did not for this long is looked after here.
const UNREAD_FOR: Duration = Duration::from_mins(2);
/// How many consumers one step looks at, and in how many channels of each.
const MOST_CONSUMERS: u32 = 64;
const MOST_CHANNELS: u32 = 256;

/// What a step came to.
#[derive(Debug, Default)]
pub(crate) struct Lapsed {
    pub(crate) done: Counters,
    /// The consumer after which the next step looks; none to begin anew.
    pub(crate) last: Option<i64>,
}

/// Ends what was not answered in time, of a page of consumers after `after` that nobody reads: what was delivered as often as allowed
/// becomes a dead letter, and the rest waits for a reader.
pub(crate) async fn lapse(shared: &Shared, after: Option<i64>) -> Result<Lapsed, BusError> {
    let now = shared.clock.now();
    let before = Timestamp::from_micros(now.micros().saturating_sub(i64::try_from(UNREAD_FOR.as_micros()).unwrap_or(i64::MAX)));
    let mut tx = shared.db.read().await.map_err(failed("looking for consumers that nobody reads"))?;
    let unread = consumers::unread(&mut tx, before, after, MOST_CONSUMERS).await?;
    let mut overdue = Vec::new();
    for consumer in &unread {
        let channels = cursors::overdue(&mut tx, *consumer, now, MOST_CHANNELS).await?;
        if !channels.is_empty() {
            overdue.push((*consumer, channels));
        }
    }
    drop(tx);
    let full = unread.len() >= usize::try_from(MOST_CONSUMERS).unwrap_or(usize::MAX);
    let mut lapsed = Lapsed { done: Counters::default(), last: unread.last().copied().filter(|_| full) };
    for (consumer, channels) in overdue {
        of_consumer(shared, consumer, &channels, &mut lapsed.done).await?;
    }
    Ok(lapsed)
}

async fn of_consumer(shared: &Shared, consumer: i64, channels: &[u32], done: &mut Counters) -> Result<(), BusError> {
    let mut tx = shared.db.begin().await.map_err(failed("beginning to end deliveries"))?;
    // One that is gone meanwhile has nothing to end; what a reader ended meanwhile is ended.
    let Some(locked) = consumers::lock(&mut tx, &[consumer]).await?.pop() else { return Ok(()) };
    let mut serving = Serving::new(shared, locked);
    serving.load(&mut tx, channels).await?;
    for channel in channels {
        serving.lapse(&mut tx, *channel).await?;
    }
    let (mut counted, mut channels, mut changed, mut moved) = (Counters::default(), BTreeSet::new(), Vec::new(), Vec::new());
    serving.finish(&mut counted, &mut channels, &mut changed, &mut moved);
    if moved.is_empty() {
        return Ok(());
    }
    cursors::save(&mut tx, &moved).await?;
    consumers::save(&mut tx, changed.iter()).await?;
    if shared.is_shared() {
        tx.notify(crate::sql::NEWS);
    }
    tx.commit().await.map_err(failed("ending deliveries"))?;
    done.dead += counted.dead;
    shared.signals.ring(channels);
    Ok(())
}
