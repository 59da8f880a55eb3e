//! Lists and counts of tasks.

use super::QueueEntry;
use super::entry::{self, COLUMNS, small};
use crate::{Query, Reader, StoreError, noun};
use dream_id::{Cursor, Limit, Page, ProjectId, RunId, Scope, TaskId};
use dream_ledger::Stream;
use dream_sql::{Sql, Value};
use dream_swarm::{Place, Priority, Status, Task};

/// Which tasks a list holds; all unless told.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// With this status.
    pub status: Option<Status>,
    /// Of this project.
    pub project: Option<ProjectId>,
    /// Of this run.
    pub run: Option<RunId>,
    /// The children of this task.
    pub parent: Option<TaskId>,
    /// Assigned to this worker by name, or being worked on by it.
    pub worker: Option<String>,
    /// Of this role.
    pub role: Option<String>,
    /// Of this priority.
    pub priority: Option<Priority>,
}

/// How many open tasks stand at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskCount {
    /// The place.
    pub place: Place,
    /// How many.
    pub count: u64,
}

impl TaskFilter {
    /// The conditions, with their values added to `params`. The words of a status are part of the text, so that their indexes are used.
    fn conditions(&self, params: &mut Vec<Value>) -> String {
        let mut text = String::new();
        let mut equals = |column: &str, value: Option<Value>| {
            let Some(value) = value else { return };
            params.push(value);
            text.push_str(&format!(" AND {}", column.replace('?', &format!("${}", params.len()))));
        };
        equals("t.project = ?", self.project.map(|id| id.to_string().into()));
        equals("t.run = ?", self.run.map(|id| id.to_string().into()));
        equals("t.parent = ?", self.parent.map(|id| id.to_string().into()));
        equals("t.role = ?", self.role.clone().map(Value::from));
        equals("(t.assignee = ? OR q.worker = ?)", self.worker.clone().map(Value::from));
        equals("t.priority = ?", self.priority.map(|priority| priority.name().into()));
        text.push_str(match self.status {
            None => "",
            Some(Status::Done) => " AND t.phase = 'done'",
            Some(Status::Failed) => " AND t.phase = 'failed'",
            Some(Status::Cancelled) => " AND t.phase = 'cancelled'",
            // Found from the newest task on: a long queue is not gone through for one page of it.
            Some(Status::Queued) => " AND coalesce(q.place, '') IN ('ready', 'delayed')",
            Some(Status::Running) => " AND q.place = 'running'",
            Some(Status::Waiting) => " AND q.place = 'waiting'",
            Some(Status::Blocked) => " AND q.place IN ('blocked', 'paused')",
        });
        text
    }

    /// Whether the tasks stand at a few places in the queue: then the list begins there.
    fn open_only(&self) -> bool {
        matches!(self.status, Some(Status::Running | Status::Waiting | Status::Blocked))
    }
}

impl Reader {
    /// A page of the tasks that `filter` names, newest first, each with its place in the queue while it is open.
    pub async fn tasks(
        &mut self,
        scope: Scope,
        filter: &TaskFilter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<(Stream<Task>, Option<QueueEntry>)>, StoreError> {
        let columns: String = COLUMNS.split(", ").map(|column| format!(", q.{}", column.trim())).collect();
        let join = if filter.open_only() { "JOIN" } else { "LEFT JOIN" };
        let mut text = format!(
            "SELECT t.id, t.org, t.version, t.format, t.state{columns} FROM tasks t {join} task_queue q ON q.task = t.id WHERE 1 = 1"
        );
        let mut params = Vec::new();
        if let Some(org) = scope.org() {
            params.push(org.to_string().into());
            text.push_str(if filter.open_only() { " AND q.org = $1" } else { " AND t.org = $1" });
        }
        text.push_str(&filter.conditions(&mut params));
        if let Some(Cursor(cursor)) = cursor {
            cursor.parse::<TaskId>().map_err(|_| StoreError::Cursor)?;
            params.push(cursor.into());
            text.push_str(&format!(" AND t.id < ${}", params.len()));
        }
        text.push_str(&format!(" ORDER BY t.id DESC LIMIT {}", u64::from(limit.get()) + 1));
        let rows = self.rows(&Sql::owned(text), &params).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let open = row.opt_text(5).map_err(StoreError::sql("listing tasks"))?.is_some();
            let entry = if open { Some(entry::read(row, 5)?) } else { None };
            found.push((noun::read::<Task, Self>(self, row).await?, entry));
        }
        Ok(Page::cut(found, limit, |(task, _)| task.id().to_string()))
    }

    /// How many open tasks stand at each place.
    pub async fn task_counts(&mut self, scope: Scope) -> Result<Vec<TaskCount>, StoreError> {
        const ALL: Sql = Sql::both("SELECT place, count(*) FROM task_queue GROUP BY place ORDER BY place");
        const ONE: Sql = Sql::both("SELECT place, count(*) FROM task_queue WHERE org = $1 GROUP BY place ORDER BY place");
        let rows = match scope.org() {
            None => self.rows(&ALL, &[]).await?,
            Some(org) => self.rows(&ONE, &[org.to_string().into()]).await?,
        };
        let column = StoreError::sql("counting tasks");
        rows.iter()
            .map(|row| {
                let place = row.text(0).map_err(&column)?;
                let place = place.parse().map_err(|error| StoreError::damaged("task_queue", place, error))?;
                Ok(TaskCount { place, count: u64::from(small(row.int(1).map_err(&column)?)) })
            })
            .collect()
    }

    /// How many tasks failed and were not opened again.
    pub async fn failed_tasks(&mut self, scope: Scope) -> Result<u64, StoreError> {
        const ALL: Sql = Sql::both("SELECT count(*) FROM tasks WHERE phase = 'failed'");
        const ONE: Sql = Sql::both("SELECT count(*) FROM tasks WHERE phase = 'failed' AND org = $1");
        let row = match scope.org() {
            None => self.row(&ALL, &[]).await?,
            Some(org) => self.row(&ONE, &[org.to_string().into()]).await?,
        };
        row.map_or(Ok(0), |row| Ok(u64::from(small(row.int(0).map_err(StoreError::sql("counting tasks"))?))))
    }
}
