//! Tasks: the queue beside their rows, claims, dependencies, and what is due.
//!
//! A task's row says what the ledger says. `task_queue` has a row for each open task with what claiming needs and what changes too often
//! for the ledger: the place in the queue, the holder, the lease, the progress.

mod claim;
mod due;
mod edges;
mod entry;
mod list;
mod trees;

pub use claim::{HeldTask, Taking};
pub use due::DueTask;
pub use edges::{dependents, waits};
pub use entry::{Progress, QueueEntry, TaskProgress};
pub use list::{TaskCount, TaskFilter};
pub use trees::OpenTask;

use crate::{Query, Store, StoreError, Unit, noun, unit::integer};
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, TaskId};
use dream_ledger::Stream;
use dream_sql::{Sql, Value};
use dream_swarm::{AttemptEnd, Claimant, Task, TaskLimits};

/// The wake-up that says: some task may be claimed that could not be before.
pub(crate) const READY: &str = "dreamos_tasks";
/// The wake-up that says: something is to be settled about tasks that nobody waits for.
const DUE: &str = "dreamos_tasks_due";

/// A list of ids as one parameter, so that one statement serves any number of them.
pub(crate) fn id_list(ids: impl IntoIterator<Item = impl ToString>) -> Value {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    Value::Text(serde_json::Value::from(ids).to_string())
}

impl Store {
    /// A wake-up that fires when a task may be claimed that could not be before. Take it before looking, so that nothing is missed.
    #[must_use]
    pub fn task_wakeups(&self) -> dream_sql::Wakeups {
        self.db.listen(READY)
    }

    /// A wake-up that fires when a tree of tasks is to be cancelled.
    #[must_use]
    pub fn task_due_wakeups(&self) -> dream_sql::Wakeups {
        self.db.listen(DUE)
    }
}

impl Unit {
    /// Puts an open task into the queue.
    pub async fn enqueue_task(&mut self, entry: &QueueEntry) -> Result<(), StoreError> {
        const INSERT: Sql = Sql::both(
            "INSERT INTO task_queue (task, org, lane, rank, place, ready_at, deadline, blocked_by, children, has_dependents, attempt, \
             holder, worker, claim, started_at, lease, lease_until, heartbeat_at, percent, words) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        );
        self.execute(&INSERT, &entry.values()).await?;
        self.note_ready(entry);
        Ok(())
    }

    /// Saves the place of a task in the queue that was loaded under a lock.
    pub async fn requeue_task(&mut self, entry: &QueueEntry) -> Result<(), StoreError> {
        const UPDATE: Sql = Sql::both(
            "UPDATE task_queue SET lane = $3, rank = $4, place = $5, ready_at = $6, deadline = $7, blocked_by = $8, children = $9, \
             has_dependents = $10, attempt = $11, holder = $12, worker = $13, claim = $14, started_at = $15, lease = $16, \
             lease_until = $17, heartbeat_at = $18, percent = $19, words = $20 WHERE task = $1 AND org = $2",
        );
        self.execute(&UPDATE, &entry.values()).await?;
        self.note_ready(entry);
        Ok(())
    }

    fn note_ready(&mut self, entry: &QueueEntry) {
        if entry.place == dream_swarm::Place::Ready {
            self.notify(READY);
        }
    }

    /// The place of an open task in the queue, locked until the end of the unit.
    pub async fn lock_queue_entry(&mut self, scope: Scope, task: TaskId) -> Result<Option<QueueEntry>, StoreError> {
        entry::find(self, scope, task, true).await
    }

    /// Takes a task that is over out of the queue.
    pub async fn dequeue_task(&mut self, org: OrgId, task: TaskId) -> Result<(), StoreError> {
        const DELETE: Sql = Sql::both("DELETE FROM task_queue WHERE task = $1 AND org = $2");
        self.execute(&DELETE, &[task.to_string().into(), org.to_string().into()]).await?;
        Ok(())
    }

    /// Takes a task out of the queue whose work `claimant` hands in, with the attempt that ends and whether others wait for the task;
    /// `None`, and nothing changed, when it is not the claimant's or has children that are not done.
    pub async fn hand_in_task(&mut self, org: OrgId, task: TaskId, claimant: &Claimant) -> Result<Option<(AttemptEnd, bool)>, StoreError> {
        const TAKE: Sql = Sql::both(
            "DELETE FROM task_queue WHERE task = $1 AND org = $2 AND place = 'running' AND children = 0 AND holder = $3 AND attempt = $4 \
             RETURNING worker, claim, started_at, has_dependents",
        );
        let Some(attempt) = claimant.attempt else { return Ok(None) };
        let params = [task.to_string().into(), org.to_string().into(), claimant.holder.as_str().into(), attempt.into()];
        let Some(row) = self.row(&TAKE, &params).await? else { return Ok(None) };
        let column = StoreError::sql("handing in a task");
        let claim = row.text(1).map_err(&column)?;
        let end = AttemptEnd {
            number: attempt,
            worker: row.text(0).map_err(&column)?.to_owned(),
            claim: claim.parse().map_err(|error| StoreError::damaged("task_queue", task, error))?,
            started_at: Timestamp::from_micros(row.int(2).map_err(&column)?),
        };
        Ok(Some((end, row.bool(3).map_err(&column)?)))
    }

    /// Renews the lease of an attempt from `now` on, and keeps its progress if there is any. Returns the new end of the lease; `None`
    /// when the attempt is not the claimant's.
    pub async fn renew_task(
        &mut self,
        org: OrgId,
        task: TaskId,
        claimant: &Claimant,
        now: Timestamp,
        progress: Option<&Progress>,
    ) -> Result<Option<TaskProgress>, StoreError> {
        const RENEW: Sql = Sql::both(
            "UPDATE task_queue SET lease_until = $6 + lease, heartbeat_at = $6, percent = coalesce($7, percent), words = coalesce($8, words) \
             WHERE task = $1 AND org = $2 AND place = 'running' AND holder = $3 AND ($4 = -1 OR attempt = $4) \
             AND ($5 = '' OR worker = $5) RETURNING attempt, lease_until",
        );
        let params = [
            task.to_string().into(),
            org.to_string().into(),
            claimant.holder.as_str().into(),
            claimant.attempt.map_or(-1, i64::from).into(),
            claimant.worker.clone().unwrap_or_default().into(),
            now.micros().into(),
            progress.and_then(|progress| progress.percent).map(i64::from).into(),
            progress.and_then(|progress| progress.words.clone()).into(),
        ];
        let Some(row) = self.row(&RENEW, &params).await? else { return Ok(None) };
        let column = StoreError::sql("renewing a lease");
        Ok(Some(TaskProgress {
            attempt: u32::try_from(row.int(0).map_err(&column)?).unwrap_or(u32::MAX),
            lease_until: Timestamp::from_micros(row.int(1).map_err(&column)?),
        }))
    }

    /// The place in the queue of a task that is opened again: what it waits for and who waits for it is counted anew.
    pub async fn entry_anew(&mut self, task: &Stream<Task>, now: Timestamp) -> Result<QueueEntry, StoreError> {
        const COUNT: Sql = Sql::both(
            "SELECT (SELECT count(*) FROM tasks WHERE parent = $1 AND phase IN ('open', 'failed')), \
             (SELECT count(*) FROM (SELECT 1 FROM task_edges WHERE depends_on = $1 LIMIT 1) e), \
             (SELECT count(*) FROM task_edges e JOIN tasks d ON d.id = e.depends_on WHERE e.task = $1 AND d.phase <> 'done')",
        );
        let column = StoreError::sql("reading the queue of tasks");
        let row = self.row(&COUNT, &[task.id().to_string().into()]).await?;
        let counted = |index| row.as_ref().map_or(Ok(0), |row| row.int(index)).map(entry::small).map_err(&column);
        let mut entry = QueueEntry::new(task.org(), task, now, counted(2)?);
        entry.children = counted(0)?;
        entry.has_dependents = counted(1)? > 0;
        entry.attempt = task.attempts.iter().map(|attempt| attempt.attempt.number).max().unwrap_or(0);
        Ok(entry)
    }

    /// Counts a child of `parent` that began (`1`) or is over (`-1`). Returns the parent's entry as it is then; `None` when the parent is
    /// over itself.
    pub async fn count_child(&mut self, scope: Scope, parent: TaskId, change: i64) -> Result<Option<QueueEntry>, StoreError> {
        const COUNT: Sql = Sql::both("UPDATE task_queue SET children = children + $2 WHERE task = $1");
        if self.execute(&COUNT, &[parent.to_string().into(), change.into()]).await? == 0 {
            return Ok(None);
        }
        entry::find(self, scope, parent, false).await
    }
}

/// The place of an open task in the queue.
pub async fn queue_entry<Q: Query>(q: &mut Q, scope: Scope, task: TaskId) -> Result<Option<QueueEntry>, StoreError> {
    entry::find(q, scope, task, false).await
}

/// The tasks of `ids` that are in `scope`, in no order.
pub async fn tasks<Q: Query>(q: &mut Q, scope: Scope, ids: &[TaskId]) -> Result<Vec<Stream<Task>>, StoreError> {
    const ALL: &str = "SELECT id, org, version, format, state FROM tasks WHERE id";
    const SQLITE: &str = "IN (SELECT value FROM json_each($1))";
    const POSTGRES: &str = "= ANY(ARRAY(SELECT json_array_elements_text(CAST(CAST($1 AS text) AS json))))";
    let (limit, params) = match scope.org() {
        None => ("", vec![id_list(ids)]),
        Some(org) => (" AND org = $2", vec![id_list(ids), org.to_string().into()]),
    };
    let sql = Sql::each_owned(format!("{ALL} {SQLITE}{limit}"), format!("{ALL} {POSTGRES}{limit}"));
    noun::query(q, &sql, &params).await
}

/// The organisation's limits, if it has any.
pub async fn limits<Q: Query>(q: &mut Q, org: OrgId) -> Result<Option<Stream<TaskLimits>>, StoreError> {
    Ok(noun::list::<TaskLimits, Q>(q, Scope::Org(org), &crate::Filter::default()).await?.into_iter().next())
}

pub(crate) fn count(number: u32) -> Value {
    integer(u64::from(number)).into()
}
