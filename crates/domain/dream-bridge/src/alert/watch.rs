//! What an alert watches, and when it is raised.

use crate::is_name;
use dream_clock::Timestamp;
use dream_words::counted;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The longest span that is watched, in minutes: a week.
const MOST_MINUTES: u32 = 10_080;
/// The shortest span in which refusals are counted, in minutes: they are kept in spans of this length.
const LEAST_REFUSALS: u32 = 5;
/// The longest window in which errors of the log are counted, in minutes: every look reads thirteen of them.
const MOST_WINDOW: u32 = 360;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Watch {
    /// A source from which nothing came for so long.
    SilentSource {
        /// The source's name.
        source: String,
        /// For how many minutes.
        minutes: u32,
    },
    /// Messages that wait.
    Backlog {
        /// For which destination or subscription; for all of them together when `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        destination: Option<String>,
        /// More than so many.
        over: u64,
    },
    /// A destination or subscription that is disabled, or to which messages fail.
    FailingDestination {
        /// Its name.
        destination: String,
        /// At least so many failures.
        failures: u64,
        /// Within so many minutes.
        minutes: u32,
    },
    /// Requests that were refused to the senders of sources.
    Refusals {
        /// Of which source; of all of them together when `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
        /// At least so many.
        least: u64,
        /// Within so many minutes.
        minutes: u32,
        /// Only those whose proof was missing, wrong or old: what forgeries are refused for.
        #[serde(default)]
        forged: bool,
    },
    /// More errors in the log than usual.
    LogSpike {
        /// How many minutes are counted together.
        minutes: u32,
        /// How many times the average of the twelve spans of that length before.
        factor: u32,
        /// And at least so many.
        least: u64,
    },
}

/// What cannot be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WatchFault {
    /// No source, destination or subscription can be called so.
    #[error("no source, destination or subscription can be called so; use its name")]
    Name,
    /// The span is none, or too long.
    #[error("the minutes must be from 1 to 10080, for refused requests from 5 to 10080, and for errors of the log from 1 to 360")]
    Minutes,
    /// Everything would raise it.
    #[error("the number must be at least 1, and the factor from 2 to 1000; with less, everything would raise the alert")]
    Number,
}

/// What was seen of what is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Of a source: when something last came from it, or since when it is watched.
    Source {
        /// Then; `None` when there is no such source any more.
        last: Option<Timestamp>,
    },
    /// Of a backlog: how many wait.
    Waiting(u64),
    /// Of a destination.
    Failures {
        /// How many deliveries failed within the span.
        count: u64,
        /// Why nothing is sent to it.
        disabled: Option<String>,
    },
    /// Of refused requests: how many there were within the span, and what the sender of the newest was told.
    Refused {
        /// How many.
        count: u64,
        /// Of the newest.
        why: String,
    },
    /// Of the log.
    Errors {
        /// How many errors there were within the span.
        now: u64,
        /// How many there were in the twelve spans before, together.
        before: u64,
    },
}

impl WatchFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "alert_invalid"
    }
}

impl Watch {
    /// Over how many spans the usual number of errors is taken.
    pub const SPANS_BEFORE: u32 = 12;

    /// Refuses what cannot be watched.
    ///
    /// # Errors
    /// [`WatchFault`].
    pub fn check(&self) -> Result<(), WatchFault> {
        let all = 1..=MOST_MINUTES;
        let (name, minutes, span, number) = match self {
            Self::SilentSource { source, minutes } => (Some(source), *minutes, all, true),
            Self::Backlog { destination, over } => (destination.as_ref(), 1, all, *over >= 1),
            Self::FailingDestination { destination, failures, minutes } => (Some(destination), *minutes, all, *failures >= 1),
            Self::Refusals { source, least, minutes, .. } => (source.as_ref(), *minutes, LEAST_REFUSALS..=MOST_MINUTES, *least >= 1),
            Self::LogSpike { minutes, factor, least } => (None, *minutes, 1..=MOST_WINDOW, *least >= 1 && (2..=1_000).contains(factor)),
        };
        if name.is_some_and(|name| !is_name(name)) {
            return Err(WatchFault::Name);
        }
        if !span.contains(&minutes) {
            return Err(WatchFault::Minutes);
        }
        if number { Ok(()) } else { Err(WatchFault::Number) }
    }

    /// The span that is looked at.
    #[must_use]
    pub const fn span(&self) -> Duration {
        match self {
            Self::SilentSource { minutes, .. }
            | Self::FailingDestination { minutes, .. }
            | Self::Refusals { minutes, .. }
            | Self::LogSpike { minutes, .. } => Duration::from_secs(*minutes as u64 * 60),
            Self::Backlog { .. } => Duration::ZERO,
        }
    }

    /// The type of the event that it is told as.
    #[must_use]
    pub const fn event_type(&self) -> &'static str {
        match self {
            Self::LogSpike { .. } => "logs.spike",
            _ => "bridge.alert",
        }
    }

    /// Why the alert is raised by what was seen at `now`; `None` when it is not.
    #[must_use]
    pub fn raised(&self, seen: &Seen, now: Timestamp) -> Option<String> {
        match (self, seen) {
            (Self::SilentSource { source, .. }, Seen::Source { last: None }) => Some(format!("there is no source `{source}`")),
            (Self::SilentSource { source, minutes }, Seen::Source { last: Some(last) }) => {
                (now.since(*last) >= self.span()).then(|| format!("nothing came from the source `{source}` for {}", span_of(*minutes)))
            }
            (Self::Backlog { destination, over }, Seen::Waiting(count)) => {
                let of = destination.as_ref().map_or_else(String::new, |name| format!(" for `{name}`"));
                (count > over).then(|| format!("{count} messages wait{of}, more than {over}"))
            }
            (Self::FailingDestination { destination, .. }, Seen::Failures { disabled: Some(why), .. }) => {
                Some(format!("nothing is sent to `{destination}`: {why}"))
            }
            (Self::FailingDestination { destination, failures, minutes }, Seen::Failures { count, disabled: None }) => {
                let messages = counted(*count, "message", "messages");
                (count >= failures).then(|| format!("{messages} to `{destination}` failed within {}", span_of(*minutes)))
            }
            (Self::Refusals { source, least, minutes, forged }, Seen::Refused { count, why }) => {
                let of = source.as_ref().map_or_else(|| "of sources".to_owned(), |name| format!("of the source `{name}`"));
                let unproved = if *forged { "unproved " } else { "" };
                let requests = counted(*count, &format!("{unproved}request"), &format!("{unproved}requests"));
                let were = if *count == 1 { "was" } else { "were" };
                (count >= least)
                    .then(|| format!("{requests} to addresses {of} {were} refused within {}; the newest: {why}", span_of(*minutes)))
            }
            (Self::LogSpike { minutes, factor, least }, Seen::Errors { now, before }) => {
                // Multiplied out, so that no fraction is lost.
                let more = now.saturating_mul(u64::from(Self::SPANS_BEFORE)) > before.saturating_mul(u64::from(*factor));
                (now >= least && more).then(|| {
                    let usual = before / u64::from(Self::SPANS_BEFORE);
                    let (errors, are) = (counted(*now, "error", "errors"), if usual == 1 { "is" } else { "are" });
                    format!("{errors} in the log within {}, where {usual} {are} usual", span_of(*minutes))
                })
            }
            // What was seen is of something else: a defect of whoever looked, and no reason to wake anybody.
            _ => None,
        }
    }
}

fn span_of(minutes: u32) -> String {
    counted(minutes, "minute", "minutes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_micros(minutes * 60_000_000)
    }

    #[test]
    fn each_watch_is_raised_by_what_it_watches_and_by_nothing_less() {
        let silent = Watch::SilentSource { source: "ci".to_owned(), minutes: 10 };
        let backlog = Watch::Backlog { destination: None, over: 5 };
        let failing = Watch::FailingDestination { destination: "ops".to_owned(), failures: 3, minutes: 5 };
        let spike = Watch::LogSpike { minutes: 5, factor: 3, least: 4 };
        let forged = Watch::Refusals { source: Some("ci".to_owned()), least: 3, minutes: 5, forged: true };
        let refused = |count| Seen::Refused { count, why: "it is wrong".to_owned() };
        let many = "3 unproved requests to addresses of the source `ci` were refused within 5 minutes; the newest: it is wrong";
        let failures = |count, why: Option<&str>| Seen::Failures { count, disabled: why.map(str::to_owned) };
        let cases = [
            (&silent, Seen::Source { last: Some(at(90)) }, Some("nothing came from the source `ci` for 10 minutes")),
            (&silent, Seen::Source { last: Some(at(91)) }, None),
            (&silent, Seen::Source { last: None }, Some("there is no source `ci`")),
            (&backlog, Seen::Waiting(5), None),
            (&backlog, Seen::Waiting(6), Some("6 messages wait, more than 5")),
            (&failing, failures(2, None), None),
            (&failing, failures(3, None), Some("3 messages to `ops` failed within 5 minutes")),
            (&failing, failures(0, Some("404")), Some("nothing is sent to `ops`: 404")),
            // Three times the usual is no more than three times the usual.
            (&spike, Seen::Errors { now: 6, before: 24 }, None),
            (&spike, Seen::Errors { now: 7, before: 24 }, Some("7 errors in the log within 5 minutes, where 2 are usual")),
            (&spike, Seen::Errors { now: 3, before: 0 }, None),
            (&spike, Seen::Errors { now: 4, before: 0 }, Some("4 errors in the log within 5 minutes, where 0 are usual")),
            (&forged, refused(2), None),
            (&forged, refused(3), Some(many)),
            (&backlog, Seen::Errors { now: 9, before: 0 }, None),
        ];
        for (watch, seen, raised) in cases {
            assert_eq!(watch.raised(&seen, at(100)).as_deref(), raised, "{watch:?} {seen:?}");
        }
    }

    #[test]
    fn one_is_not_said_as_many() {
        let failing = Watch::FailingDestination { destination: "ops".to_owned(), failures: 1, minutes: 1 };
        let forged = Watch::Refusals { source: None, least: 1, minutes: 1, forged: true };
        let spike = Watch::LogSpike { minutes: 1, factor: 1, least: 1 };
        let cases = [
            (Watch::SilentSource { source: "ci".to_owned(), minutes: 1 }, Seen::Source { last: Some(at(0)) }, "for 1 minute"),
            (failing, Seen::Failures { count: 1, disabled: None }, "1 message to `ops` failed within 1 minute"),
            (
                forged,
                Seen::Refused { count: 1, why: "old".to_owned() },
                "1 unproved request to addresses of sources was refused within 1 minute; ",
            ),
            (spike, Seen::Errors { now: 1, before: 0 }, "1 error in the log within 1 minute, where 0 are usual"),
        ];
        for (watch, seen, words) in cases {
            let said = watch.raised(&seen, at(100)).unwrap();
            assert!(said.contains(words), "{said}");
        }
    }

    #[test]
    fn what_would_never_or_always_be_raised_is_refused() {
        let silent = |source: &str, minutes| Watch::SilentSource { source: source.to_owned(), minutes };
        let spike = |minutes, factor, least| Watch::LogSpike { minutes, factor, least };
        let cases = [
            (silent("ci", 10_080), Ok(())),
            (silent("ci", 0), Err(WatchFault::Minutes)),
            (silent("ci", 10_081), Err(WatchFault::Minutes)),
            (silent("a b", 1), Err(WatchFault::Name)),
            (Watch::Backlog { destination: None, over: 0 }, Err(WatchFault::Number)),
            (Watch::FailingDestination { destination: "ops".to_owned(), failures: 0, minutes: 1 }, Err(WatchFault::Number)),
            (Watch::Refusals { source: None, least: 1, minutes: 5, forged: false }, Ok(())),
            (Watch::Refusals { source: None, least: 1, minutes: 4, forged: false }, Err(WatchFault::Minutes)),
            (spike(360, 2, 1), Ok(())),
            (spike(361, 2, 1), Err(WatchFault::Minutes)),
            (spike(5, 1, 1), Err(WatchFault::Number)),
            (spike(5, 2, 0), Err(WatchFault::Number)),
        ];
        for (watch, wanted) in cases {
            assert_eq!(watch.check(), wanted, "{watch:?}");
        }
    }
}
