//! What must be true after every restart: everything acknowledged is there, the ledger is whole, and work goes on.

mod logs;
mod runs;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use dream_api::{AttemptEnding, AuditResult, MessageStatus, ReviewStatus, Status, TaskDetail};
use dream_client::{Client, ClientError, ConsumerName};
use dream_id::{MessageId, TaskId};

use crate::load::messages::{CONSUMER, acknowledge_some};
use crate::patience::{patiently, pause};
use crate::{Ack, Dice, Fact, Failure, Outcome};

/// How many facts of earlier cycles each check draws again.
const SAMPLE: usize = 20;
/// The same at the end. Together with the runs it is what one token may ask at once.
const LARGE_SAMPLE: usize = 300;
/// How many runs are looked into at the end, the youngest first.
const RUNS: usize = 100;
/// Each so-manieth check verifies the whole ledger.
const LEDGER_EVERY: usize = 8;
const PATIENCE: Duration = Duration::from_mins(2);

/// Remembers all that was ever acknowledged.
#[derive(Debug, Default)]
pub struct Oracle {
    facts: Vec<Fact>,
    checked: usize,
    events: u64,
    checks: usize,
    /// The attempt under which each task was handed in: it is nobody else's as well.
    worked: HashMap<TaskId, u32>,
    /// How many lines of each task's log were acknowledged in all.
    logged: HashMap<TaskId, u64>,
}

impl Oracle {
    /// Takes note of acknowledgements.
    pub fn note(&mut self, acks: impl IntoIterator<Item = Ack>) {
        self.facts.extend(acks.into_iter().map(|ack| ack.fact));
    }

    /// How many facts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether nothing was acknowledged yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// After a restart: all new facts, some old ones, and every so often the ledger.
    pub async fn check(&mut self, client: &Client, dice: &Dice) -> Outcome {
        self.check_facts(client, dice, SAMPLE).await?;
        // Its cost grows with the ledger, and what one restart broke the next ones do not mend.
        self.checks += 1;
        if self.checks.is_multiple_of(LEDGER_EVERY) { self.check_ledger(client).await } else { Ok(()) }
    }

    /// At the end: many more facts, the ledger, no call paid twice, and every run able to go on.
    pub async fn check_at_the_end(&mut self, client: &Client, dice: &Dice) -> Outcome {
        self.check_facts(client, dice, LARGE_SAMPLE).await?;
        self.check_ledger(client).await?;
        let messages = self.facts.iter().filter_map(|fact| if let Fact::Message(id, _) = fact { Some(*id) } else { None });
        if messages.clone().next().is_some() {
            drain(client).await?;
        }
        for message in messages.rev().take(LARGE_SAMPLE) {
            check_delivered(client, message).await?;
        }
        let runs = self.facts.iter().filter_map(|fact| if let Fact::Run(run, _) = fact { Some(*run) } else { None });
        for run in runs.rev().take(RUNS) {
            runs::check_once(client, run).await?;
        }
        runs::check_work_goes_on(client).await
    }

    /// Each fact is asked for at the first restart after it; of the old ones the dice choose.
    async fn check_facts(&mut self, client: &Client, dice: &Dice, sample: usize) -> Outcome {
        let mut logged = HashSet::new();
        for fact in self.facts.iter().skip(self.checked) {
            if let Fact::Logged(task, lines) = fact {
                let most = self.logged.entry(*task).or_default();
                *most = (*most).max(*lines);
                logged.insert(*task);
                continue;
            }
            if let Fact::Worked(task, attempt) = fact
                && let Some(before) = self.worked.insert(*task, *attempt)
            {
                return Err(Failure::broken(format!("task {task} was in two hands: handed in under attempt {before} and {attempt}")));
            }
            self.check_fact(client, fact).await?;
        }
        for task in logged {
            self.check_logged(client, task).await?;
            let lines = logs::repeat(client, task, self.logged.get(&task).copied().unwrap_or_default()).await?;
            self.logged.insert(task, lines);
        }
        self.checked = self.facts.len();
        for _ in 0..sample.min(self.facts.len()) {
            let drawn = usize::try_from(dice.below(self.facts.len() as u64)).unwrap_or_default();
            if let Some(fact) = self.facts.get(drawn) {
                self.check_fact(client, fact).await?;
            }
        }
        Ok(())
    }

    async fn check_fact(&self, client: &Client, fact: &Fact) -> Outcome {
        let holds = match fact {
            Fact::Project(id, name) => found(async || client.project(*id).await).await?.is_some_and(|found| found.name == *name),
            Fact::Run(id, project) => found(async || client.run(*id).await).await?.is_some_and(|found| found.project == *project),
            Fact::Approval(id, digest) => found(async || client.review(*id).await)
                .await?
                .is_some_and(|found| found.review.status == ReviewStatus::Approved && found.review.digest == *digest),
            Fact::Task(id, title) => found(async || client.task(*id).await).await?.is_some_and(|found| found.task.title == *title),
            Fact::Worked(id, attempt) => found(async || client.task(*id).await).await?.is_some_and(|found| is_done_by(&found, *attempt)),
            Fact::Message(id, body) => {
                found(async || client.message(*id).await).await?.is_some_and(|found| found.body.as_deref() == Some(body.as_str()))
            }
            Fact::Logged(task, _) => return self.check_logged(client, *task).await,
            Fact::Acknowledged(id) => {
                found(async || client.message(*id).await).await?.is_some_and(|found| found.status == MessageStatus::Acknowledged)
            }
        };
        if holds { Ok(()) } else { Err(Failure::broken(format!("acknowledged, and not there: {fact:?}"))) }
    }

    async fn check_logged(&self, client: &Client, task: TaskId) -> Outcome {
        logs::check(client, task, self.logged.get(&task).copied().unwrap_or_default()).await
    }

    async fn check_ledger(&mut self, client: &Client) -> Outcome {
        let begun = Instant::now();
        let report = loop {
            let report = patiently(async || client.verify_audit().await).await?;
            // Where servers share a database, one that was killed still has the lease of who puts events into their order.
            if report.result != AuditResult::Empty || begun.elapsed() > PATIENCE {
                break report;
            }
            pause(Duration::from_millis(100)).await;
        };
        if report.result != AuditResult::Intact {
            return Err(Failure::broken(format!("the ledger is {}, broken at {:?}", report.result, report.broken_at)));
        }
        if report.events < self.events {
            return Err(Failure::broken(format!("the ledger has {} events and had {} before", report.events, self.events)));
        }
        self.events = report.events;
        Ok(())
    }
}

/// What a question finds; `None` when the server says that there is no such thing.
async fn found<T>(ask: impl AsyncFn() -> Result<T, ClientError>) -> Outcome<Option<T>> {
    match patiently(ask).await {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.problem().is_some_and(|problem| problem.status == 404) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether the task is done, by this attempt and no other.
fn is_done_by(task: &TaskDetail, attempt: u32) -> bool {
    let completed = task.attempts.iter().filter(|ended| ended.ending == AttemptEnding::Completed);
    task.task.status == Status::Done && completed.map(|ended| ended.number).eq([attempt])
}

/// Reads what the consumer of the load is still owed: what was in somebody's hands when the server was killed comes again.
async fn drain(client: &Client) -> Outcome {
    let started = Instant::now();
    let name = ConsumerName { name: CONSUMER.to_owned(), project: None };
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    loop {
        tick.tick().await;
        patiently(async || acknowledge_some(client).await).await?;
        let consumer = patiently(async || client.consumer(&name).await).await?;
        if (consumer.backlog, consumer.pending) == (0, 0) {
            return Ok(());
        }
        if started.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("the consumer is still owed messages after {PATIENCE:?}: {consumer:?}")));
        }
    }
}

/// Once nothing is owed any more, each message was acknowledged or is a dead letter.
async fn check_delivered(client: &Client, message: MessageId) -> Outcome {
    let receipts = patiently(async || client.receipts(message, None, None).await).await?;
    if matches!(receipts.status, MessageStatus::Acknowledged | MessageStatus::Dead) {
        return Ok(());
    }
    Err(Failure::broken(format!("message {message} was acknowledged to its sender and never delivered: {receipts:?}")))
}
