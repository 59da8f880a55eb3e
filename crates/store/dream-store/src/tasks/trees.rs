//! Cancelling a tree of tasks, step by step: what is left to do survives a crash.

use super::{DueTask, QueueEntry, due::due, edges, entry};
use crate::{Filter, Query, Reader, StoreError, Unit, noun};
use dream_id::{OrgId, Scope, SystemKey, TaskId};
use dream_ledger::Stream;
use dream_sql::Sql;
use dream_swarm::Task;

/// How many children are cancelled together.
const STEP: i64 = 25;

/// An open task with its place in the queue.
pub type OpenTask = (Stream<Task>, Option<QueueEntry>);

impl Unit {
    /// Notes that everything below a cancelled task is to be cancelled.
    pub async fn begin_tree(&mut self, org: OrgId, task: TaskId) -> Result<(), StoreError> {
        const BEGIN: Sql = Sql::both("INSERT INTO task_trees (task, org, reached) VALUES ($1, $2, '') ON CONFLICT (task) DO NOTHING");
        self.execute(&BEGIN, &[task.to_string().into(), org.to_string().into()]).await?;
        self.notify(super::DUE);
        Ok(())
    }

    /// The next children of `task` to be cancelled, locked; those that have children themselves are noted to be gone through as well.
    /// `None` when nothing is left to do below `task`.
    pub async fn step_tree(&mut self, key: SystemKey, due: DueTask) -> Result<Option<Vec<OpenTask>>, StoreError> {
        const REACHED: Sql =
            Sql::each("SELECT reached FROM task_trees WHERE task = $1", "SELECT reached FROM task_trees WHERE task = $1 FOR UPDATE");
        const CHILDREN: Sql = Sql::each(
            "SELECT id FROM tasks WHERE parent = $1 AND id > $2 ORDER BY id LIMIT $3",
            "SELECT id FROM tasks WHERE parent = $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE",
        );
        const MOVE: Sql = Sql::both("UPDATE task_trees SET reached = $2 WHERE task = $1");
        const END: Sql = Sql::both("DELETE FROM task_trees WHERE task = $1");
        let task = due.task.to_string();
        let Some(row) = self.row(&REACHED, &[task.as_str().into()]).await? else { return Ok(None) };
        let reached = row.text(0).map_err(StoreError::sql("cancelling a tree"))?;
        let rows = self.rows(&CHILDREN, &[task.as_str().into(), reached.into(), STEP.into()]).await?;
        let children = rows.iter().map(|row| edges::id(row, 0)).collect::<Result<Vec<_>, _>>()?;
        for parent in edges::parents(self, &children).await? {
            self.begin_tree(due.org, parent).await?;
        }
        let last = i64::try_from(children.len()).unwrap_or(i64::MAX) < STEP;
        match children.last().filter(|_| !last) {
            Some(child) => self.execute(&MOVE, &[task.into(), child.to_string().into()]).await?,
            None => self.execute(&END, &[task.into()]).await?,
        };
        let mut open = Vec::new();
        let mut streams = super::tasks(self, Scope::System(key), &children).await?;
        streams.sort_by_key(Stream::id);
        for stream in streams.into_iter().filter(|task| task.check_open().is_ok()) {
            let entry = entry::find(self, Scope::System(key), stream.id(), true).await?;
            open.push((stream, entry));
        }
        Ok(Some(open))
    }
}

impl Reader {
    /// The cancelled tasks whose descendants are still to be cancelled; at most 500.
    pub async fn open_trees(&mut self, _key: SystemKey) -> Result<Vec<DueTask>, StoreError> {
        const OPEN: Sql = Sql::both("SELECT org, task FROM task_trees ORDER BY task LIMIT 500");
        due(&self.rows(&OPEN, &[]).await?)
    }
}

impl Unit {
    /// The tasks of a run that are still to be done, by age.
    pub async fn open_tasks_of_run(&mut self, scope: Scope, run: dream_id::RunId) -> Result<Vec<Stream<Task>>, StoreError> {
        let filter = Filter::default().eq("run", run.to_string()).eq("phase", "open");
        noun::list::<Task, _>(self, scope, &filter).await
    }
}
