//! The one task of a process that publishes, delivers and settles: it takes what is queued, does all of it in one transaction, and answers
//! everybody when that is on disk.
//!
//! What it remembers between transactions ([`attention`]) are hints where to look; whatever counts is read under lock each time.

mod attention;
mod deliver;
mod job;
mod listeners;
mod moments;
mod round;
mod serve;
pub(super) mod unread;

pub(super) use job::{FetchJob, Job, PublishJob, SettleJob};

use super::{cache, shared::Shared};
use crate::BusError;
use attention::Attention;
use dream_sql::{Wakeups, WriteTx};
use job::{Answers, Inbox, Note};
use listeners::Listeners;
use moments::Moments;
use std::{
    collections::{HashMap, HashSet},
    future::poll_fn,
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore, mpsc, watch};

/// How many transactions may be on their way to the disk.
const IN_FLIGHT: usize = 3;
/// How often a transaction is tried that collides with another process.
const TRIES: u32 = 5;
/// Where other processes publish, too, those who wait look by timer as well: a process that dies may tell nobody.
const LOOK_ANYWAY: Duration = Duration::from_secs(5);
/// Where other processes publish, too, those who wait look anew when one of them did: at once where they are few, and else this often.
const LOOK_TOGETHER: Duration = Duration::from_millis(20);
const FEW: usize = 16;
/// Consumers that were not served for longer are looked at anew when they come back.
const MOST_REMEMBERED: usize = 10_000;

/// The task's state.
pub(super) struct Engine {
    shared: Arc<Shared>,
    jobs: OwnedMutexGuard<mpsc::Receiver<Job>>,
    notes: (mpsc::UnboundedSender<Note>, mpsc::UnboundedReceiver<Note>),
    wakeups: Wakeups,
    ended: watch::Receiver<bool>,
    inbox: Inbox,
    attention: HashMap<i64, Attention>,
    listeners: Listeners,
    /// Whom the listeners know.
    introduced: HashSet<i64>,
    moments: Moments,
    commits: Arc<Semaphore>,
    /// When those who wait look anew because another process may have published.
    look_at: Option<Instant>,
}

impl Engine {
    /// Starts the task; it ends when the other end of `jobs` is gone. Should it break down, another takes its place: whoever was being
    /// served is told to try again, and nothing else is lost, because what counts is in the database.
    pub(super) fn start(shared: Arc<Shared>, jobs: mpsc::Receiver<Job>) {
        let jobs = Arc::new(Mutex::new(jobs));
        tokio::spawn(async move {
            loop {
                let engine = Self::new(Arc::clone(&shared), Arc::clone(&jobs).lock_owned().await);
                match tokio::spawn(engine.run()).await {
                    Err(error) if error.is_panic() => {
                        tracing::error!(error.message = %error, "the bus's task broke down and begins anew; this is a defect of the program");
                    }
                    // The bus is gone, or the runtime ends.
                    Ok(()) | Err(_) => return,
                }
            }
        });
    }

    fn new(shared: Arc<Shared>, jobs: OwnedMutexGuard<mpsc::Receiver<Job>>) -> Self {
        let wakeups = shared.db.listen(super::NEWS);
        let ended = shared.ended.subscribe();
        Self {
            shared,
            jobs,
            notes: mpsc::unbounded_channel(),
            wakeups,
            ended,
            inbox: Inbox::default(),
            attention: HashMap::new(),
            listeners: Listeners::default(),
            introduced: HashSet::new(),
            moments: Moments::default(),
            commits: Arc::new(Semaphore::new(IN_FLIGHT)),
            look_at: None,
        }
    }

    async fn run(mut self) {
        let mut listening = true;
        loop {
            let next = self.moments.next().into_iter().chain(self.look_at).min();
            let timer = async {
                match next {
                    Some(next) => tokio::time::sleep_until(next.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                job = self.jobs.recv() => match job {
                    Some(job) => self.accept(job),
                    None => return,
                },
                Some(note) = self.notes.1.recv() => self.note(note),
                woken = self.wakeups.next(), if listening => match woken {
                    Some(()) => self.news(),
                    None => listening = false,
                },
                // An error says that the bus is gone, and then there are no more jobs either.
                _ = self.ended.changed() => self.end_waits(),
                () = timer => {}
            }
            self.look_together(Instant::now());
            let passed = self.moments.passed(Instant::now());
            self.look_if_due(&passed);
            let looks = std::mem::take(&mut self.inbox.looks);
            self.look_again(&looks);
            if !self.inbox.is_empty() || self.attention.values().any(Attention::wants_round) {
                self.transact().await;
            }
            // Only now, so that who waits for no time at all gets what is there.
            self.end_late(&passed);
        }
    }

    /// Takes a job; a reader of a consumer that is known needs no transaction to begin to wait.
    fn accept(&mut self, job: Job) {
        let Job::Fetch(job) = job else { return self.inbox.take(job) };
        let known = cache::locked(&self.shared.cache).consumer(job.space, job.consumer.as_str());
        match known.filter(|id| self.attention.contains_key(id)) {
            Some(id) => self.wait(id, job),
            None => self.inbox.take(Job::Fetch(job)),
        }
    }

    fn wait(&mut self, consumer: i64, job: FetchJob) {
        let attention = self.attention.entry(consumer).or_default();
        attention.waiting.push_back(job);
        attention.look_if_due(self.shared.clock.now());
        let anyway = self.shared.is_shared().then_some(LOOK_ANYWAY);
        self.moments.watch(consumer, attention, Instant::now(), self.shared.clock.now(), anyway);
    }

    /// One transaction.
    async fn transact(&mut self) {
        // The semaphore is never closed.
        let Ok(permit) = Arc::clone(&self.commits).acquire_owned().await else { return };
        for attempt in 1..=TRIES {
            let mut tx = match self.shared.db.begin().await.map_err(super::statement::failed("beginning to work on messages")) {
                Ok(tx) => tx,
                Err(error) => return self.fail(&error),
            };
            // Whatever came while the turn was waited for goes along.
            while !self.inbox.is_full()
                && let Ok(job) = self.jobs.try_recv()
            {
                self.accept(job);
            }
            let mut answers = Answers::default();
            match self.work(&mut tx, &mut answers).await {
                Ok(()) => return self.commit(tx, answers, permit).await,
                Err(error) => {
                    drop(tx);
                    self.take_back(answers);
                    if attempt == TRIES || !is_collision(&error) {
                        return self.fail(&error);
                    }
                }
            }
        }
    }

    /// Sends the transaction to the disk, and has everybody answered when it is there.
    async fn commit(&mut self, tx: WriteTx, mut answers: Answers, permit: OwnedSemaphorePermit) {
        answers.adopt(std::mem::take(&mut self.inbox));
        let mut commit = Box::pin(tx.commit());
        // The first poll gives the turn to the next; the rest is waiting.
        let first = poll_fn(|context| Poll::Ready(commit.as_mut().poll(context))).await;
        if let Poll::Ready(result) = first {
            return answers.send(&self.shared, &self.notes.0, result);
        }
        let (shared, notes) = (Arc::clone(&self.shared), self.notes.0.clone());
        tokio::spawn(async move {
            let result = commit.await;
            drop(permit);
            answers.send(&shared, &notes, result);
        });
    }

    /// Answers everybody who was to be served with an error.
    fn fail(&mut self, error: &BusError) {
        std::mem::take(&mut self.inbox).fail(error);
        for attention in self.attention.values_mut().filter(|attention| attention.wants_round()) {
            attention.fail(error);
        }
    }

    /// The transaction did not happen: those who were served by it wait again.
    fn take_back(&mut self, answers: Answers) {
        let Answers { fetched, served, .. } = answers;
        for (consumer, job, answer) in fetched.into_iter().rev() {
            match (self.attention.get_mut(&consumer), answer) {
                (Some(attention), Ok(_)) => attention.waiting.push_front(job),
                (_, answer) => job.answer(answer.map(|_| Vec::new())),
            }
        }
        self.look_again(&served);
    }

    fn look_again(&mut self, consumers: &[i64]) {
        for consumer in consumers {
            if let Some(attention) = self.attention.get_mut(consumer) {
                attention.look_again();
            }
        }
    }

    fn note(&mut self, note: Note) {
        match note {
            Note::Look(consumers) => self.look_again(&consumers),
            Note::Published(channels) => self.ready(channels),
        }
    }

    /// Somebody else published: on SQLite a transaction of this process, which left word where.
    fn news(&mut self) {
        self.shared.news();
        let channels = self.shared.take_dirty();
        self.ready(channels);
        if self.shared.is_shared() {
            let wait = if self.attention.len() > FEW { LOOK_TOGETHER } else { Duration::ZERO };
            self.look_at.get_or_insert(Instant::now() + wait);
            self.shared.signals.ring_all();
        }
    }

    fn look_together(&mut self, now: Instant) {
        if self.look_at.is_some_and(|at| at <= now) {
            self.look_at = None;
            self.attention.values_mut().for_each(Attention::look_again);
        }
    }

    fn ready(&mut self, channels: Vec<super::publish::Touched>) {
        self.shared.signals.ring(channels.iter().map(|channel| channel.number));
        for touched in channels {
            for consumer in self.listeners.of(touched.space, &touched.channel) {
                if let Some(attention) = self.attention.get_mut(&consumer) {
                    attention.ready(touched.number, touched.channel.comes_first());
                }
            }
        }
    }

    /// What became due can be delivered.
    fn look_if_due(&mut self, consumers: &[i64]) {
        let (now, anyway) = (self.shared.clock.now(), self.shared.is_shared());
        for consumer in consumers {
            let Some(attention) = self.attention.get_mut(consumer) else { continue };
            attention.look_if_due(now);
            if anyway && !attention.waiting.is_empty() {
                attention.look_again();
            }
        }
    }

    /// Ends the waits that were long enough.
    fn end_late(&mut self, consumers: &[i64]) {
        let (instant, now) = (Instant::now(), self.shared.clock.now());
        let anyway = self.shared.is_shared().then_some(LOOK_ANYWAY);
        for consumer in consumers {
            let Some(attention) = self.attention.get_mut(consumer) else { continue };
            attention.end_late(instant);
            attention.watched = None;
            self.moments.watch(*consumer, attention, instant, now, anyway);
        }
    }

    fn end_waits(&mut self) {
        for attention in self.attention.values_mut() {
            attention.waiting.drain(..).for_each(|job| job.answer(Ok(Vec::new())));
        }
    }
}

/// Whether another process was in the way, so that the same may well succeed now.
fn is_collision(error: &BusError) -> bool {
    matches!(error, BusError::Sql { source, .. } if matches!(**source, dream_sql::SqlError::Serialization { .. } | dream_sql::SqlError::UniqueViolation { .. }))
}
