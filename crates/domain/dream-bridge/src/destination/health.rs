//! Whether anything is sent to a destination, and who is told when not.

use crate::discord::Meaning;
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long an address that was shut out is left alone.
pub const SHUT_OUT: Duration = Duration::from_mins(10);

/// A destination's health.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Since when nothing is sent, and why.
    pub disabled: Option<(Timestamp, String)>,
    /// How many answers in a row were failures.
    pub failures: u32,
    /// When something last arrived.
    pub last_arrived: Option<Timestamp>,
}

/// What an answer asks for besides what becomes of the delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Nothing.
    None,
    /// This destination was disabled: people are told through another one.
    Disabled,
    /// Every destination of the same connection is to be disabled: its token is refused.
    ConnectionDisabled,
    /// Nothing is sent from this address before then.
    Shut(Timestamp),
}

impl Health {
    /// Takes in what an answer means.
    pub fn answered(&mut self, meaning: Meaning, why: &str, now: Timestamp) -> Consequence {
        match meaning {
            Meaning::Done => {
                // It works, whatever was thought of it.
                self.enable();
                self.last_arrived = Some(now);
                Consequence::None
            }
            Meaning::DestinationGone => self.disable(why, now, Consequence::Disabled),
            Meaning::TokenRefused => self.disable(why, now, Consequence::ConnectionDisabled),
            Meaning::ShutOut => {
                self.failures = self.failures.saturating_add(1);
                Consequence::Shut(now.plus(SHUT_OUT))
            }
            Meaning::Again | Meaning::Unknown => {
                self.failures = self.failures.saturating_add(1);
                Consequence::None
            }
            // What a limit, an edit or one message meets says nothing about the destination.
            Meaning::Later | Meaning::EditGone | Meaning::ThreadGone | Meaning::Refused => Consequence::None,
        }
    }

    /// Whether anything is sent to it.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.disabled.is_none()
    }

    /// Somebody says that it works again.
    pub fn enable(&mut self) {
        self.disabled = None;
        self.failures = 0;
    }

    fn disable(&mut self, why: &str, now: Timestamp, first: Consequence) -> Consequence {
        self.failures = self.failures.saturating_add(1);
        if self.disabled.is_some() {
            // People were told already.
            return Consequence::None;
        }
        self.disabled = Some((now, why.to_owned()));
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_token_a_deleted_channel_and_a_missing_right_disable_once() {
        let now = Timestamp::from_micros(0);
        let cases = [
            (Meaning::Done, Consequence::None, true),
            (Meaning::Refused, Consequence::None, true),
            (Meaning::Later, Consequence::None, true),
            (Meaning::EditGone, Consequence::None, true),
            (Meaning::Unknown, Consequence::None, true),
            (Meaning::DestinationGone, Consequence::Disabled, false),
            (Meaning::TokenRefused, Consequence::ConnectionDisabled, false),
            (Meaning::ShutOut, Consequence::Shut(now.plus(SHUT_OUT)), true),
        ];
        for (meaning, consequence, active) in cases {
            let mut health = Health::default();
            assert_eq!((health.answered(meaning, "why", now), health.is_active()), (consequence, active), "{meaning:?}");
            if !active {
                assert_eq!(health.answered(meaning, "why", now), Consequence::None, "people are told once");
                health.enable();
                assert!(health.is_active());
            }
        }
    }

    /// Who goes on sending to it, because it was mended elsewhere, hears of its next end too.
    #[test]
    fn what_arrives_shows_that_it_works_again() {
        let (now, mut health) = (Timestamp::from_micros(0), Health::default());
        assert_eq!(health.answered(Meaning::DestinationGone, "why", now), Consequence::Disabled);
        assert_eq!(health.answered(Meaning::Done, "", now), Consequence::None);
        assert!(health.is_active());
        assert_eq!(health.answered(Meaning::DestinationGone, "why", now), Consequence::Disabled);
    }
}
