//! What time alone makes due: tasks whose time came, leases and deadlines that are over.

use super::READY;
use crate::{Query, Reader, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{OrgId, SystemKey, TaskId};
use dream_sql::{Row, Sql};

/// How many are looked at together.
const BATCH: i64 = 500;

/// A task that something is due for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueTask {
    /// Its organisation.
    pub org: OrgId,
    /// The task.
    pub task: TaskId,
}

impl Unit {
    /// Makes the tasks claimable whose time has come, of every organisation, at most 500. Returns how many.
    pub async fn ready_tasks_due(&mut self, _key: SystemKey, now: Timestamp) -> Result<u64, StoreError> {
        const DUE: Sql = Sql::each(
            "UPDATE task_queue SET place = 'ready' WHERE task IN \
             (SELECT task FROM task_queue WHERE place = 'delayed' AND ready_at <= $1 ORDER BY ready_at LIMIT $2)",
            "UPDATE task_queue SET place = 'ready' WHERE task IN \
             (SELECT task FROM task_queue WHERE place = 'delayed' AND ready_at <= $1 ORDER BY ready_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
        );
        let ready = self.execute(&DUE, &[now.micros().into(), BATCH.into()]).await?;
        if ready > 0 {
            self.notify(READY);
        }
        Ok(ready)
    }

    /// Begins every lease anew that would last longer from `now` on than it was given for: the clock was set back. Returns how many.
    pub async fn shorten_leases(&mut self, _key: SystemKey, now: Timestamp) -> Result<u64, StoreError> {
        const SHORTEN: Sql =
            Sql::both("UPDATE task_queue SET lease_until = $1 + lease WHERE place = 'running' AND lease_until > $1 + lease");
        self.execute(&SHORTEN, &[now.micros().into()]).await
    }
}

impl Reader {
    /// Whether tasks became claimable by time alone.
    pub async fn has_tasks_due(&mut self, _key: SystemKey, now: Timestamp) -> Result<bool, StoreError> {
        const DUE: Sql = Sql::both("SELECT 1 FROM task_queue WHERE place = 'delayed' AND ready_at <= $1 LIMIT 1");
        Ok(self.row(&DUE, &[now.micros().into()]).await?.is_some())
    }

    /// The tasks whose worker was not heard of until its lease ended, longest first; at most 500.
    pub async fn lapsed_tasks(&mut self, _key: SystemKey, now: Timestamp) -> Result<Vec<DueTask>, StoreError> {
        const LAPSED: Sql =
            Sql::both("SELECT org, task FROM task_queue WHERE place = 'running' AND lease_until <= $1 ORDER BY lease_until LIMIT $2");
        due(&self.rows(&LAPSED, &[now.micros().into(), BATCH.into()]).await?)
    }

    /// The open tasks whose deadline has passed, longest first; at most 500.
    pub async fn late_tasks(&mut self, _key: SystemKey, now: Timestamp) -> Result<Vec<DueTask>, StoreError> {
        const LATE: Sql =
            Sql::both("SELECT org, task FROM task_queue WHERE deadline IS NOT NULL AND deadline <= $1 ORDER BY deadline LIMIT $2");
        due(&self.rows(&LATE, &[now.micros().into(), BATCH.into()]).await?)
    }
}

pub(super) fn due(rows: &[Row]) -> Result<Vec<DueTask>, StoreError> {
    let column = StoreError::sql("reading what is due");
    rows.iter()
        .map(|row| {
            let (org, task) = (row.text(0).map_err(&column)?, row.text(1).map_err(&column)?);
            let damaged = |error: dream_id::ParseIdError| StoreError::damaged("task_queue", task, error);
            Ok(DueTask { org: org.parse().map_err(damaged)?, task: task.parse().map_err(damaged)? })
        })
        .collect()
}
