//! What channels keep and how consumers are served, both ways.

use crate::failure::Failure;
use dream_api::{ChannelSettings, ConsumerSettings, ConsumerStart, Span, WhenFull};
use dream_messages as domain;

/// What a channel keeps.
pub(super) fn channel_settings(settings: &domain::ChannelSettings) -> ChannelSettings {
    ChannelSettings {
        max_age: settings.max_age.map(Span::new),
        max_messages: settings.max_messages,
        max_bytes: settings.max_bytes,
        hard_age: settings.hard_age.map(Span::new),
        hard_messages: settings.hard_messages,
        hard_bytes: settings.hard_bytes,
        when_full: match settings.when_full {
            domain::WhenFull::Refuse => WhenFull::Refuse,
            domain::WhenFull::Expire => WhenFull::Expire,
        },
        max_body: settings.max_body,
    }
}

/// What a channel shall keep.
pub(crate) fn channel_settings_of(settings: &ChannelSettings) -> Result<domain::ChannelSettings, Failure> {
    Ok(domain::ChannelSettings {
        max_age: settings.max_age.map(Span::duration),
        max_messages: settings.max_messages,
        max_bytes: settings.max_bytes,
        hard_age: settings.hard_age.map(Span::duration),
        hard_messages: settings.hard_messages,
        hard_bytes: settings.hard_bytes,
        when_full: match settings.when_full {
            WhenFull::Refuse => domain::WhenFull::Refuse,
            WhenFull::Expire => domain::WhenFull::Expire,
            WhenFull::Unknown => return Err(Failure::field("invalid_body", "when_full", "use refuse or expire")),
        },
        max_body: settings.max_body,
    })
}

/// How a consumer is served.
pub(super) fn consumer_settings(settings: &domain::ConsumerSettings) -> ConsumerSettings {
    ConsumerSettings {
        ack_wait: Span::new(settings.ack_wait),
        max_deliveries: settings.max_deliveries,
        backoff: Span::new(settings.backoff_base),
        max_backoff: Span::new(settings.backoff_max),
        max_in_flight: settings.max_in_flight,
        start: match settings.start {
            domain::Start::First => ConsumerStart::First,
            domain::Start::New => ConsumerStart::New,
        },
        idle: settings.idle.map(Span::new),
    }
}

/// How a consumer shall be served.
pub(crate) fn consumer_settings_of(settings: &ConsumerSettings) -> Result<domain::ConsumerSettings, Failure> {
    Ok(domain::ConsumerSettings {
        ack_wait: settings.ack_wait.duration(),
        max_deliveries: settings.max_deliveries,
        backoff_base: settings.backoff.duration(),
        backoff_max: settings.max_backoff.duration(),
        max_in_flight: settings.max_in_flight,
        start: match settings.start {
            ConsumerStart::First => domain::Start::First,
            ConsumerStart::New => domain::Start::New,
            ConsumerStart::Unknown => return Err(Failure::field("invalid_body", "start", "use first or new")),
        },
        idle: settings.idle.map(Span::duration),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_the_same_on_both_sides() {
        assert_eq!(channel_settings(&domain::ChannelSettings::default()), ChannelSettings::default());
        assert_eq!(channel_settings_of(&ChannelSettings::default()).unwrap(), domain::ChannelSettings::default());
        assert_eq!(consumer_settings(&domain::ConsumerSettings::default()), ConsumerSettings::default());
        assert_eq!(consumer_settings_of(&ConsumerSettings::default()).unwrap(), domain::ConsumerSettings::default());
    }

    #[test]
    fn words_of_a_newer_client_are_refused() {
        let settings = ChannelSettings { when_full: WhenFull::Unknown, ..ChannelSettings::default() };
        assert_eq!(channel_settings_of(&settings).unwrap_err().facts().code, "invalid_body");
        let settings = ConsumerSettings { start: ConsumerStart::Unknown, ..ConsumerSettings::default() };
        assert!(consumer_settings_of(&settings).is_err());
    }
}
