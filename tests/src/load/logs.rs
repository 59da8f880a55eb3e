//! Callers that write log lines.

use super::{Caller, Fact, tasks};
use crate::patience::pause;
use dream_api::{AppendLogs, LogLevel, NewLogLine};
use dream_client::ClientError;
use dream_id::TaskId;
use serde_json::Map;
use std::time::Duration;

/// How many lines are written at once.
pub const LINES_TOGETHER: u64 = 8;
/// How long a caller leaves the disk to the others: what is proved needs no flood, and every check reads it.
const BETWEEN: Duration = Duration::from_millis(100);

impl Caller {
    /// Writes to the log of a task of its own, line after line, each with its number.
    pub(super) async fn log(&self) -> Result<(), ClientError> {
        let title = format!("log-{}", self.number);
        let task = self.client.create_task(&tasks::titled(title.clone())).await?.task.id;
        self.note(Fact::Task(task, title));
        for turn in 0_u64.. {
            let first = turn * LINES_TOGETHER;
            self.client.append_logs_under(&log_key(task, first), &log_lines(task, first)).await?;
            self.note(Fact::Logged(task, first + LINES_TOGETHER));
            pause(BETWEEN).await;
        }
        Ok(())
    }
}

/// The key under which the lines of a task's log from the one with this number on are sent.
#[must_use]
pub fn log_key(task: TaskId, first: u64) -> String {
    format!("{task}-{first}")
}

/// The lines of a task's log from the one with this number on.
#[must_use]
pub fn log_lines(task: TaskId, first: u64) -> AppendLogs {
    AppendLogs { lines: (first..first + LINES_TOGETHER).map(|number| line(task, number)).collect() }
}

fn line(task: TaskId, number: u64) -> NewLogLine {
    let fields = Map::from_iter([("number".to_owned(), number.into())]);
    NewLogLine { stream: format!("task/{task}"), level: LogLevel::Info, source: "load".to_owned(), message: "a line".to_owned(), fields }
}
