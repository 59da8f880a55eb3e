//! Log lines and what is counted of them.

use dream_api::{LogBucket, LogCounts, LogErrorKind, LogHistogram, LogLevel, LogLine, LogPage, LogSource, LogSummary, SlowRequest};
use dream_app::logs::{Found, FoundPage, Histogram, Level, Summary};
use dream_clock::Timestamp;

/// A page of lines.
pub(crate) fn log_page(page: FoundPage) -> LogPage {
    LogPage { items: page.lines.into_iter().map(log_line).collect(), next: page.next, problems: page.problems }
}

/// One line.
pub(crate) fn log_line(found: Found) -> LogLine {
    let line = found.line;
    LogLine {
        position: found.at.to_string(),
        at: line.at,
        level: level(line.level),
        stream: line.stream.to_string(),
        source: line.source,
        run: line.run,
        task: line.task,
        message: line.message,
        fields: line.fields,
        context: found.context,
    }
}

fn level(level: Level) -> LogLevel {
    match level {
        Level::Trace => LogLevel::Trace,
        Level::Debug => LogLevel::Debug,
        Level::Info => LogLevel::Info,
        Level::Warn => LogLevel::Warn,
        Level::Error => LogLevel::Error,
    }
}

/// How many lines there are of each level.
pub(crate) fn log_counts([trace, debug, info, warn, error]: [u64; 5]) -> LogCounts {
    LogCounts { trace, debug, info, warn, error }
}

/// A histogram.
pub(crate) fn log_histogram(counted: &Histogram, bucket_seconds: u64) -> LogHistogram {
    let buckets = counted.buckets.iter().map(|bucket| LogBucket { from: bucket.from, counts: log_counts(bucket.levels) });
    LogHistogram { bucket_seconds, buckets: buckets.collect(), problems: counted.problems.clone() }
}

/// A summary of the lines from `since` to `until`.
pub(crate) fn log_summary(summary: Summary, since: Option<Timestamp>, until: Timestamp) -> LogSummary {
    let errors = summary.errors.into_iter().map(|kind| LogErrorKind {
        fingerprint: kind.fingerprint,
        level: level(kind.level),
        code: kind.code,
        source: kind.source,
        message: kind.message,
        count: kind.count,
        first_at: kind.first_at,
        last_at: kind.last_at,
    });
    let slowest = summary.slowest.into_iter().map(|slow| SlowRequest {
        at: slow.at,
        method: slow.method,
        route: slow.route,
        status: slow.status,
        duration_us: slow.duration_us,
        request: slow.request,
    });
    LogSummary {
        since,
        until,
        counts: log_counts(summary.levels),
        sources: summary.sources.into_iter().map(|(source, lines)| LogSource { source, lines }).collect(),
        errors: errors.collect(),
        starts: summary.starts,
        slowest: slowest.collect(),
        dropped: summary.dropped,
        problems: summary.problems,
    }
}
