//! What the task is asked for, and its answers.

use crate::{
    BusError, Counters, Delivery, PublishError, Published, Settlement, Unsettled,
    sql::{prepared::Prepared, publish::Touched, shared::Shared, statement::failed},
};
use dream_messages::{ConsumerName, Space};
use dream_sql::SqlError;
use std::{collections::BTreeSet, time::Instant};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

type Reply<T> = oneshot::Sender<Result<T, BusError>>;

/// The most messages and settlements of one transaction, so that no turn is long.
const MOST: usize = 2_048;
/// The most bytes to be stored by one transaction.
const MOST_BYTES: usize = 4 << 20;

/// What the task is asked for.
pub(crate) enum Job {
    Publish(PublishJob),
    Settle(SettleJob),
    Fetch(FetchJob),
    /// Something of this consumer changed beside the task.
    Look(i64),
}

/// Messages to be stored.
pub(crate) struct PublishJob {
    pub(crate) space: Space,
    pub(crate) messages: Vec<Prepared>,
    pub(crate) reply: Reply<Vec<Result<Published, PublishError>>>,
    /// Held as long as the messages are in memory.
    pub(crate) _memory: OwnedSemaphorePermit,
}

/// Deliveries to be settled.
pub(crate) struct SettleJob {
    pub(crate) space: Space,
    pub(crate) consumer: ConsumerName,
    pub(crate) settlements: Vec<Settlement>,
    pub(crate) reply: Reply<Vec<Result<(), Unsettled>>>,
}

/// A reader that wants messages.
pub(crate) struct FetchJob {
    pub(crate) space: Space,
    pub(crate) consumer: ConsumerName,
    pub(crate) holder: String,
    pub(crate) max: u32,
    /// Until when it waits.
    pub(crate) until: Instant,
    pub(crate) reply: Reply<Vec<Delivery>>,
}

impl FetchJob {
    pub(crate) fn answer(self, answer: Result<Vec<Delivery>, BusError>) {
        // Who no longer waits needs no answer; what was delivered comes back at its deadline.
        let _ = self.reply.send(answer);
    }
}

/// What the task tells itself from a finished transaction.
pub(super) enum Note {
    /// Look again what these consumers can be given.
    Look(Vec<i64>),
    /// These channels have more now.
    Published(Vec<Touched>),
}

/// What the next transaction does.
#[derive(Default)]
pub(super) struct Inbox {
    pub(super) publishes: Vec<PublishJob>,
    pub(super) settles: Vec<SettleJob>,
    pub(super) fetches: Vec<FetchJob>,
    /// Consumers to be looked at.
    pub(super) looks: Vec<i64>,
    count: usize,
    bytes: usize,
}

impl Inbox {
    pub(super) fn is_empty(&self) -> bool {
        self.publishes.is_empty() && self.settles.is_empty() && self.fetches.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.count >= MOST || self.bytes >= MOST_BYTES
    }

    pub(super) fn take(&mut self, job: Job) {
        match job {
            Job::Publish(job) => {
                self.count += job.messages.len();
                self.bytes += job.messages.iter().map(|message| message.body.len() + message.meta.len()).sum::<usize>();
                self.publishes.push(job);
            }
            Job::Settle(job) => {
                self.count += job.settlements.len();
                self.settles.push(job);
            }
            Job::Fetch(job) => {
                self.count += 1;
                self.fetches.push(job);
            }
            Job::Look(consumer) => self.looks.push(consumer),
        }
    }

    pub(super) fn fail(self, error: &BusError) {
        // Who no longer waits needs no answer.
        self.publishes.into_iter().for_each(|job| drop(job.reply.send(Err(error.clone()))));
        self.settles.into_iter().for_each(|job| drop(job.reply.send(Err(error.clone()))));
        self.fetches.into_iter().for_each(|job| job.answer(Err(error.clone())));
    }
}

/// The answers that leave when the transaction is on disk.
#[derive(Default)]
pub(super) struct Answers {
    /// One for each message of all publishes, in order.
    pub(super) published: Vec<Result<Published, PublishError>>,
    /// One for each settle.
    pub(super) settled: Vec<Result<Vec<Result<(), Unsettled>>, BusError>>,
    pub(super) fetched: Vec<(i64, FetchJob, Result<Vec<Delivery>, BusError>)>,
    /// Channels that have more now.
    pub(super) touched: Vec<Touched>,
    /// Channels in which something was delivered or settled.
    pub(super) moved: BTreeSet<u32>,
    /// The consumers that were worked on.
    pub(super) served: Vec<i64>,
    pub(super) done: Counters,
    inbox: Inbox,
}

impl Answers {
    /// Takes over those who wait for the answers.
    pub(super) fn adopt(&mut self, inbox: Inbox) {
        self.inbox = inbox;
    }

    /// Answers everybody.
    pub(super) fn send(self, shared: &Shared, notes: &mpsc::UnboundedSender<Note>, result: Result<(), SqlError>) {
        if let Err(error) = result.map_err(failed("saving messages")) {
            self.inbox.fail(&error);
            self.fetched.into_iter().for_each(|(_, job, _)| job.answer(Err(error.clone())));
            // The task may be gone, and then nobody waits.
            let _ = notes.send(Note::Look(self.served));
            return;
        }
        shared.totals.add(&self.done);
        if !self.touched.is_empty() {
            // Before the answers: whoever has one and looks sees that there is something new.
            shared.news();
        }
        // Who no longer waits needs no answer.
        let mut published = self.published.into_iter();
        for job in self.inbox.publishes {
            let answers = published.by_ref().take(job.messages.len()).collect();
            drop(job.reply.send(Ok(answers)));
        }
        self.inbox.settles.into_iter().zip(self.settled).for_each(|(job, answer)| drop(job.reply.send(answer)));
        self.fetched.into_iter().for_each(|(_, job, answer)| job.answer(answer));
        shared.signals.ring(self.touched.iter().map(|touched| touched.number).chain(self.moved));
        if !self.touched.is_empty() && shared.is_shared() {
            // Only now do the readers of this process see it.
            let _ = notes.send(Note::Published(self.touched));
        }
    }
}
