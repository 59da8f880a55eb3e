//! Upkeep: retention, last deliveries that nobody answered, consumers that nobody uses, keys that are old.

use super::{SqlBus, consumers, dead, engine::unread, keys, retention, statement::failed};
use crate::{BusError, Counters, DEAD_LETTERS_KEPT, Upkeep};
use dream_clock::Timestamp;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How many channels one step looks at.
const PAGE: u32 = 1_000;
/// How many of them it removes from.
const MOST_CHANNELS: usize = 16;
/// How many consumers and keys one step removes.
const MOST_CONSUMERS: u32 = 16;
const MOST_KEYS: u32 = 1_000;
/// How many dead letters one step removes.
const MOST_DEAD_LETTERS: u32 = 1_000;

impl SqlBus {
    pub(super) async fn tidy(&self) -> Result<Upkeep, BusError> {
        let mut done = self.retain().await?;
        self.end_unanswered(&mut done).await?;
        self.remove_unused(&mut done).await?;
        let mut tx = self.shared.db.begin().await.map_err(failed("beginning to forget keys"))?;
        let now = self.shared.clock.now();
        done.dead_letters = dead::forget(&mut tx, earlier(now, DEAD_LETTERS_KEPT), MOST_DEAD_LETTERS).await?;
        done.more |= done.dead_letters >= MOST_DEAD_LETTERS.into();
        done.keys = keys::forget(&mut tx, earlier(now, keys::KEPT), MOST_KEYS).await?;
        done.more |= done.keys >= MOST_KEYS.into();
        tx.commit().await.map_err(failed("forgetting keys and dead letters"))?;
        Ok(done)
    }

    async fn retain(&self) -> Result<Upkeep, BusError> {
        let shared = &self.shared;
        let after = Some(shared.retained.load(Ordering::Relaxed)).filter(|after| *after != u32::MAX);
        let mut tx = shared.db.read().await.map_err(failed("looking what is kept"))?;
        let (candidates, last) = retention::candidates(&mut tx, shared.clock.now(), after, PAGE).await?;
        drop(tx);
        let mut done = Upkeep { more: last.is_some() || candidates.len() > MOST_CHANNELS, ..Upkeep::default() };
        let mut unfinished = candidates.get(MOST_CHANNELS).copied();
        for channel in candidates.into_iter().take(MOST_CHANNELS) {
            let mut tx = shared.db.begin().await.map_err(failed("beginning to remove messages"))?;
            let (removed, more) = retention::step(&mut tx, shared.clock.now(), channel).await?;
            tx.commit().await.map_err(failed("removing messages"))?;
            done.removed += removed.removed;
            done.expired += removed.expired;
            if more {
                done.more = true;
                unfinished = Some(unfinished.map_or(channel, |first| first.min(channel)));
            }
            if removed.expired > 0 {
                shared.signals.ring([channel]);
            }
        }
        // The next step begins with the first channel that is not finished, or else goes on after those that were looked at.
        let next = unfinished.map(|channel| channel.checked_sub(1)).map_or(last, |before| before);
        shared.retained.store(next.unwrap_or(u32::MAX), Ordering::Relaxed);
        let Upkeep { removed, expired, .. } = done;
        shared.totals.add(&Counters { removed, expired, dead: expired, ..Counters::default() });
        Ok(done)
    }

    /// A page of consumers at a time: who is read no more may wait a few minutes to be looked after.
    async fn end_unanswered(&self, done: &mut Upkeep) -> Result<(), BusError> {
        let after = Some(self.shared.unread.load(Ordering::Relaxed)).filter(|after| *after >= 0);
        let lapsed = unread::lapse(&self.shared, after).await?;
        self.shared.unread.store(lapsed.last.unwrap_or(-1), Ordering::Relaxed);
        self.shared.totals.add(&lapsed.done);
        done.unanswered = lapsed.done.dead;
        Ok(())
    }

    async fn remove_unused(&self, done: &mut Upkeep) -> Result<(), BusError> {
        let mut tx = self.shared.db.begin().await.map_err(failed("beginning to remove consumers"))?;
        let unused = consumers::unused(&mut tx, self.shared.clock.now(), MOST_CONSUMERS).await?;
        let locked: Vec<i64> = consumers::lock(&mut tx, &unused).await?.into_iter().map(|consumer| consumer.id).collect();
        for consumer in consumers::unused(&mut tx, self.shared.clock.now(), MOST_CONSUMERS).await? {
            // One that was used meanwhile, or that another process removes, is left alone.
            if locked.contains(&consumer) {
                consumers::remove(&mut tx, consumer).await?;
                done.consumers += 1;
            }
        }
        tx.commit().await.map_err(failed("removing consumers"))?;
        done.more |= done.consumers >= MOST_CONSUMERS.into();
        Ok(())
    }
}

fn earlier(now: Timestamp, by: Duration) -> Timestamp {
    Timestamp::from_micros(now.micros().saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
}
