//! What goes on in an organisation, in numbers.

mod machine;

use crate::logs::{self, Filter, SetName};
use crate::{AppError, Op, channels, consumers, tasks};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::Limit;
use std::collections::BTreeMap;
use std::time::Duration;

pub use machine::Machine;

/// How far back log lines are counted.
const LOG_WINDOW: Duration = Duration::from_hours(1);

/// The numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// When it was looked at.
    pub at: Timestamp,
    /// How many runs there are of each status, by its word.
    pub runs: BTreeMap<String, u64>,
    /// Tasks: the open ones by their place in the queue, and the failed.
    pub tasks: tasks::Counts,
    /// How many tasks were cancelled.
    pub tasks_cancelled: u64,
    /// How many reviews wait for people.
    pub reviews_waiting: u64,
    /// How many permissions that agents asked for wait for people.
    pub permissions_waiting: u64,
    /// The messages.
    pub messages: Messages,
    /// How many log lines of each level were said in the last hour.
    pub log_levels: [u64; 5],
    /// What the organisation's log takes, in bytes.
    pub log_bytes: u64,
    /// The machine.
    pub machine: Machine,
}

/// The messages of the organisation's own channels: of the first thousand channels and consumers, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Messages {
    /// How many channels there are.
    pub channels: u64,
    /// How many messages are kept.
    pub stored: u64,
    /// How many messages were ever sent: what it grows by in a while is the rate.
    pub sent: u64,
    /// How many messages consumers were not given yet, or have not answered for.
    pub backlog: u64,
    /// How many dead letters there are.
    pub dead: u64,
}

async fn messages(op: &Op) -> Result<Messages, AppError> {
    let all = Limit::new(u32::MAX);
    let channels = channels::list(op, None, None, all).await?.items;
    let consumers = consumers::list(op, None, None, all).await?.items;
    Ok(Messages {
        channels: u64::try_from(channels.len()).unwrap_or(u64::MAX),
        stored: channels.iter().map(channels::ChannelInfo::messages).sum(),
        sent: channels.iter().map(|channel| channel.head).sum(),
        backlog: consumers.iter().map(|consumer| consumer.backlog + consumer.pending).sum(),
        dead: consumers.iter().map(|consumer| consumer.dead).sum(),
    })
}

/// Looks at the caller's organisation and at this process.
pub async fn look(op: &Op) -> Result<Overview, AppError> {
    op.allow(Action::StatusRead, None)?;
    let (at, scope) = (op.app().now(), op.scope());
    let mut reader = op.read().await?;
    let runs = reader.run_counts(scope).await?;
    let reviews_waiting = reader.waiting_review_counts(scope).await?.values().sum();
    let permissions_waiting = reader.waiting_permission_counts(scope).await?.values().sum();
    let tasks_cancelled = reader.cancelled_task_counts(scope).await?.values().sum();
    drop(reader);
    let window = i64::try_from(LOG_WINDOW.as_micros()).unwrap_or(i64::MAX);
    let from = Timestamp::from_micros(at.micros().saturating_sub(window));
    let filter = Filter { from: Some(from), until: Some(at.plus(Duration::from_micros(1))), ..Filter::default() };
    let counted = logs::histogram(op, filter, LOG_WINDOW + Duration::from_secs(1)).await?;
    Ok(Overview {
        at,
        runs,
        tasks: tasks::counts(op).await?,
        tasks_cancelled,
        reviews_waiting,
        permissions_waiting,
        messages: messages(op).await?,
        log_levels: counted.buckets.first().map(|bucket| bucket.levels).unwrap_or_default(),
        log_bytes: op.app().logs.kept_bytes(SetName::Org(op.org()?)),
        machine: Machine::look(&op.app().scratch),
    })
}
