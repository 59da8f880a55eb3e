//! Log lines: what was said, written, found and counted.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

crate::status::words! {
    /// How serious a log line is, from the least on.
    LogLevel {
        /// Every step.
        Trace = "trace",
        /// For whoever looks for a defect.
        Debug = "debug",
        /// What happens in ordinary work.
        Info = "info",
        /// What may go wrong, or went wrong and was made good.
        Warn = "warn",
        /// What went wrong.
        Error = "error",
    }
}

/// A log line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogLine {
    /// Where it stands: its segment and its place there. Lines of one stream sort by it as they were written.
    pub position: String,
    /// When it was said.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// How serious it is.
    pub level: LogLevel,
    /// The stream it belongs to: `server`, `agent/NAME`, `run/ID` or `task/ID`.
    pub stream: String,
    /// Which part of the program said it.
    pub source: String,
    /// The run it is about.
    #[schema(value_type = Option<schema::RunId>)]
    pub run: Option<RunId>,
    /// The task it is about.
    #[schema(value_type = Option<String>)]
    pub task: Option<TaskId>,
    /// What happened.
    pub message: String,
    /// The facts, by name.
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    pub fields: Map<String, Value>,
    /// Whether it was not asked for and stands near one that was.
    pub context: bool,
}

/// A line to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLogLine {
    /// The stream it belongs to: `agent/NAME`, `run/ID` or `task/ID`.
    pub stream: String,
    /// How serious it is.
    pub level: LogLevel,
    /// Which part of the writer says it: 1 to 256 bytes.
    #[schema(min_length = 1, max_length = 256)]
    pub source: String,
    /// What happened. With the fields and the rest of the line it has at most 65,536 bytes.
    pub message: String,
    /// The facts, by name. Who wrote the line is added as `log.by`.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    pub fields: Map<String, Value>,
}

/// Lines to write, all or none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppendLogs {
    /// The lines, 1 to 1,000, in their order. Each is of the moment in which it arrives.
    #[schema(min_items = 1, max_items = 1000)]
    pub lines: Vec<NewLogLine>,
}

/// Lines that were written: they are on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppendedLogs {
    /// How many.
    pub lines: u64,
}

/// A page of log lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogPage {
    /// The lines, in the order asked for.
    pub items: Vec<LogLine>,
    /// Pass it as `cursor` to get the next page; `null` at the end. A page may hold fewer lines than asked for although more follow.
    pub next: Option<String>,
    /// What could not be read, and was left out.
    pub problems: Vec<String>,
}

/// How many lines there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogCounts {
    /// Every step.
    pub trace: u64,
    /// For whoever looks for a defect.
    pub debug: u64,
    /// Ordinary work.
    pub info: u64,
    /// Warnings.
    pub warn: u64,
    /// Errors.
    pub error: u64,
}

/// How many lines of each level there are over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogHistogram {
    /// How wide a bucket is, in seconds.
    pub bucket_seconds: u64,
    /// The buckets, in order, empty ones included.
    pub buckets: Vec<LogBucket>,
    /// What could not be read, and was left out.
    pub problems: Vec<String>,
}

/// The lines of a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogBucket {
    /// When it begins.
    #[schema(value_type = schema::Time)]
    pub from: Timestamp,
    /// The counts.
    pub counts: LogCounts,
}

/// What happened in a window of time, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogSummary {
    /// From when on.
    #[schema(value_type = Option<schema::Time>)]
    pub since: Option<Timestamp>,
    /// Until when.
    #[schema(value_type = schema::Time)]
    pub until: Timestamp,
    /// How many lines there are.
    pub counts: LogCounts,
    /// How many lines each source said, the most first.
    pub sources: Vec<LogSource>,
    /// The errors and warnings that were said most often, errors first.
    pub errors: Vec<LogErrorKind>,
    /// How often the server was started.
    pub starts: u64,
    /// The requests that took longest, the longest first.
    pub slowest: Vec<SlowRequest>,
    /// How many lines were dropped because they could not be written.
    pub dropped: u64,
    /// What could not be read, and was left out.
    pub problems: Vec<String>,
}

/// How many lines a source said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogSource {
    /// The source.
    pub source: String,
    /// How many.
    pub lines: u64,
}

/// Errors of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogErrorKind {
    /// The same for all errors of the kind, and for no others.
    pub fingerprint: String,
    /// Error or warning.
    pub level: LogLevel,
    /// The code that they carry.
    pub code: Option<String>,
    /// Who said it.
    pub source: String,
    /// What was said, with `<n>`, `<id>`, `<hex>` and `<text>` for what differs.
    pub message: String,
    /// How often.
    pub count: u64,
    /// When first.
    pub first_at: String,
    /// When last.
    pub last_at: String,
}

/// A request that took long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SlowRequest {
    /// When it was answered.
    pub at: String,
    /// Its method.
    pub method: String,
    /// The pattern of its address.
    pub route: String,
    /// The answer's status.
    pub status: u64,
    /// How long it took, in microseconds.
    pub duration_us: u64,
    /// Its id.
    pub request: String,
}
