//! Dependencies, from both ends.

use super::{READY, id_list};
use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{Scope, TaskId};
use dream_ledger::Stream;
use dream_sql::{Row, Sql};

impl Unit {
    /// Notes that `task` waits for each of `on`, which are open, so that they know that somebody does.
    pub async fn add_dependencies(&mut self, task: TaskId, on: &[TaskId]) -> Result<(), StoreError> {
        const ADD: Sql = Sql::both("INSERT INTO task_edges (depends_on, task) VALUES ($1, $2) ON CONFLICT (depends_on, task) DO NOTHING");
        const AWAITED: Sql = Sql::both("UPDATE task_queue SET has_dependents = TRUE WHERE task = $1");
        for on in on {
            self.execute(&ADD, &[on.to_string().into(), task.to_string().into()]).await?;
            self.execute(&AWAITED, &[on.to_string().into()]).await?;
        }
        Ok(())
    }

    /// Notes that `task` no longer waits for each of `on`.
    pub async fn remove_dependencies(&mut self, task: TaskId, on: &[TaskId]) -> Result<(), StoreError> {
        const REMOVE: Sql = Sql::both("DELETE FROM task_edges WHERE depends_on = $1 AND task = $2");
        for on in on {
            self.execute(&REMOVE, &[on.to_string().into(), task.to_string().into()]).await?;
        }
        Ok(())
    }

    /// A task is done: those that wait for it have one less to wait for, and stand ready when it was the last. Returns how many wait.
    pub async fn dependency_done(&mut self, task: TaskId, now: Timestamp) -> Result<u64, StoreError> {
        const DONE: Sql = Sql::both(
            "UPDATE task_queue SET blocked_by = blocked_by - 1, place = CASE WHEN place <> 'blocked' OR blocked_by > 1 THEN place \
             WHEN ready_at > $2 THEN 'delayed' ELSE 'ready' END \
             WHERE task IN (SELECT task FROM task_edges WHERE depends_on = $1)",
        );
        let waiting = self.execute(&DONE, &[task.to_string().into(), now.micros().into()]).await?;
        if waiting > 0 {
            self.notify(READY);
        }
        Ok(waiting)
    }
}

/// The tasks that wait for `task`, by age; at most `most`.
pub async fn dependents<Q: Query>(q: &mut Q, scope: Scope, task: TaskId, most: u32) -> Result<Vec<TaskId>, StoreError> {
    const ALL: Sql = Sql::both("SELECT task FROM task_edges WHERE depends_on = $1 ORDER BY task LIMIT $2");
    const ONE: Sql = Sql::both(
        "SELECT e.task FROM task_edges e JOIN tasks t ON t.id = e.task WHERE e.depends_on = $1 AND t.org = $3 ORDER BY e.task LIMIT $2",
    );
    let mut params = vec![task.to_string().into(), i64::from(most).into()];
    let sql = match scope.org() {
        None => ALL,
        Some(org) => {
            params.push(org.to_string().into());
            ONE
        }
    };
    let rows = q.rows(&sql, &params).await?;
    rows.iter().map(|row| id(row, 0)).collect()
}

/// What each of `tasks` waits for, as pairs: what it depends on, and its children where it waits for them.
pub async fn waits<Q: Query>(q: &mut Q, scope: Scope, tasks: &[TaskId]) -> Result<Vec<(TaskId, TaskId)>, StoreError> {
    const CHILDREN: Sql = Sql::each(
        "SELECT parent, id FROM tasks WHERE parent IN (SELECT value FROM json_each($1))",
        "SELECT parent, id FROM tasks WHERE parent = ANY(ARRAY(SELECT json_array_elements_text(CAST(CAST($1 AS text) AS json))))",
    );
    let streams = super::tasks(q, scope, tasks).await?;
    let mut found: Vec<_> = streams.iter().flat_map(|task| task.depends_on.iter().map(|on| (task.id(), *on))).collect();
    let parents: Vec<TaskId> = streams.iter().filter(|task| task.waits_for_children).map(Stream::id).collect();
    if !parents.is_empty() {
        for row in &q.rows(&CHILDREN, &[id_list(&parents)]).await? {
            found.push((id(row, 0)?, id(row, 1)?));
        }
    }
    Ok(found)
}

/// Which of `tasks` have children.
pub(super) async fn parents<Q: Query>(q: &mut Q, tasks: &[TaskId]) -> Result<Vec<TaskId>, StoreError> {
    const PARENTS: Sql = Sql::each(
        "SELECT DISTINCT parent FROM tasks WHERE parent IN (SELECT value FROM json_each($1))",
        "SELECT DISTINCT parent FROM tasks WHERE parent = ANY(ARRAY(SELECT json_array_elements_text(CAST(CAST($1 AS text) AS json))))",
    );
    q.rows(&PARENTS, &[id_list(tasks)]).await?.iter().map(|row| id(row, 0)).collect()
}

pub(super) fn id(row: &Row, index: usize) -> Result<TaskId, StoreError> {
    let text = row.text(index).map_err(StoreError::sql("reading dependencies"))?;
    text.parse().map_err(|error| StoreError::damaged("task_edges", text, error))
}
