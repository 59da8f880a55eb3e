//! Summaries of the log, told to the rules on a schedule.

use crate::fold::cannot_begin;
use crate::schedule::{Rhythm, Zone, parse_length, parse_time};
use dream_clock::Timestamp;
use dream_id::{OrgId, SummaryId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The shortest time between two summaries.
const LEAST: Duration = Duration::from_mins(5);
/// The most times of day.
const MOST_TIMES: usize = 24;

/// When a summary is told, as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// At every whole multiple of this since 1970 in UTC: `1h`.
    Every(String),
    /// At these times of day.
    At {
        /// Local times: `09:00`.
        times: Vec<String>,
        /// Whose local time, by its IANA name.
        zone: String,
    },
}

/// A summary, as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Its name, unique in its organisation.
    pub name: String,
    /// When it is told.
    pub schedule: Schedule,
    /// Whether it also says what stands in the server's own log: so it is when whoever made it may read that.
    pub server: bool,
    /// When it was made: the first one sums up what happened since.
    pub made_at: Timestamp,
    /// Whether it was removed.
    #[serde(default)]
    pub removed: bool,
}

/// What can happen to a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum SummaryEvent {
    /// It was made.
    Made {
        /// Its name.
        name: String,
        /// When it is told.
        schedule: Schedule,
        /// Whether it also says what stands in the server's own log.
        server: bool,
    },
    /// It was removed.
    Removed {},
}

impl EventData for SummaryEvent {}

impl Schedule {
    /// When it is, as rules know it.
    ///
    /// # Errors
    /// What cannot be read, and what would be right.
    pub fn rhythm(&self) -> Result<Rhythm, String> {
        match self {
            Self::Every(text) => {
                let every = parse_length(text)?;
                if every < LEAST { Err(format!("`{text}` is too often; the least is 5m")) } else { Ok(Rhythm::Every(every)) }
            }
            Self::At { times, zone } => {
                if times.is_empty() || times.len() > MOST_TIMES {
                    return Err(format!("there are {} times of day; name 1 to {MOST_TIMES}, such as 09:00", times.len()));
                }
                let times = times.iter().map(|text| parse_time(text)).collect::<Result<Vec<_>, _>>()?;
                Ok(Rhythm::At { times, zone: Zone::parse(zone)? })
            }
        }
    }
}

impl Summary {
    /// A new summary.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn make(org: OrgId, id: SummaryId, name: String, schedule: Schedule, server: bool, by: &By) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, SummaryEvent::Made { name, schedule, server })
    }

    /// It is removed; records nothing when it was.
    pub fn remove(stream: &mut Stream<Self>, by: &By) {
        if !stream.removed {
            stream.record(by, SummaryEvent::Removed {});
        }
    }
}

impl Aggregate for Summary {
    type Id = SummaryId;
    type Event = SummaryEvent;
    const NOUN: &'static str = "summary";

    fn create(_: SummaryId, first: &Recorded<SummaryEvent>) -> Result<Self, FoldError> {
        let SummaryEvent::Made { name, schedule, server } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), schedule: schedule.clone(), server: *server, made_at: first.at, removed: false })
    }

    fn apply(&mut self, event: &Recorded<SummaryEvent>) {
        match &event.event {
            SummaryEvent::Made { .. } => {}
            SummaryEvent::Removed {} => self.removed = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_read_or_refused() {
        let every = |text: &str| Schedule::Every(text.to_owned());
        let daily = |times: &[&str], zone: &str| Schedule::At {
            times: times.iter().map(|time| (*time).to_owned()).collect(),
            zone: zone.to_owned(),
        };
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(every("1h").rhythm().unwrap().next(at("2026-11-22T04:10:00Z")), at("2026-11-22T05:00:00Z"));
        // Trap 43: nine o'clock stays nine o'clock when the clocks change.
        let morning = daily(&["09:00"], "Europe/Berlin").rhythm().unwrap();
        assert_eq!(morning.next(at("2026-03-28T09:00:00Z")), at("2026-03-29T07:00:00Z"));
        for wrong in [every("1m"), every("soon"), daily(&[], "UTC"), daily(&["9"], "UTC"), daily(&["09:00"], "Mars/Olympus")] {
            assert!(wrong.rhythm().is_err(), "{wrong:?}");
        }
    }
}
