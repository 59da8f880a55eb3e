//! A consumer's name and how it is served.

use crate::{
    Backoff, MAX_NAME, SettingsError,
    channel::{is_name, shown},
    limits::{duration, number},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr, time::Duration};

const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);
const MILLISECOND: Duration = Duration::from_millis(1);

/// The name of a durable consumer, unique in its space. Readers under one name share its messages; each name gets them all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsumerName(String);

/// Why a text is not a consumer's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a consumer's name; use lowercase letters, digits, `-` and `_`, in segments joined by dots, {MAX_NAME} characters at most"
)]
pub struct ParseConsumerNameError(String);

impl ParseConsumerNameError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "bad_consumer_name"
    }
}

impl ConsumerName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ConsumerName {
    type Err = ParseConsumerNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_name(text) { Ok(Self(text.to_owned())) } else { Err(ParseConsumerNameError(shown(text))) }
    }
}

impl fmt::Display for ConsumerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ConsumerName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ConsumerName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Where a new consumer begins in channels that exist already. Channels that come later are read from their first message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// At the oldest message that is kept.
    First,
    /// At the next message to be published.
    New,
}

/// How a consumer is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConsumerSettings {
    /// How long a delivery may stay unanswered before it counts as failed. Milliseconds on the wire, like all durations here.
    #[serde(rename = "ack_wait_ms", with = "milliseconds")]
    pub ack_wait: Duration,
    /// After this many deliveries without acknowledgement a message is a dead letter.
    pub max_deliveries: u32,
    /// The wait before the second delivery; doubles with each further one.
    #[serde(rename = "backoff_base_ms", with = "milliseconds")]
    pub backoff_base: Duration,
    /// The longest wait between deliveries.
    #[serde(rename = "backoff_max_ms", with = "milliseconds")]
    pub backoff_max: Duration,
    /// How many messages may be delivered or waiting for another delivery at a time. Orders count for themselves.
    pub max_in_flight: u32,
    /// Where it begins in channels that exist already.
    pub start: Start,
    /// Removed after it was not used for this long, which is noted once a minute; `None` never.
    #[serde(rename = "idle_ms", with = "optional_milliseconds")]
    pub idle: Option<Duration>,
}

impl Default for ConsumerSettings {
    fn default() -> Self {
        Self {
            ack_wait: Duration::from_secs(30),
            max_deliveries: 5,
            backoff_base: Duration::from_secs(1),
            backoff_max: Duration::from_mins(5),
            max_in_flight: 1_000,
            start: Start::New,
            idle: None,
        }
    }
}

impl ConsumerSettings {
    /// The longest delay that a negative acknowledgement may ask for.
    pub const MAX_DELAY: Duration = Duration::from_hours(24);

    /// The wait between deliveries.
    #[must_use]
    pub const fn backoff(&self) -> Backoff {
        Backoff { base: self.backoff_base, max: self.backoff_max }
    }

    /// Refuses what makes no sense.
    ///
    /// # Errors
    /// [`SettingsError`] names the first setting outside its range.
    pub fn check(&self) -> Result<(), SettingsError> {
        duration("ack_wait_ms", self.ack_wait, 10 * MILLISECOND, 24 * HOUR)?;
        number("max_deliveries", self.max_deliveries.into(), 1, 1_000)?;
        duration("backoff_base_ms", self.backoff_base, MILLISECOND, 24 * HOUR)?;
        duration("backoff_max_ms", self.backoff_max, self.backoff_base, 24 * HOUR)?;
        number("max_in_flight", self.max_in_flight.into(), 1, 10_000)?;
        self.idle.map_or(Ok(()), |idle| duration("idle_ms", idle, 2 * MINUTE, 8_760 * HOUR))
    }
}

/// Durations as whole milliseconds.
mod milliseconds {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::time::Duration;

    pub(super) fn serialize<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

/// The same, where there may be none.
mod optional_milliseconds {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::time::Duration;

    #[expect(clippy::ref_option, reason = "the shape that serde asks for")]
    pub(super) fn serialize<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        time.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::from_millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_their_range_are_refused_by_name() {
        let check = |change: fn(&mut ConsumerSettings), wanted: Option<&str>| {
            let mut settings = ConsumerSettings::default();
            change(&mut settings);
            assert_eq!(settings.check().err().map(|error| error.name), wanted, "{settings:?}");
        };
        check(|_| {}, None);
        check(|s| s.ack_wait = Duration::ZERO, Some("ack_wait_ms"));
        check(|s| s.max_deliveries = 0, Some("max_deliveries"));
        check(|s| s.backoff_max = Duration::from_millis(999), Some("backoff_max_ms"));
        check(|s| s.max_in_flight = 10_001, Some("max_in_flight"));
        check(|s| s.idle = Some(Duration::ZERO), Some("idle_ms"));
    }

    #[test]
    fn settings_read_back_and_missing_ones_are_the_defaults() {
        let settings = ConsumerSettings { idle: Some(HOUR), start: Start::First, ..ConsumerSettings::default() };
        assert_eq!(serde_json::from_str::<ConsumerSettings>(&serde_json::to_string(&settings).unwrap()).unwrap(), settings);
        assert_eq!(serde_json::from_str::<ConsumerSettings>("{}").unwrap(), ConsumerSettings::default());
    }
}
