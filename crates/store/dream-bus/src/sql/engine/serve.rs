//! One consumer's part of a transaction: what its holders say, and what its readers get.

use crate::{
    BusError, Counters, DeadReason, Settlement, Unsettled,
    sql::{
        consumers::HotConsumer,
        cursors::{self, HotCursor, Standing},
        dead::{self, Death},
        shared::Shared,
    },
};
use dream_clock::Timestamp;
use dream_messages::{MAX_REASON, MessageNumber, Settled, Verdict};
use dream_sql::WriteTx;
use std::collections::{BTreeMap, BTreeSet};

/// A locked consumer that is worked on.
pub(super) struct Serving<'a> {
    pub(super) shared: &'a Shared,
    pub(super) consumer: HotConsumer,
    pub(super) now: Timestamp,
    /// The cursors that were loaded, with where their channels stand.
    pub(super) rows: BTreeMap<u32, (HotCursor, Standing)>,
    /// Channels whose cursors changed.
    pub(super) changed: BTreeSet<u32>,
    pub(super) done: Counters,
    pub(super) used: bool,
    pending: u64,
}

impl<'a> Serving<'a> {
    pub(super) fn new(shared: &'a Shared, consumer: HotConsumer) -> Self {
        let (now, pending) = (shared.clock.now(), consumer.pending);
        let (rows, changed) = (BTreeMap::new(), BTreeSet::new());
        Self { shared, consumer, now, rows, changed, done: Counters::default(), used: false, pending }
    }

    /// Loads the cursors in `channels` that are not loaded yet.
    pub(super) async fn load(&mut self, tx: &mut WriteTx, channels: &[u32]) -> Result<(), BusError> {
        let missing: Vec<u32> = channels.iter().copied().filter(|channel| !self.rows.contains_key(channel)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        for (row, standing) in cursors::load_standing(tx, self.consumer.id, &missing).await? {
            self.rows.insert(row.channel, (row, standing));
        }
        Ok(())
    }

    /// Applies what holders say.
    pub(super) async fn settle(&mut self, tx: &mut WriteTx, settlements: &[Settlement]) -> Result<Vec<Result<(), Unsettled>>, BusError> {
        let channels: BTreeSet<u32> = settlements.iter().map(|one| MessageNumber::of(one.message).channel).collect();
        self.load(tx, &channels.into_iter().collect::<Vec<_>>()).await?;
        let (mut answers, mut copies) = (Vec::with_capacity(settlements.len()), Vec::new());
        for settlement in settlements {
            let number = MessageNumber::of(settlement.message);
            let bits = self.shared.random_bits();
            let Some((row, _)) = self.rows.get_mut(&number.channel) else {
                answers.push(Err(Unsettled::NoSuchMessage));
                continue;
            };
            let settings = &self.consumer.settings;
            let settled = row.cursor.settle(number.place, settlement.attempt, settlement.verdict, self.now, settings, bits);
            let settled = match settled {
                Ok(settled) => settled,
                Err(error) => {
                    answers.push(Err(error.into()));
                    continue;
                }
            };
            answers.push(Ok(()));
            self.changed.insert(number.channel);
            match settled {
                Settled::Acknowledged { copy } => {
                    self.done.acknowledged += 1;
                    if copy {
                        copies.push(number);
                    }
                }
                Settled::Again { .. } => self.done.failed += 1,
                Settled::Dead(places) => {
                    let rejected = settlement.verdict == Verdict::Reject;
                    let reason = if rejected { DeadReason::Rejected } else { DeadReason::Deliveries };
                    let detail = settlement.reason.as_deref().map(cut);
                    let death = Death { reason, detail: detail.as_deref(), at: self.now };
                    dead::bury(tx, self.consumer.id, number.channel, places, death).await?;
                    self.done.failed += 1;
                    self.done.dead += 1;
                }
                Settled::Extended { .. } => {}
            }
        }
        dead::remove(tx, self.consumer.id, &copies).await?;
        for channel in self.changed.clone() {
            self.recount(channel);
        }
        Ok(answers)
    }

    /// Takes note of how many messages are pending now.
    pub(super) fn recount(&mut self, channel: u32) {
        if let Some((row, _)) = self.rows.get_mut(&channel) {
            self.consumer.count(row);
            row.before = row.cursor.pending();
        }
    }

    /// Hands over what is to be saved, and what was done.
    pub(super) fn finish(
        mut self,
        done: &mut Counters,
        moved: &mut BTreeSet<u32>,
        consumers: &mut Vec<HotConsumer>,
        cursors: &mut Vec<HotCursor>,
    ) {
        done.acknowledged += self.done.acknowledged;
        done.failed += self.done.failed;
        done.dead += self.done.dead;
        done.expired += self.done.expired;
        done.delivered += self.done.delivered;
        done.redelivered += self.done.redelivered;
        for channel in self.changed {
            cursors.extend(self.rows.remove(&channel).map(|(row, _)| row));
            moved.insert(channel);
        }
        if self.used || self.consumer.pending != self.pending {
            consumers.push(self.consumer);
        }
    }
}

/// A reason, as long as it may be, of what text can hold.
fn cut(reason: &str) -> String {
    reason.chars().filter(|one| *one != '\0').take(MAX_REASON).collect()
}
