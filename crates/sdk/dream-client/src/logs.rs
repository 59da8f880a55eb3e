//! Log lines.

use crate::call::Call;
use crate::send::KEY;
use crate::sse::Parser;
use crate::{Client, ClientError, Download, PageOf};
use dream_api::{AppendLogs, AppendedLogs, LogHistogram, LogLevel, LogLine, LogPage, LogSummary};
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};
use reqwest::{Method, Response};
use std::time::Duration;

/// The server sends a heartbeat every 15 seconds: after three missed ones the connection is taken for dead.
const SILENCE: Duration = Duration::from_secs(45);
/// How often a lost connection is made again before the tail gives up.
const RECONNECTS: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

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
    pub fn tail_logs(&self, filter: LogFilter, last: u32) -> LogTail {
        LogTail { client: self.clone(), filter, last, place: None, open: None }
    }
}

/// Lines as they are written: connects when first asked, and again, after the last line seen, when the connection is lost.
#[derive(Debug)]
pub struct LogTail {
    client: Client,
    filter: LogFilter,
    last: u32,
    place: Option<String>,
    open: Option<(Response, Parser)>,
}

impl LogTail {
    /// Connects, so that lines from this moment on are seen.
    ///
    /// # Errors
    /// As [`LogTail::next`].
    pub async fn connect(&mut self) -> Result<(), ClientError> {
        let call = self.filter.on(Call::get(&["logs", "follow"])).header("last-event-id", self.place.as_ref()).endless();
        let call = self.client.below_org(call.query("last", (self.last > 0).then_some(self.last))).await?;
        self.open = Some((self.client.send(call).await?, Parser::default()));
        Ok(())
    }

    /// The next line; waits until there is one.
    ///
    /// # Errors
    /// [`ClientError`] when the server refuses, or cannot be reached again after the connection was lost.
    pub async fn next(&mut self) -> Result<LogLine, ClientError> {
        let mut lost = 0;
        loop {
            if self.open.is_none() {
                match self.connect().await {
                    Ok(()) => {}
                    Err(ClientError::Unreachable { .. }) if (1..RECONNECTS).contains(&lost) => {}
                    Err(error) => return Err(error),
                }
            }
            if let Some(line) = self.read().await? {
                return Ok(line);
            }
            self.open = None;
            tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(lost.min(RECONNECTS))).await;
            lost += 1;
        }
    }

    /// The next line of the open connection; `None` when it is lost.
    async fn read(&mut self) -> Result<Option<LogLine>, ClientError> {
        let Some((response, parser)) = &mut self.open else { return Ok(None) };
        loop {
            if let Some(message) = parser.next() {
                self.place = message.id;
                let unreadable = |error| ClientError::Protocol {
                    url: crate::send::address(response),
                    status: response.status().as_u16(),
                    what: format!("but a log line is not what it should be ({error})"),
                };
                return serde_json::from_str(&message.data).map(Some).map_err(unreadable);
            }
            match tokio::time::timeout(SILENCE, response.chunk()).await {
                Ok(Ok(Some(piece))) => parser.push(&piece),
                Ok(Ok(None) | Err(_)) | Err(_) => return Ok(None),
            }
        }
    }
}
