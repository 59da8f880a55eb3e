//! A moment in time.

use std::fmt;

/// Microseconds since 1970-01-01T00:00:00Z. As text: RFC 3339 in UTC with six decimals, so that text sorts as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Why a text is not a timestamp.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an RFC 3339 time such as 2026-11-21T14:00:00Z")]
pub struct ParseTimestampError(String);

impl Timestamp {
    /// From microseconds since 1970.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since 1970; zero before it.
    #[must_use]
    pub fn unix_ms(self) -> u64 {
        u64::try_from(self.0 / 1_000).unwrap_or(0)
    }

    /// For people: its day and minute in UTC, with the zone, as in `22 Nov 2026 08:02 UTC`.
    #[must_use]
    pub fn to_the_minute(self) -> String {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(time) => time.strftime("%-d %b %Y %H:%M UTC").to_string(),
            Err(_) => self.to_string(),
        }
    }

    /// This moment moved by `delta`; saturates.
    #[must_use]
    pub fn plus(self, delta: std::time::Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(delta.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero when it is not after.
    #[must_use]
    pub fn since(self, earlier: Self) -> std::time::Duration {
        std::time::Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(time) => write!(f, "{time:.6}"),
            Err(_) => write!(f, "{}us", self.0),
        }
    }
}

impl std::str::FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time: jiff::Timestamp = text.parse().map_err(|_| ParseTimestampError(text.chars().take(64).collect()))?;
        Ok(Self(time.as_microsecond()))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trap 35: timestamps that are compared as text come out in the wrong order unless every text has the same shape.
    #[test]
    fn texts_sort_as_the_times_do_and_read_back() {
        let times = [0, 1, 999_999, 1_000_000, 1_767_225_600_000_000, 1_767_225_600_000_001, 1_767_225_600_100_000, 4_102_444_800_000_000];
        let texts: Vec<String> = times.iter().map(|micros| Timestamp::from_micros(*micros).to_string()).collect();
        assert!(texts.is_sorted(), "{texts:?}");
        assert!(texts.iter().all(|text| text.len() == "2026-01-01T00:00:00.000000Z".len()), "{texts:?}");
        for (micros, text) in times.iter().zip(&texts) {
            assert_eq!(text.parse(), Ok(Timestamp::from_micros(*micros)));
        }
        assert_eq!("2026-01-01T01:00:00+01:00".parse(), Ok(Timestamp::from_micros(1_767_225_600_000_000)), "an offset is the same moment");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    #[test]
    fn people_read_a_minute_and_its_zone() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().to_the_minute();
        assert_eq!(at("2026-01-01T09:59:59.999999Z"), "1 Jan 2026 09:59 UTC");
        assert_eq!(at("2026-11-22T00:30:00+01:00"), "21 Nov 2026 23:30 UTC", "another zone is the same moment");
        assert_eq!(Timestamp::from_micros(i64::MAX).to_the_minute(), "9223372036854775807us", "what no calendar has is shown as it is");
    }
}
