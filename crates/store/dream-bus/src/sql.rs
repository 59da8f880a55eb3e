//! The bus on the product's own database.

mod cache;
mod channels;
mod consumers;
mod cursors;
mod dead;
mod engine;
mod insert;
mod keys;
mod messages;
mod port;
mod prepared;
mod publish;
mod receipts;
mod request;
mod retention;
mod shared;
mod signals;
mod statement;
mod totals;
mod upkeep;
mod waits;

use crate::{BusError, Counters, PublishError, Published};
use dream_clock::{Clock, Rng};
use dream_messages::{MAX_BATCH_BYTES, MAX_BATCH_MESSAGES, NewMessage, Space};
use dream_sql::{Db, WriteTx};
use engine::{Engine, Job};
use prepared::Prepared;
use shared::Shared;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};

/// The wake-ups that tell of messages published by other processes, or by transactions that are not the bus's own.
const NEWS: &str = "bus_news";
/// How many requests may wait for the task.
const QUEUE: usize = 8_192;
/// How many KiB of messages may wait to be stored; who has more waits.
const QUEUED_KIB: usize = 64 * 1024;

/// The bus on the product's own database. Cheap to clone; the task behind it ends with the last clone.
#[derive(Clone)]
pub struct SqlBus {
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    memory: Arc<Semaphore>,
}

impl SqlBus {
    /// The bus on `db`, which has the product's schema. Must be called within a runtime, where its task is started.
    #[must_use]
    pub fn start(db: Db, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Self {
        let shared = Arc::new(Shared::new(db, clock, rng));
        let (jobs, queue) = mpsc::channel(QUEUE);
        Engine::start(Arc::clone(&shared), queue);
        Self { shared, jobs, memory: Arc::new(Semaphore::new(QUEUED_KIB)) }
    }

    /// [`crate::Bus::publish_within`].
    async fn publish_in(
        &self,
        tx: &mut WriteTx,
        space: Space,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<Published, PublishError>>, BusError> {
        let (prepared, mut answers) = prepare(messages)?;
        let batch: Vec<_> = prepared.iter().map(|message| (space, message)).collect();
        let outcome = publish::run(tx, &self.shared.tools(), &batch).await?;
        if !outcome.touched.is_empty() {
            self.shared.leave_word(outcome.touched);
            tx.notify(NEWS);
        }
        let done = Counters { removed: outcome.removed, expired: outcome.expired, dead: outcome.expired, ..counted(&outcome.answers) };
        let shared = Arc::clone(&self.shared);
        tx.after_commit(move || shared.totals.add(&done));
        fill_in(&mut answers, outcome.answers);
        answers.into_iter().map(|answer| answer.ok_or(BusError::Closed)).collect()
    }
}

/// Messages made ready, and the answers of those that cannot be; a hole for each of the others.
type PreparedBatch = (Vec<Prepared>, Vec<Option<Result<Published, PublishError>>>);

fn prepare(messages: Vec<NewMessage>) -> Result<PreparedBatch, BusError> {
    at_most("messages", messages.len(), MAX_BATCH_MESSAGES)?;
    at_most("bytes", messages.iter().map(NewMessage::bytes).sum(), MAX_BATCH_BYTES)?;
    let (mut prepared, mut answers) = (Vec::with_capacity(messages.len()), Vec::with_capacity(messages.len()));
    for message in messages {
        match Prepared::new(message) {
            Ok(message) => {
                prepared.push(message);
                answers.push(None);
            }
            Err(error) => answers.push(Some(Err(error))),
        }
    }
    Ok((prepared, answers))
}

fn fill_in(answers: &mut [Option<Result<Published, PublishError>>], published: Vec<Result<Published, PublishError>>) {
    let holes = answers.iter_mut().filter(|answer| answer.is_none());
    holes.zip(published).for_each(|(hole, answer)| *hole = Some(answer));
}

/// What a publication adds to the totals.
fn counted(answers: &[Result<Published, PublishError>]) -> Counters {
    let mut done = Counters::default();
    for answer in answers {
        match answer {
            Ok(published) if published.repeated => done.repeated += 1,
            Ok(_) => done.published += 1,
            Err(_) => done.refused += 1,
        }
    }
    done
}

/// Refuses more than one call takes.
fn at_most(what: &'static str, given: usize, most: usize) -> Result<(), BusError> {
    if given > most { Err(BusError::TooMuch { what, given, most }) } else { Ok(()) }
}
