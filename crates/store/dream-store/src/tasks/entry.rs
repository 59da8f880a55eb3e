//! A row of the queue.

use super::count;
use crate::{Query, StoreError};
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, TaskId};
use dream_sql::{Row, Sql, Value};
use dream_swarm::{Hold, Place, Task};
use std::time::Duration;

/// How far a worker has come, in its own view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// In per cent, 0 to 100.
    pub percent: Option<u32>,
    /// In words: at most 500 characters.
    pub words: Option<String>,
}

/// What a renewed lease comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskProgress {
    /// The attempt.
    pub attempt: u32,
    /// When its lease ends unless it is renewed.
    pub lease_until: Timestamp,
}

/// The place of an open task in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueEntry {
    /// The task.
    pub task: TaskId,
    /// Its organisation.
    pub org: OrgId,
    /// The key of its lane.
    pub lane: String,
    /// Its place in the order of claiming, lowest first.
    pub rank: i64,
    /// Where it stands.
    pub place: Place,
    /// When it may be claimed, as far as time alone decides.
    pub ready_at: Timestamp,
    /// When it fails unless it is done.
    pub deadline: Option<Timestamp>,
    /// How many of the tasks that it depends on are not done.
    pub blocked_by: u32,
    /// How many of its children are not done.
    pub children: u32,
    /// Whether other tasks depend on it.
    pub has_dependents: bool,
    /// The number of its newest attempt; 0 before the first.
    pub attempt: u32,
    /// Who works on it.
    pub hold: Option<Hold>,
    /// How long a lease of the present holder is.
    pub lease: Option<Duration>,
    /// When the holder was last heard of.
    pub heartbeat_at: Option<Timestamp>,
    /// How far the present attempt has come.
    pub progress: Progress,
}

impl QueueEntry {
    /// The entry of a new task, which nobody has worked on.
    #[must_use]
    pub fn new(org: OrgId, task: &Task, now: Timestamp, blocked_by: u32) -> Self {
        let mut entry = Self {
            task: task.id,
            org,
            lane: String::new(),
            rank: 0,
            place: Place::Ready,
            ready_at: now,
            deadline: None,
            blocked_by,
            children: 0,
            has_dependents: false,
            attempt: 0,
            hold: None,
            lease: None,
            heartbeat_at: None,
            progress: Progress::default(),
        };
        entry.follow(task, now);
        entry
    }

    /// Brings what follows from the task's own facts up to date. Who works on it stays.
    pub fn follow(&mut self, task: &Task, now: Timestamp) {
        self.lane = task.lane().key();
        self.ready_at = task.ready_at();
        self.rank = task.priority.rank(self.ready_at);
        self.deadline = task.deadline;
        if !matches!(self.place, Place::Running | Place::Waiting) {
            self.place = Place::idle(task.paused, self.blocked_by, self.ready_at, now);
        }
    }

    /// Nobody works on it any more.
    pub fn let_go(&mut self, task: &Task, now: Timestamp) {
        self.place = Place::Ready;
        (self.hold, self.lease, self.heartbeat_at, self.progress) = (None, None, None, Progress::default());
        self.follow(task, now);
    }

    /// The values of every column, in the order of [`COLUMNS`].
    pub(super) fn values(&self) -> [Value; 20] {
        let hold = self.hold.as_ref();
        [
            self.task.to_string().into(),
            self.org.to_string().into(),
            self.lane.as_str().into(),
            self.rank.into(),
            self.place.name().into(),
            self.ready_at.micros().into(),
            self.deadline.map(Timestamp::micros).into(),
            count(self.blocked_by),
            count(self.children),
            self.has_dependents.into(),
            count(self.attempt),
            hold.map(|hold| hold.holder.clone()).into(),
            hold.map(|hold| hold.worker.clone()).into(),
            hold.map(|hold| hold.claim.to_string()).into(),
            hold.map(|hold| hold.started_at.micros()).into(),
            self.lease.map(micros).into(),
            hold.map(|hold| hold.lease_until.micros()).into(),
            self.heartbeat_at.map(Timestamp::micros).into(),
            self.progress.percent.map(i64::from).into(),
            self.progress.words.clone().into(),
        ]
    }
}

/// A duration as it is kept.
pub(super) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

pub(super) const COLUMNS: &str = "task, org, lane, rank, place, ready_at, deadline, blocked_by, children, has_dependents, attempt, \
     holder, worker, claim, started_at, lease, lease_until, heartbeat_at, percent, words";

pub(super) async fn find<Q: Query>(q: &mut Q, scope: Scope, task: TaskId, lock: bool) -> Result<Option<QueueEntry>, StoreError> {
    let mut text = format!("SELECT {COLUMNS} FROM task_queue WHERE task = $1");
    let mut params = vec![Value::from(task.to_string())];
    if let Some(org) = scope.org() {
        text.push_str(" AND org = $2");
        params.push(org.to_string().into());
    }
    let sql = if lock { Sql::each_owned(text.clone(), text + " FOR UPDATE") } else { Sql::owned(text) };
    q.row(&sql, &params).await?.as_ref().map(|row| read(row, 0)).transpose()
}

/// The entry whose columns begin at `first`.
pub(super) fn read(row: &Row, first: usize) -> Result<QueueEntry, StoreError> {
    let column = StoreError::sql("reading the queue of tasks");
    let at = |index: usize| first + index;
    let text = |index: usize| row.text(at(index)).map_err(&column);
    let number = |index: usize| Ok::<_, StoreError>(small(row.int(at(index)).map_err(&column)?));
    let time = |index: usize| Ok::<_, StoreError>(row.opt_int(at(index)).map_err(&column)?.map(Timestamp::from_micros));
    let name = text(0)?;
    let damaged = |what: String| StoreError::damaged("task_queue", name, what);
    let percent = row.opt_int(at(18)).map_err(&column)?.map(small);
    let attempt = number(10)?;
    Ok(QueueEntry {
        task: name.parse().map_err(|error| damaged(format!("{error}")))?,
        org: text(1)?.parse().map_err(|error| damaged(format!("{error}")))?,
        lane: text(2)?.to_owned(),
        rank: row.int(at(3)).map_err(&column)?,
        place: text(4)?.parse().map_err(|error| damaged(format!("{error}")))?,
        ready_at: Timestamp::from_micros(row.int(at(5)).map_err(&column)?),
        deadline: time(6)?,
        blocked_by: number(7)?,
        children: number(8)?,
        has_dependents: row.bool(at(9)).map_err(&column)?,
        attempt,
        hold: hold(row, first, attempt)?,
        lease: row.opt_int(at(15)).map_err(&column)?.map(|micros| Duration::from_micros(u64::try_from(micros).unwrap_or(0))),
        heartbeat_at: time(17)?,
        progress: Progress { percent, words: row.opt_text(at(19)).map_err(&column)?.map(str::to_owned) },
    })
}

fn hold(row: &Row, first: usize, attempt: u32) -> Result<Option<Hold>, StoreError> {
    let column = StoreError::sql("reading the queue of tasks");
    let text = |index: usize| row.opt_text(first + index).map_err(&column);
    let time = |index: usize| Ok::<_, StoreError>(row.opt_int(first + index).map_err(&column)?.map(Timestamp::from_micros));
    let (Some(holder), Some(worker), Some(claim)) = (text(11)?, text(12)?, text(13)?) else { return Ok(None) };
    let (Some(started_at), Some(lease_until)) = (time(14)?, time(16)?) else { return Ok(None) };
    let claim = claim.parse().map_err(|error| StoreError::damaged("task_queue", claim, error))?;
    Ok(Some(Hold { attempt, holder: holder.to_owned(), worker: worker.to_owned(), claim, started_at, lease_until }))
}

pub(super) fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}
