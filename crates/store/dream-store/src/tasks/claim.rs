//! Claiming: which lanes have something to be claimed, and taking it.

use super::entry::{micros, small};
use super::id_list;
use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{ClaimId, OrgId, SystemKey, TaskId};
use dream_sql::{Row, Sql, Value};
use dream_swarm::ClaimedTask;
use std::time::Duration;

/// Who takes tasks, and for how long.
#[derive(Debug, Clone)]
pub struct Taking {
    /// The person, agent or part of the server behind the call.
    pub holder: String,
    /// What the worker calls itself.
    pub worker: String,
    /// The claim.
    pub claim: ClaimId,
    /// Now.
    pub now: Timestamp,
    /// How long they are the worker's own unless it says that it goes on.
    pub lease: Duration,
}

/// A task that a worker has taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldTask {
    /// The task.
    pub task: TaskId,
    /// Its organisation.
    pub org: OrgId,
    /// The number of the attempt.
    pub attempt: u32,
}

const READ: &str = "reading the queue of tasks";

impl Unit {
    /// The organisations that have something to be claimed, those that were served longest ago first.
    pub async fn ready_orgs(&mut self, _key: SystemKey) -> Result<Vec<OrgId>, StoreError> {
        // Leaps from one organisation to the next in the index, so that a long queue costs no more than a short one.
        const READY: Sql = Sql::both(
            "WITH RECURSIVE orgs (org) AS (SELECT min(org) FROM task_queue \
             UNION ALL SELECT (SELECT min(q.org) FROM task_queue q WHERE q.org > orgs.org) FROM orgs WHERE orgs.org IS NOT NULL) \
             SELECT o.org FROM orgs o LEFT JOIN task_turns t ON t.org = o.org WHERE o.org IS NOT NULL \
             AND EXISTS (SELECT 1 FROM task_queue q WHERE q.org = o.org AND q.place = 'ready') ORDER BY coalesce(t.served, 0), o.org",
        );
        let rows = self.rows(&READY, &[]).await?;
        rows.iter()
            .map(|row| {
                let text = row.text(0).map_err(StoreError::sql(READ))?;
                text.parse().map_err(|error| StoreError::damaged("task_turns", text, error))
            })
            .collect()
    }

    /// Notes that a worker of all organisations served `org`: its next turn comes after all others.
    pub async fn org_served(&mut self, _key: SystemKey, org: OrgId) -> Result<(), StoreError> {
        const SERVED: Sql = Sql::both(
            "INSERT INTO task_turns (org, served) VALUES ($1, (SELECT coalesce(max(served), 0) + 1 FROM task_turns)) \
             ON CONFLICT (org) DO UPDATE SET served = excluded.served",
        );
        self.execute(&SERVED, &[org.to_string().into()]).await?;
        Ok(())
    }

    /// The keys of the lanes that have something to be claimed.
    pub async fn ready_lanes(&mut self, org: OrgId) -> Result<Vec<String>, StoreError> {
        // Leaps from one lane to the next in the index, so that a long queue costs no more than a short one.
        const LANES: Sql = Sql::both(
            "WITH RECURSIVE ready (lane) AS (\
             SELECT min(lane) FROM task_queue WHERE org = $1 AND place = 'ready' \
             UNION ALL SELECT (SELECT min(q.lane) FROM task_queue q WHERE q.org = $1 AND q.place = 'ready' AND q.lane > ready.lane) \
             FROM ready WHERE ready.lane IS NOT NULL) \
             SELECT lane FROM ready WHERE lane IS NOT NULL",
        );
        texts(&self.rows(&LANES, &[org.to_string().into()]).await?)
    }

    /// How many tasks of each lane are being worked on.
    pub async fn running_by_lane(&mut self, org: OrgId) -> Result<Vec<(String, u32)>, StoreError> {
        const RUNNING: Sql =
            Sql::both("SELECT lane, count(*) FROM task_queue WHERE org = $1 AND place = 'running' GROUP BY lane ORDER BY lane");
        let rows = self.rows(&RUNNING, &[org.to_string().into()]).await?;
        let column = StoreError::sql(READ);
        rows.iter().map(|row| Ok((row.text(0).map_err(&column)?.to_owned(), small(row.int(1).map_err(&column)?)))).collect()
    }

    /// The tasks that a worker has taken up and not ended, oldest first.
    pub async fn held_tasks(&mut self, _key: SystemKey, holder: &str, worker: &str) -> Result<Vec<HeldTask>, StoreError> {
        const HELD: Sql = Sql::both(
            "SELECT task, org, attempt FROM task_queue WHERE place = 'running' AND holder = $1 AND worker = $2 ORDER BY started_at, task",
        );
        let rows = self.rows(&HELD, &[holder.into(), worker.into()]).await?;
        rows.iter().map(held_task).collect()
    }

    /// The tasks that agents have taken up under their own names and not ended, oldest first, each with its agent's name.
    pub async fn held_by_agents(&mut self, _key: SystemKey) -> Result<Vec<(HeldTask, String)>, StoreError> {
        const HELD: Sql = Sql::both(
            "SELECT task, org, attempt, worker FROM task_queue WHERE place = 'running' AND holder = 'agent/' || worker \
             ORDER BY started_at, task",
        );
        let rows = self.rows(&HELD, &[]).await?;
        let named = |row: &Row| Ok((held_task(row)?, row.text(3).map_err(StoreError::sql(READ))?.to_owned()));
        rows.iter().map(named).collect()
    }

    /// The first tasks of a lane, with their places in the order of claiming. Where units run side by side, those that somebody else is
    /// just taking are left out, and these are locked.
    pub async fn first_of_lane(&mut self, org: OrgId, lane: &str, now: Timestamp, most: u32) -> Result<Vec<(i64, TaskId)>, StoreError> {
        const FIRST: Sql = Sql::each(
            "SELECT rank, task FROM task_queue WHERE org = $1 AND place = 'ready' AND lane = $2 AND (deadline IS NULL OR deadline > $3) \
             ORDER BY rank, task LIMIT $4",
            "SELECT rank, task FROM task_queue WHERE org = $1 AND place = 'ready' AND lane = $2 AND (deadline IS NULL OR deadline > $3) \
             ORDER BY rank, task LIMIT $4 FOR UPDATE SKIP LOCKED",
        );
        let params = [org.to_string().into(), lane.into(), now.micros().into(), i64::from(most).into()];
        let rows = self.rows(&FIRST, &params).await?;
        rows.iter().map(|row| Ok((row.int(0).map_err(StoreError::sql(READ))?, task(row, 1)?))).collect()
    }

    /// Takes the first tasks of a lane.
    pub async fn take_first(&mut self, org: OrgId, lane: &str, most: u32, taking: &Taking) -> Result<Vec<ClaimedTask>, StoreError> {
        const TAKE: Sql = Sql::each(
            "UPDATE task_queue SET place = 'running', attempt = attempt + 1, holder = $1, worker = $2, claim = $3, started_at = $4, \
             lease = $5, lease_until = CAST($4 AS bigint) + CAST($5 AS bigint), heartbeat_at = $4, percent = NULL, words = NULL WHERE task IN \
             (SELECT task FROM task_queue WHERE org = $6 AND place = 'ready' AND lane = $7 AND (deadline IS NULL OR deadline > $4) \
             ORDER BY rank, task LIMIT $8) RETURNING task, attempt",
            "UPDATE task_queue SET place = 'running', attempt = attempt + 1, holder = $1, worker = $2, claim = $3, started_at = $4, \
             lease = $5, lease_until = CAST($4 AS bigint) + CAST($5 AS bigint), heartbeat_at = $4, percent = NULL, words = NULL WHERE task IN \
             (SELECT task FROM task_queue WHERE org = $6 AND place = 'ready' AND lane = $7 AND (deadline IS NULL OR deadline > $4) \
             ORDER BY rank, task LIMIT $8 FOR UPDATE SKIP LOCKED) RETURNING task, attempt",
        );
        let mut params = taking.values();
        params.extend([org.to_string().into(), lane.into(), i64::from(most).into()]);
        claimed(&self.rows(&TAKE, &params).await?)
    }

    /// Takes these tasks, as far as they can be claimed.
    pub async fn take_tasks(&mut self, org: OrgId, tasks: &[TaskId], taking: &Taking) -> Result<Vec<ClaimedTask>, StoreError> {
        // The signs keep SQLite from looking through all that is ready.
        const TAKE: Sql = Sql::each(
            "UPDATE task_queue SET place = 'running', attempt = attempt + 1, holder = $1, worker = $2, claim = $3, started_at = $4, \
             lease = $5, lease_until = CAST($4 AS bigint) + CAST($5 AS bigint), heartbeat_at = $4, percent = NULL, words = NULL \
             WHERE task IN (SELECT value FROM json_each($6)) AND +org = $7 AND +place = 'ready' RETURNING task, attempt",
            "UPDATE task_queue SET place = 'running', attempt = attempt + 1, holder = $1, worker = $2, claim = $3, started_at = $4, \
             lease = $5, lease_until = CAST($4 AS bigint) + CAST($5 AS bigint), heartbeat_at = $4, percent = NULL, words = NULL \
             WHERE task = ANY(ARRAY(SELECT json_array_elements_text(CAST(CAST($6 AS text) AS json)))) AND org = $7 AND place = 'ready' \
             RETURNING task, attempt",
        );
        let mut params = taking.values();
        params.extend([id_list(tasks), org.to_string().into()]);
        claimed(&self.rows(&TAKE, &params).await?)
    }
}

impl Taking {
    fn values(&self) -> Vec<Value> {
        vec![
            self.holder.as_str().into(),
            self.worker.as_str().into(),
            self.claim.to_string().into(),
            self.now.micros().into(),
            micros(self.lease).into(),
        ]
    }
}

fn texts(rows: &[Row]) -> Result<Vec<String>, StoreError> {
    rows.iter().map(|row| row.text(0).map(str::to_owned).map_err(StoreError::sql(READ))).collect()
}

fn claimed(rows: &[Row]) -> Result<Vec<ClaimedTask>, StoreError> {
    let claimed = |row: &Row| Ok(ClaimedTask { task: task(row, 0)?, attempt: small(row.int(1).map_err(StoreError::sql(READ))?) });
    rows.iter().map(claimed).collect()
}

fn held_task(row: &Row) -> Result<HeldTask, StoreError> {
    let column = StoreError::sql(READ);
    let org = row.text(1).map_err(&column)?;
    let org = org.parse().map_err(|error| StoreError::damaged("task_queue", org, error))?;
    Ok(HeldTask { task: task(row, 0)?, org, attempt: small(row.int(2).map_err(&column)?) })
}

fn task(row: &Row, index: usize) -> Result<TaskId, StoreError> {
    let text = row.text(index).map_err(StoreError::sql(READ))?;
    text.parse().map_err(|error| StoreError::damaged("task_queue", text, error))
}
