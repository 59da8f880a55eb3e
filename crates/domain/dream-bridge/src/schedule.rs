//! Lengths of time, times of day and time zones, as rules write them.

use dream_clock::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::time::Duration;

/// The longest length of time that a rule may name.
pub const LONGEST: Duration = Duration::from_hours(8784);

/// A time zone by its IANA name. The database of zones is compiled in: the machine's own is not asked, so that every server decides alike.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Zone {
    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }

    /// The zone of this name, such as `Europe/Berlin`.
    ///
    /// # Errors
    /// When there is none, what would be right.
    pub fn parse(name: &str) -> Result<Self, String> {
        match TimeZoneDatabase::bundled().get(name) {
            Ok(zone) => Ok(Self { name: name.to_owned(), zone }),
            Err(_) => Err(format!("`{name}` is no time zone; use an IANA name such as Europe/Berlin or UTC")),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `at` in this zone, written by a `strftime` pattern; `None` when the pattern is wrong.
    #[must_use]
    pub fn format(&self, at: Timestamp, pattern: &str) -> Option<String> {
        let time = jiff::Timestamp::from_microsecond(at.micros()).ok()?.to_zoned(self.zone.clone());
        jiff::fmt::strtime::format(pattern, &time).ok()
    }

    fn local(&self, at: Timestamp) -> Option<jiff::Zoned> {
        Some(jiff::Timestamp::from_microsecond(at.micros()).ok()?.to_zoned(self.zone.clone()))
    }

    /// The moment of a local date and time. One that a clock change skips is taken as much later as the clocks were moved; of one
    /// that comes twice, the first.
    fn moment(&self, date: Date, time: Time) -> Option<Timestamp> {
        let zoned = self.zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok()?;
        Some(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
    }
}

/// Reads `30s`, `15m`, `2h` or `7d`.
///
/// # Errors
/// When it is none of these or longer than [`LONGEST`], what would be right.
pub fn parse_length(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no length of time; write a whole number and s, m, h or d, such as 15m");
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let digits = text.strip_suffix(unit).unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let count: u64 = digits.parse().map_err(|_| wrong())?;
    let length = Duration::from_secs(count.checked_mul(seconds).ok_or_else(wrong)?);
    if length.is_zero() || length > LONGEST {
        return Err(format!("`{text}` must be at least a second and at most 366 days"));
    }
    Ok(length)
}

/// Reads a time of day such as `07:30`.
///
/// # Errors
/// When it is none, what would be right.
pub fn parse_time(text: &str) -> Result<Time, String> {
    let wrong = || format!("`{text}` is no time of day; write hours and minutes such as 07:30");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    if hours.len() != 2 || minutes.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') {
        return Err(wrong());
    }
    let (hours, minutes) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
    Time::new(hours, minutes, 0, 0).map_err(|_| wrong())
}

/// Reads `mon` … `sun`.
///
/// # Errors
/// When it is none of these, what would be right.
pub fn parse_day(text: &str) -> Result<Weekday, String> {
    Ok(match text {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return Err(format!("`{text}` is no day; write mon, tue, wed, thu, fri, sat or sun")),
    })
}

/// Hours of the day during which little may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// When they begin, local time.
    pub from: Time,
    /// When they end, local time; not after `from` means on the next day.
    pub to: Time,
    /// The days on which they begin; empty means every day.
    pub days: Vec<Weekday>,
    /// Whose local time.
    pub zone: Zone,
}

impl Hours {
    /// When the hours that `now` lies in end; `None` outside of them.
    #[must_use]
    pub fn end(&self, now: Timestamp) -> Option<Timestamp> {
        let today = self.zone.local(now)?.date();
        // Yesterday's hours may last until this morning.
        let ends = [today.yesterday().ok(), Some(today)].into_iter().flatten().filter_map(|day| {
            let counts = self.days.is_empty() || self.days.contains(&day.weekday());
            let last = if self.to > self.from { day } else { day.tomorrow().ok()? };
            let (start, end) = (self.zone.moment(day, self.from)?, self.zone.moment(last, self.to)?);
            (counts && start <= now && now < end).then_some(end)
        });
        ends.max()
    }
}

/// When collected events are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    /// So long after the first of them.
    After(Duration),
    /// At every whole multiple of this since 1970 in UTC.
    Every(Duration),
    /// At these times of day.
    At {
        /// Local times.
        times: Vec<Time>,
        /// Whose local time.
        zone: Zone,
    },
}

impl Rhythm {
    /// When what is collected from `now` on is sent; later than `now`.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Timestamp {
        match self {
            Self::After(wait) => now.plus(*wait),
            Self::Every(every) => {
                let step = i64::try_from(every.as_micros()).unwrap_or(i64::MAX).max(1);
                Timestamp::from_micros(now.micros().div_euclid(step).saturating_add(1).saturating_mul(step))
            }
            Self::At { times, zone } => {
                let today = zone.local(now).map(|local| local.date());
                let days = today.into_iter().flat_map(|today| [Some(today), today.tomorrow().ok()]).flatten();
                let moments = days.flat_map(|day| times.iter().filter_map(move |time| zone.moment(day, *time)));
                moments.filter(|moment| *moment > now).min().unwrap_or_else(|| now.plus(Duration::from_hours(24)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn hours(from: &str, to: &str, days: &[&str], zone: &str) -> Hours {
        Hours {
            from: parse_time(from).unwrap(),
            to: parse_time(to).unwrap(),
            days: days.iter().map(|day| parse_day(day).unwrap()).collect(),
            zone: Zone::parse(zone).unwrap(),
        }
    }

    /// Trap 43 is about posts an hour off after a clock change; quiet hours that end an hour late hide an hour of alarms.
    #[test]
    fn quiet_hours_follow_the_local_clock_over_its_changes() {
        let night = || hours("22:00", "07:00", &[], "Europe/Berlin");
        let weekend = || hours("00:00", "00:00", &["sat", "sun"], "America/New_York");
        let cases: [(Hours, &str, Option<&str>); 10] = [
            (night(), "2026-01-10T20:59:59Z", None),
            (night(), "2026-01-10T21:00:00Z", Some("2026-01-11T06:00:00Z")),
            (night(), "2026-01-11T05:59:59Z", Some("2026-01-11T06:00:00Z")),
            (night(), "2026-01-11T06:00:00Z", None),
            // The night of 29 March 2026 is an hour shorter, that of 25 October an hour longer.
            (night(), "2026-03-28T22:00:00Z", Some("2026-03-29T05:00:00Z")),
            (night(), "2026-10-24T22:00:00Z", Some("2026-10-25T06:00:00Z")),
            (hours("02:30", "03:30", &[], "Europe/Berlin"), "2026-03-29T01:15:00Z", None),
            (weekend(), "2026-11-20T12:00:00Z", None),
            (weekend(), "2026-11-21T12:00:00Z", Some("2026-11-22T05:00:00Z")),
            (weekend(), "2026-11-22T12:00:00Z", Some("2026-11-23T05:00:00Z")),
        ];
        for (hours, now, end) in cases {
            assert_eq!(hours.end(at(now)), end.map(at), "{now}");
        }
    }

    #[test]
    fn digests_are_sent_at_their_local_time_over_clock_changes() {
        let berlin = Rhythm::At {
            times: vec![parse_time("09:00").unwrap(), parse_time("17:30").unwrap()],
            zone: Zone::parse("Europe/Berlin").unwrap(),
        };
        let cases = [
            (Rhythm::After(Duration::from_secs(30)), "2026-01-01T00:00:01Z", "2026-01-01T00:00:31Z"),
            (Rhythm::Every(Duration::from_mins(15)), "2026-01-01T00:00:01Z", "2026-01-01T00:15:00Z"),
            (Rhythm::Every(Duration::from_mins(15)), "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z"),
            (berlin.clone(), "2026-03-28T07:00:00Z", "2026-03-28T08:00:00Z"),
            (berlin.clone(), "2026-03-28T17:00:00Z", "2026-03-29T07:00:00Z"),
            (berlin, "2026-03-29T07:00:00Z", "2026-03-29T15:30:00Z"),
        ];
        for (rhythm, now, next) in cases {
            assert_eq!(rhythm.next(at(now)), at(next), "{rhythm:?} from {now}");
        }
    }

    #[test]
    fn lengths_and_times_are_read_or_refused() {
        assert_eq!(parse_length("15m"), Ok(Duration::from_mins(15)));
        for wrong in ["", "m", "15", "-5m", "1.5h", "0s", "400d", "99999999999999999999s", "15 m", "é"] {
            assert!(parse_length(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "7:30", "24:00", "07:60", "0730", "aa:bb", "+1:00"] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
        assert!(Zone::parse("Mars/Olympus").is_err());
    }
}
