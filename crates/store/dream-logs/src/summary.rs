//! What happened in a window of time, in short.

use crate::line::{Seen, head};
use crate::matcher::Matcher;
use crate::walk::{Ended, Walk};
use crate::{Filter, Level, LogError, Logs, Position, QueryError, SetName, fingerprint};
use dream_ledger::Digest;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How many kinds of errors and slow requests are told.
const MOST: usize = 10;
/// How many kinds of errors are counted; more are one kind.
const KINDS: usize = 2_000;

/// A summary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// How many lines there are of each level, in the order of [`Level::ALL`].
    pub levels: [u64; 5],
    /// How many lines each source said, the most first.
    pub sources: Vec<(String, u64)>,
    /// The errors and warnings that were said most often, errors first.
    pub errors: Vec<ErrorKind>,
    /// How often the server was started.
    pub starts: u64,
    /// The requests that took longest, the longest first.
    pub slowest: Vec<SlowRequest>,
    /// How many lines were dropped because they could not be written.
    pub dropped: u64,
    /// What could not be read, and was left out.
    pub problems: Vec<String>,
}

/// Errors of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorKind {
    /// The same for all errors of the kind, and for no others: 12 hexadecimal digits.
    pub fingerprint: String,
    /// Error or warning.
    pub level: Level,
    /// The code that they carry.
    pub code: Option<String>,
    /// Who said it.
    pub source: String,
    /// What was said, without what differs.
    pub message: String,
    /// How often.
    pub count: u64,
    /// When first, as it stands in the line.
    pub first_at: String,
    /// When last.
    pub last_at: String,
    /// Where the last of them stands.
    pub last: Position,
}

/// A request that took long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlowRequest {
    /// When it was answered, as it stands in the line.
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

impl Logs {
    /// Sums up the lines of `sets` that `filter` wants.
    ///
    /// # Errors
    /// [`QueryError`] inside when the filter cannot be; [`LogError`] when the work broke off.
    pub async fn summary(&self, sets: &[SetName], filter: Filter) -> Result<Result<Summary, QueryError>, LogError> {
        let matcher = match Matcher::new(&filter) {
            Ok(matcher) => matcher,
            Err(error) => return Ok(Err(error)),
        };
        let sets = sets.to_vec();
        self.apart(move |shared, abandoned| {
            let mut tally = Tally::default();
            for name in sets {
                let Some(set) = shared.set(name, false)? else { continue };
                let (budget, abandoned) = (crate::histogram::BUDGET, Arc::clone(abandoned));
                let mut walk = Walk { set: &set, archive: shared.archive(), matcher: &matcher, budget, abandoned, problems: Vec::new() };
                let ended = walk.forward(Position::default(), &mut |at: Position, line: &[u8]| {
                    tally.add(at, line);
                    ControlFlow::Continue(())
                });
                if ended != Ended::AtTheEnd {
                    tally.summary.problems.push(format!("the log of {name} is too large to be summed up at once; ask for a shorter time"));
                }
                tally.summary.problems.append(&mut walk.problems);
            }
            Ok(Ok(tally.finish()))
        })
        .await
    }
}

#[derive(Default)]
struct Tally {
    summary: Summary,
    sources: BTreeMap<String, u64>,
    kinds: BTreeMap<String, ErrorKind>,
}

impl Tally {
    fn add(&mut self, at: Position, line: &[u8]) {
        let (Some((time, level)), Some(seen)) = (head(line), Seen::read(line)) else { return };
        if let Some(count) = self.summary.levels.get_mut(level.index()) {
            *count += 1;
        }
        match self.sources.get_mut(seen.source.as_ref()) {
            Some(count) => *count += 1,
            None => drop(self.sources.insert(seen.source.clone().into_owned(), 1)),
        }
        let time = String::from_utf8_lossy(time);
        if level >= Level::Warn {
            self.add_error(at, &time, level, &seen);
        }
        let raw = seen.fields.map_or("", serde_json::value::RawValue::get);
        if raw.contains("\"duration_us\"") {
            self.add_request(&time, &seen);
        } else if raw.contains("\"server.started\"") {
            self.summary.starts += 1;
        } else if raw.contains("\"log.dropped\"") {
            self.summary.dropped += seen.fields().get("log.dropped").and_then(Value::as_u64).unwrap_or(0);
        }
    }

    fn add_error(&mut self, at: Position, time: &str, level: Level, seen: &Seen<'_>) {
        let message = fingerprint::normal(&seen.message);
        let code = seen.fields().get("error.code").and_then(Value::as_str).map(str::to_owned);
        let key = format!("{level}\n{}\n{}\n{message}", seen.source, code.as_deref().unwrap_or_default());
        if let Some(known) = self.kinds.get_mut(&key) {
            known.count += 1;
            known.last = at;
            if time < known.first_at.as_str() {
                time.clone_into(&mut known.first_at);
            }
            if time > known.last_at.as_str() {
                time.clone_into(&mut known.last_at);
            }
        } else if self.kinds.len() < KINDS {
            let fingerprint: String = Digest::of(key.as_bytes()).hex().chars().take(12).collect();
            let (first_at, last_at) = (time.to_owned(), time.to_owned());
            let source = seen.source.clone().into_owned();
            self.kinds.insert(key, ErrorKind { fingerprint, level, code, source, message, count: 1, first_at, last_at, last: at });
        }
    }

    fn add_request(&mut self, time: &str, seen: &Seen<'_>) {
        let fields = seen.fields();
        let Some(duration_us) = fields.get("duration_us").and_then(Value::as_u64) else { return };
        // One that was asked to wait is not slow.
        if fields.contains_key("waited") {
            return;
        }
        let slowest = &mut self.summary.slowest;
        if slowest.len() >= MOST && slowest.last().is_some_and(|last| last.duration_us >= duration_us) {
            return;
        }
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let status = fields.get("http.status").and_then(Value::as_u64).unwrap_or(0);
        let (method, route, request) = (text("http.method"), text("http.route"), text("request.id"));
        let place = slowest.partition_point(|known| known.duration_us >= duration_us);
        slowest.insert(place, SlowRequest { at: time.to_owned(), method, route, status, duration_us, request });
        slowest.truncate(MOST);
    }

    fn finish(mut self) -> Summary {
        let mut sources: Vec<(String, u64)> = self.sources.into_iter().collect();
        sources.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut errors: Vec<ErrorKind> = self.kinds.into_values().collect();
        errors.sort_by_key(|kind| (std::cmp::Reverse(kind.level), std::cmp::Reverse(kind.count)));
        errors.truncate(MOST);
        self.summary.sources = sources;
        self.summary.errors = errors;
        self.summary
    }
}
