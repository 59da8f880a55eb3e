//! How much a channel keeps, and what happens when that is too much.

use crate::{
    MAX_BODY, SettingsError,
    limits::{duration, number},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// What a channel keeps. Messages past a `max_` are removed once no durable consumer owes them. A `hard_` limit holds whatever is owed:
/// past `hard_age` what is owed is dead-lettered as expired; at `hard_messages` or `hard_bytes` [`WhenFull`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChannelSettings {
    /// Kept this long; `None` for ever. Seconds on the wire.
    #[serde(with = "seconds")]
    pub max_age: Option<Duration>,
    /// This many messages; `None` any number.
    pub max_messages: Option<u64>,
    /// This many bytes of bodies and headers; `None` any number.
    pub max_bytes: Option<u64>,
    /// Nothing is older than this.
    #[serde(with = "seconds")]
    pub hard_age: Option<Duration>,
    /// The most messages at any time.
    pub hard_messages: u64,
    /// The most bytes at any time.
    pub hard_bytes: u64,
    /// What a publish to a full channel does.
    pub when_full: WhenFull,
    /// The longest body, in bytes: at most 256 KiB.
    pub max_body: u64,
}

/// What a publish to a full channel does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenFull {
    /// It is refused with `channel_full`, until consumers have caught up.
    Refuse,
    /// The oldest messages make room; what consumers still owe of them is dead-lettered as expired.
    Expire,
}

impl Default for ChannelSettings {
    fn default() -> Self {
        Self {
            max_age: Some(30 * DAY),
            max_messages: None,
            max_bytes: Some(1 << 30),
            hard_age: None,
            hard_messages: 50_000_000,
            hard_bytes: 64 << 30,
            when_full: WhenFull::Refuse,
            max_body: MAX_BODY as u64,
        }
    }
}

impl ChannelSettings {
    /// Refuses what makes no sense.
    ///
    /// # Errors
    /// [`SettingsError`] names the first setting outside its range.
    pub fn check(&self) -> Result<(), SettingsError> {
        let ages = [("max_age", self.max_age), ("hard_age", self.hard_age)];
        for (name, age) in ages.into_iter().filter_map(|(name, age)| age.map(|age| (name, age))) {
            duration(name, age, Duration::from_secs(1), 36_500 * DAY)?;
        }
        number("hard_messages", self.hard_messages, 1, 1 << 39)?;
        number("hard_bytes", self.hard_bytes, 1_024, 1 << 50)?;
        number("max_body", self.max_body, 1, MAX_BODY as u64)?;
        if let Some(messages) = self.max_messages {
            number("max_messages", messages, 1, self.hard_messages)?;
        }
        if let Some(bytes) = self.max_bytes {
            number("max_bytes", bytes, 1_024, self.hard_bytes.max(1 << 30))?;
        }
        match (self.max_age, self.hard_age) {
            (Some(max), Some(hard)) => duration("max_age", max, Duration::from_secs(1), hard),
            _ => Ok(()),
        }
    }
}

/// Durations as whole seconds.
mod seconds {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::time::Duration;

    #[expect(clippy::ref_option, reason = "the shape that serde asks for")]
    pub(super) fn serialize<S: Serializer>(age: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
        age.map(|age| age.as_secs()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::from_secs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_their_range_are_refused_by_name() {
        let check = |change: fn(&mut ChannelSettings), wanted: Option<&str>| {
            let mut settings = ChannelSettings::default();
            change(&mut settings);
            assert_eq!(settings.check().err().map(|error| error.name), wanted, "{settings:?}");
        };
        check(|_| {}, None);
        check(|s| s.max_age = Some(Duration::ZERO), Some("max_age"));
        check(|s| s.hard_age = Some(DAY), Some("max_age"));
        check(|s| s.hard_messages = 0, Some("hard_messages"));
        check(|s| s.max_messages = Some(50_000_001), Some("max_messages"));
        check(|s| s.max_body = MAX_BODY as u64 + 1, Some("max_body"));
        check(|s| s.hard_bytes = 3, Some("hard_bytes"));
    }

    #[test]
    fn settings_read_back_and_missing_ones_are_the_defaults() {
        let settings = ChannelSettings { hard_age: Some(40 * DAY), ..ChannelSettings::default() };
        assert_eq!(serde_json::from_str::<ChannelSettings>(&serde_json::to_string(&settings).unwrap()).unwrap(), settings);
        assert_eq!(serde_json::from_str::<ChannelSettings>("{}").unwrap(), ChannelSettings::default());
        assert!(serde_json::from_str::<ChannelSettings>(r#"{"max_agee":1}"#).is_err());
    }
}
