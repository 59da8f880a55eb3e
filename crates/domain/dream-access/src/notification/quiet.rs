//! Quiet hours: a span of every day, by the wall clock of the person's zone, in which nothing is sent.

use dream_clock::Timestamp;
use jiff::civil::Time;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

/// How many minutes a day has by the wall clock.
const DAY: u16 = 24 * 60;

/// A span of every day, which may go over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The minute of the day at which it begins.
    pub from: u16,
    /// The minute of the day at which it ends.
    pub until: u16,
}

/// Why quiet hours or their zone cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuietError {
    /// There is no such zone.
    #[error("there is no time zone `{0}`; name one as the IANA does, such as Europe/Berlin")]
    UnknownZone(String),
    /// A minute lies outside the day, or the span is empty or the whole day.
    #[error("quiet hours begin and end at different minutes of a day, from 00:00 to 23:59")]
    BadSpan,
}

impl QuietHours {
    /// Checks the span.
    ///
    /// # Errors
    /// [`QuietError::BadSpan`].
    pub fn check(&self) -> Result<(), QuietError> {
        if self.from == self.until || self.from >= DAY || self.until >= DAY { Err(QuietError::BadSpan) } else { Ok(()) }
    }

    /// When something that would be sent at `at` may be sent: then, or at the end of the quiet hours that it falls into. Where the clock is put
    /// forward over that end, a moment later; where it is put back, the first time that the clock shows it.
    ///
    /// # Errors
    /// [`QuietError::UnknownZone`].
    pub fn not_before(&self, at: Timestamp, zone: &str) -> Result<Timestamp, QuietError> {
        let out_of_range = |_| QuietError::UnknownZone(zone.to_owned());
        let local = jiff::Timestamp::from_microsecond(at.micros()).map_err(out_of_range)?.to_zoned(known_zone(zone)?);
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0);
        if !self.covers(minute) {
            return Ok(at);
        }
        let (hour, rest) = (self.until / 60, self.until % 60);
        let end = Time::new(i8::try_from(hour).unwrap_or(0), i8::try_from(rest).unwrap_or(0), 0, 0).map_err(out_of_range)?;
        // Over midnight, the evening's quiet ends on the next day.
        let date = if self.until > minute { local.date() } else { local.date().tomorrow().map_err(out_of_range)? };
        let ends = date.to_datetime(end).to_zoned(local.time_zone().clone()).map_err(out_of_range)?;
        Ok(Timestamp::from_micros(ends.timestamp().as_microsecond()).max(at))
    }

    fn covers(&self, minute: u16) -> bool {
        if self.from < self.until { (self.from..self.until).contains(&minute) } else { minute >= self.from || minute < self.until }
    }
}

/// The zone of this name, from the database that is compiled in: the answer is the same on every machine.
///
/// # Errors
/// [`QuietError::UnknownZone`].
pub(crate) fn known_zone(name: &str) -> Result<TimeZone, QuietError> {
    TimeZoneDatabase::bundled().get(name).map_err(|_| QuietError::UnknownZone(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: QuietHours = QuietHours { from: 22 * 60, until: 7 * 60 };
    const NOON: QuietHours = QuietHours { from: 12 * 60, until: 13 * 60 };

    fn at(text: &str) -> Timestamp {
        Timestamp::from_micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    fn check(quiet: &QuietHours, zone: &str, sent: &str, expected: &str) {
        assert_eq!(quiet.not_before(at(sent), zone).unwrap(), at(expected), "{sent} in {zone}");
    }

    #[test]
    fn what_falls_into_quiet_hours_waits_for_their_end_by_the_persons_clock() {
        check(&NIGHT, "Europe/Berlin", "2026-01-10T20:59:00Z", "2026-01-10T20:59:00Z");
        check(&NIGHT, "Europe/Berlin", "2026-01-10T21:00:00Z", "2026-01-11T06:00:00Z");
        check(&NIGHT, "Europe/Berlin", "2026-01-11T02:30:00Z", "2026-01-11T06:00:00Z");
        check(&NIGHT, "Europe/Berlin", "2026-01-11T06:00:00Z", "2026-01-11T06:00:00Z");
        check(&NIGHT, "Asia/Kolkata", "2026-01-10T16:30:00Z", "2026-01-11T01:30:00Z");
        check(&NOON, "UTC", "2026-01-10T12:59:59Z", "2026-01-10T13:00:00Z");
    }

    #[test]
    fn trap_43_the_end_is_the_wall_clocks_own_on_both_sides_of_a_clock_change() {
        // Berlin goes from UTC+1 to UTC+2 on 29 March and back on 25 October 2026.
        check(&NIGHT, "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z");
        check(&NIGHT, "Europe/Berlin", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z");
        // 02:30 does not exist on 29 March: a moment later it is 03:30.
        let gap = QuietHours { from: 60, until: 150 };
        check(&gap, "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z");
        // 02:30 is twice on 25 October: the first counts, and what comes between the two waits no longer.
        check(&gap, "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z");
        check(&gap, "Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-25T01:10:00Z");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(NIGHT.not_before(at("2026-01-10T12:00:00Z"), "Mars/Olympus"), Err(QuietError::UnknownZone("Mars/Olympus".into())));
        for (from, until) in [(60, 60), (0, DAY), (DAY, 0)] {
            assert_eq!(QuietHours { from, until }.check(), Err(QuietError::BadSpan), "{from} to {until}");
        }
        assert_eq!(NIGHT.check(), Ok(()));
    }
}
