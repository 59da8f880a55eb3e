//! Log lines.

use crate::call::Call;
use crate::send::KEY;
use crate::stream::Stream;
use crate::{Client, ClientError, Download, PageOf};
use dream_api::{AppendLogs, AppendedLogs, LogHistogram, LogLevel, LogLine, LogPage, LogSummary};
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};
use reqwest::Method;

/// Which lines are wanted: those that fit everything said here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Said then or later.
    pub since: Option<Timestamp>,
    /// Said before.
    pub until: Option<Timestamp>,
    /// At least so serious.
    pub level: Option<LogLevel>,
    /// Of this stream: `server`, `agent/NAME`, `run/ID` or `task/ID`.
    pub stream: Option<String>,
    /// Whose source begins with this.
    pub source: Option<String>,
    /// About this run.
    pub run: Option<RunId>,
    /// About this task.
    pub task: Option<TaskId>,
    /// Of this agent.
    pub agent: Option<String>,
    /// With this text.
    pub text: Option<String>,
    /// With something that this regular expression matches.
    pub regex: Option<String>,
    /// Letters may be large or small.
    pub ignore_case: bool,
    /// Whose field has this value: `name=value`; several are separated by commas.
    pub field: Option<String>,
}

/// How a search is answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogSearch {
    /// The oldest line first instead of the newest.
    pub oldest_first: bool,
    /// How many lines before each match are given too.
    pub before: u32,
    /// How many lines after each match.
    pub after: u32,
}

impl LogFilter {
    fn on(&self, call: Call) -> Call {
        call.query("since", self.since)
            .query("until", self.until)
            .query("level", self.level)
            .query("stream", self.stream.as_ref())
            .query("source", self.source.as_ref())
            .query("run", self.run)
            .query("task", self.task)
            .query("agent", self.agent.as_ref())
            .query("text", self.text.as_ref())
            .query("regex", self.regex.as_ref())
            .query("ignore_case", self.ignore_case.then_some(true))
            .query("field", self.field.as_ref())
    }
}

impl Client {
    /// One page of the lines that `filter` wants.
    pub async fn search_logs(&self, filter: &LogFilter, search: &LogSearch, page: &PageOf) -> Result<LogPage, ClientError> {
        let call = filter.on(Call::get(&["logs"])).page(page);
        let call = call.query("order", search.oldest_first.then_some("oldest"));
        let around = |count: u32| (count > 0).then_some(count);
        self.org_get(call.query("before", around(search.before)).query("after", around(search.after)).long()).await
    }

    /// Writes lines to the logs of runs, tasks and agents: they are on disk when this returns. They are sent again when the answer is lost, under
    /// the same key, so that they stand there once.
    ///
    /// # Errors
    /// As all calls. After one that leaves open what became of the lines, [`Client::append_logs_under`] says how to send them again.
    pub async fn append_logs(&self, lines: &AppendLogs) -> Result<AppendedLogs, ClientError> {
        self.command(Call::new(Method::POST, &["logs"]).repeatable(), lines).await
    }

    /// As [`Client::append_logs`], sent once, under a key of the caller's own: the same lines under the same key stand there once, however
    /// often and by whichever process of the caller's they are sent within a day.
    ///
    /// # Errors
    /// As all calls; `idempotency_key_reused` for other lines under the key.
    pub async fn append_logs_under(&self, key: &str, lines: &AppendLogs) -> Result<AppendedLogs, ClientError> {
        self.command(Call::new(Method::POST, &["logs"]).header(KEY, Some(key)), lines).await
    }

    /// What happened in a window of time, in short; the last hour unless `filter` says otherwise.
    pub async fn log_summary(&self, filter: &LogFilter) -> Result<LogSummary, ClientError> {
        self.org_get(filter.on(Call::get(&["logs", "summary"])).long()).await
    }

    /// How many lines of each level there are over time; of the last hour unless `filter` says otherwise.
    pub async fn log_histogram(&self, filter: &LogFilter, bucket_seconds: Option<u64>) -> Result<LogHistogram, ClientError> {
        self.org_get(filter.on(Call::get(&["logs", "histogram"])).query("bucket_seconds", bucket_seconds).long()).await
    }

    /// Every line that `filter` wants, one a line, oldest first, compressed (zstd).
    pub async fn export_logs(&self, filter: &LogFilter) -> Result<Download, ClientError> {
        self.download(filter.on(Call::get(&["logs", "export"]))).await
    }

    /// The lines that `filter` wants as they are written, beginning with the `last` newest.
    #[must_use]
    pub fn tail_logs(&self, filter: &LogFilter, last: u32) -> Stream<LogLine> {
        let call = filter.on(Call::get(&["logs", "follow"])).query("last", (last > 0).then_some(last));
        Stream::new(self.clone(), call.path, call.query, None)
    }
}
