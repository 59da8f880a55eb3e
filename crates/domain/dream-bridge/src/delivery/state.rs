//! The states of a delivery, as total functions: every outcome in every state has its next state.

use super::{MOST_AGE, NONCE_WINDOW, Way, backoff};
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// It waits for its turn.
    Queued {
        /// Not before then.
        not_before: Timestamp,
    },
    /// It is on its way.
    Sending {
        /// Since when.
        since: Timestamp,
    },
    /// It arrived.
    Sent {
        /// When.
        at: Timestamp,
        /// The platform's id of the message.
        message: String,
    },
    /// It replaced the text of an earlier message.
    Edited {
        /// When.
        at: Timestamp,
        /// The platform's id of the message.
        message: String,
    },
    /// It was refused for good.
    Failed {
        /// When.
        at: Timestamp,
        /// Why.
        why: String,
    },
    /// It may have arrived, and nobody knows.
    Unknown {
        /// Since when.
        at: Timestamp,
        /// Whether the channel is to be read to find it.
        look: bool,
    },
    /// Somebody took it back before it was sent.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// It was tried for too long.
    Dead {
        /// When.
        at: Timestamp,
        /// Why the last try failed.
        why: String,
    },
}

impl State {
    /// The word for it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Queued { .. } => "queued",
            Self::Sending { .. } => "sending",
            Self::Sent { .. } => "sent",
            Self::Edited { .. } => "edited",
            Self::Failed { .. } => "failed",
            Self::Unknown { .. } => "unknown",
            Self::Cancelled { .. } => "cancelled",
            Self::Dead { .. } => "dead",
        }
    }
}

/// How a try, or a look for an earlier one, ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The message is there.
    Sent {
        /// The platform's id of it.
        message: String,
    },
    /// The earlier message has the new text.
    Edited {
        /// The platform's id of it.
        message: String,
    },
    /// A rate limit: it was not sent, and this try does not count.
    Limited {
        /// Not before then.
        until: Timestamp,
    },
    /// It was not sent, for a reason that passes.
    NotSent {
        /// Why.
        why: String,
    },
    /// It was sent, and no answer came; or the answer does not say what became of it.
    Lost,
    /// The channel was read: it is not there.
    NotFound,
    /// It was refused for good.
    Refused {
        /// Why.
        why: String,
    },
}

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// How it is sent.
    pub way: Way,
    /// Where it stands.
    pub state: State,
    /// When it was queued, and from its first try on when that was: for how long it is tried counts from here, however long it was held back.
    pub queued_at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// When the first try with the present nonce was sent.
    pub first_sent: Option<Timestamp>,
    /// Which nonce is used: it changes only when it is known that nothing was sent under the last one.
    pub generation: u32,
    /// Whether a webhook whose answer was lost is sent again, though that may double it.
    pub repeat_unknown: bool,
}

/// What is to be done about a delivery now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing before then.
    WaitUntil(Timestamp),
    /// Send it.
    Send,
    /// Read the channel since it was first sent, and say whether it is there.
    Look,
    /// Nothing any more.
    None,
}

impl Delivery {
    /// A delivery that waits for its turn.
    #[must_use]
    pub const fn queued(way: Way, repeat_unknown: bool, now: Timestamp) -> Self {
        Self { way, state: State::Queued { not_before: now }, queued_at: now, tries: 0, first_sent: None, generation: 0, repeat_unknown }
    }

    /// What is to be done at `now`.
    #[must_use]
    pub fn effect(&self, now: Timestamp) -> Effect {
        match &self.state {
            State::Queued { not_before } if *not_before > now => Effect::WaitUntil(*not_before),
            State::Queued { .. } if self.is_past_nonce(now) => Effect::Look,
            State::Queued { .. } => Effect::Send,
            State::Unknown { look: true, .. } => Effect::Look,
            _ => Effect::None,
        }
    }

    /// It is being sent: to be stored before the request leaves.
    #[must_use]
    pub fn sending(mut self, now: Timestamp) -> Self {
        self.tries += 1;
        if self.first_sent.is_none() && self.generation == 0 {
            self.queued_at = now;
        }
        self.first_sent.get_or_insert(now);
        self.state = State::Sending { since: now };
        self
    }

    /// What it is after a try or a look ended so. `random` is any number.
    #[must_use]
    pub fn ended(mut self, outcome: Outcome, now: Timestamp, random: u64) -> Self {
        // An end is an end: a late answer changes nothing, unless it tells what nobody knew.
        let open = matches!(self.state, State::Queued { .. } | State::Sending { .. } | State::Unknown { .. });
        if !open {
            return self;
        }
        self.state = match outcome {
            Outcome::Sent { message } => State::Sent { at: now, message },
            Outcome::Edited { message } => State::Edited { at: now, message },
            Outcome::Refused { why } => State::Failed { at: now, why },
            Outcome::Limited { until } => {
                self.tries = self.tries.saturating_sub(1);
                self.again(until, "it was rate-limited for too long", now)
            }
            Outcome::NotSent { why } => {
                let pause = backoff(self.tries, random);
                self.again(now.plus(pause), &why, now)
            }
            Outcome::NotFound => {
                // Nothing was sent under this nonce that is there: the next try takes another, so that it cannot meet an old one.
                self.first_sent = None;
                self.generation += 1;
                self.again(now, "it was not found in its channel", now)
            }
            Outcome::Lost => self.lost(now, random),
        };
        self
    }

    /// What it is when a process finds it on its way after a crash: its answer is lost.
    #[must_use]
    pub fn recovered(self, now: Timestamp, random: u64) -> Self {
        if matches!(self.state, State::Sending { .. }) { self.ended(Outcome::Lost, now, random) } else { self }
    }

    /// One of its posts arrived, and the next is to be sent now: under a nonce of its own, so what was tried for the last one is forgotten.
    #[must_use]
    pub fn part_arrived(mut self, now: Timestamp) -> Self {
        self.state = State::Queued { not_before: now };
        (self.tries, self.first_sent) = (0, None);
        self
    }

    /// A try failed, and the receiver's own schedule says when the next one follows; after the last one, it is a dead letter.
    #[must_use]
    pub fn again_at(mut self, next: Option<Timestamp>, why: &str, now: Timestamp) -> Self {
        self.state = match next {
            Some(not_before) => State::Queued { not_before },
            None => State::Dead { at: now, why: why.to_owned() },
        };
        self
    }

    /// Somebody takes it back. What is on its way, or has ended, stays what it is.
    #[must_use]
    pub fn cancelled(mut self, now: Timestamp) -> Self {
        if matches!(self.state, State::Queued { .. }) {
            self.state = State::Cancelled { at: now };
        }
        self
    }

    /// Whether it has not ended, as far as order goes: what is behind it in its lane waits.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, State::Queued { .. } | State::Sending { .. } | State::Unknown { look: true, .. })
    }

    /// Somebody asks for it to be sent anew, whatever became of it. A message of its own: nothing of the old one is kept.
    #[must_use]
    pub const fn replayed(&self, now: Timestamp) -> Self {
        Self::queued(self.way, self.repeat_unknown, now)
    }

    fn lost(&self, now: Timestamp, random: u64) -> State {
        let again = |pause| self.again(now.plus(pause), "no answer came", now);
        match self.way {
            Way::Outgoing => again(backoff(self.tries, random)),
            Way::Bot if self.is_past_nonce(now) => State::Unknown { at: now, look: true },
            Way::Bot => again(backoff(self.tries, random).min(NONCE_WINDOW / 4)),
            Way::Webhook if self.repeat_unknown => again(backoff(self.tries, random)),
            Way::Webhook => State::Unknown { at: now, look: false },
        }
    }

    fn again(&self, not_before: Timestamp, why: &str, now: Timestamp) -> State {
        if now.since(self.queued_at) >= MOST_AGE {
            return State::Dead { at: now, why: why.to_owned() };
        }
        State::Queued { not_before }
    }

    /// Whether a try may have left something that the nonce no longer finds.
    fn is_past_nonce(&self, now: Timestamp) -> bool {
        self.way == Way::Bot && self.first_sent.is_some_and(|first| now.since(first) >= NONCE_WINDOW)
    }
}

#[cfg(test)]
mod tests;
