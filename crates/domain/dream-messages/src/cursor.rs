//! Where a consumer stands in one channel: how far it has come, and what before that is not acknowledged yet.
//!
//! All places before [`Cursor::next`] were delivered at least once, and all of them were settled but for those that are pending: in
//! somebody's hands until a deadline, or waiting for their next delivery. Places delivered together stay one range until they part, so
//! that a cursor is small however many messages pass.

mod codec;
mod ranges;
mod recent;

pub use codec::CursorDamaged;

use crate::{ConsumerSettings, Status};
use dream_clock::Timestamp;
use ranges::{Range, Ranges, State};
use recent::Recent;
use std::{sync::Arc, time::Duration};

/// Where a consumer stands in one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The first place that the consumer owes.
    start: u64,
    /// The first place that was never delivered.
    next: u64,
    pending: Ranges,
    recent: Recent,
}

/// Places from `first` to `last`, both included, that share their fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// The number of their last delivery, from 1; 0 where there was none.
    pub attempt: u32,
    /// Whether the message is the copy kept with its dead letter, which may have been edited, rather than the one in the channel.
    pub copy: bool,
}

/// What a holder asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want<'a> {
    /// The most messages.
    pub most: u64,
    /// Of these, the most that were never delivered before.
    pub fresh: u64,
    /// Who asks.
    pub holder: &'a str,
    /// How long the holder has for an answer.
    pub ack_wait: Duration,
}

/// What a holder says about a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Done with.
    Acknowledge,
    /// Not done: deliver it again, after this delay or else after the consumer's backoff.
    Fail {
        /// The delay, at most [`ConsumerSettings::MAX_DELAY`].
        delay: Option<Duration>,
    },
    /// Not done, and no further delivery would help: a dead letter at once.
    Reject,
    /// Still working on it: the deadline begins anew.
    InProgress,
}

/// What a verdict did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is done with. `copy` as in [`Places`].
    Acknowledged {
        /// Whether the copy with its dead letter can go.
        copy: bool,
    },
    /// It will be delivered again.
    Again {
        /// Not before this.
        at: Timestamp,
    },
    /// It was its last delivery.
    Dead(Places),
    /// The deadline is later now.
    Extended {
        /// The new deadline.
        until: Timestamp,
    },
}

/// Why a verdict has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// Somebody else has it by now.
    #[error("this delivery (attempt {given}) is over, and attempt {current} is on its way; nothing was changed")]
    Stale {
        /// The attempt that the verdict was about.
        given: u32,
        /// The attempt that counts.
        current: u32,
    },
    /// It is settled already, or was never delivered.
    #[error("the message is not in anybody's hands: it was settled already, or never delivered; nothing was changed")]
    NotPending,
    /// Its deadline passed, and it waits for its next delivery.
    #[error("the delivery was not answered in time and has ended; the message will be delivered again")]
    Lapsed,
}

impl SettleError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Stale { .. } => "stale_delivery",
            Self::NotPending => "not_in_flight",
            Self::Lapsed => "delivery_lapsed",
        }
    }
}

/// What is known of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// How far it has come. A dead letter counts as acknowledged here: the cursor is done with it.
    pub status: Status,
    /// The number of the last delivery; 0 where there was none or it is no longer known.
    pub attempt: u32,
    /// Since when, where that is known.
    pub at: Option<Timestamp>,
    /// Who has it.
    pub holder: Option<String>,
    /// See [`Places::copy`].
    pub copy: bool,
}

impl Cursor {
    /// A cursor whose first message is at `start`, from 1.
    #[must_use]
    pub fn at(start: u64) -> Self {
        let start = start.max(1);
        Self { start, next: start, pending: Ranges::default(), recent: Recent::default() }
    }

    /// The first place that was never delivered.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// All up to this place is settled; what is behind it may be removed.
    #[must_use]
    pub fn floor(&self) -> u64 {
        self.pending.first_in_channel().unwrap_or(self.next) - 1
    }

    /// How many messages are in flight or wait for another delivery.
    #[must_use]
    pub fn pending(&self) -> u64 {
        self.pending.count()
    }

    /// The earliest moment at which something pending changes by itself.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        self.pending.iter().map(|range| range.until).min()
    }

    /// Whether something can be delivered at `now`, where the channel's newest message is at `head`.
    #[must_use]
    pub fn is_ready(&self, now: Timestamp, head: u64) -> bool {
        self.next <= head || self.due().is_some_and(|due| due <= now)
    }

    /// Makes up for a clock that was set back: what began in the future begins now, and lasts as long as it would have.
    pub fn tolerate(&mut self, now: Timestamp) {
        for range in self.pending.iter_mut().filter(|range| range.since > now) {
            range.until = now.plus(range.until.since(range.since));
            range.since = now;
        }
    }

    /// Ends the deliveries that were not answered by `now`: they wait for their next, or were the last and are returned as dead.
    /// `bits` are random.
    pub fn lapse(&mut self, now: Timestamp, settings: &ConsumerSettings, bits: u32) -> Vec<Places> {
        self.tolerate(now);
        let mut dead = Vec::new();
        self.pending.retain(|range| {
            if range.until > now || !matches!(range.state, State::Held(_)) {
                return true;
            }
            if range.deliveries() >= settings.max_deliveries {
                dead.push(range.places());
                return false;
            }
            range.since = range.until;
            range.until = range.until.plus(settings.backoff().wait(range.deliveries(), bits));
            range.state = State::Waiting;
            true
        });
        dead
    }

    /// Gives messages to a holder: first those whose next delivery is due, then new ones up to `head`. What is before `tail + 1`, the
    /// channel's oldest message, is passed over.
    pub fn take(&mut self, now: Timestamp, want: Want<'_>, tail: u64, head: u64) -> Vec<Places> {
        let until = now.plus(want.ack_wait);
        let holder: Arc<str> = want.holder.into();
        let mut taken = self.pending.take_due(now, until, want.most, &holder);
        let got: u64 = taken.iter().map(Places::len).sum();
        let fresh = want.fresh.min(want.most - got);
        self.next = self.next.max(tail + 1);
        let last = head.min(self.next.saturating_add(fresh) - 1);
        if self.next <= last {
            let range = Range { first: self.next, last, attempt: 1, since: now, until, state: State::Held(holder), copy: false, before: 0 };
            taken.push(range.places());
            self.pending.push(range);
            self.next = last + 1;
        }
        taken
    }

    /// Applies what the holder of delivery `attempt` of `place` says. `bits` are random.
    ///
    /// # Errors
    /// [`SettleError`]; then nothing changed. An acknowledgement that is late, but before the next delivery, counts.
    pub fn settle(
        &mut self,
        place: u64,
        attempt: u32,
        verdict: Verdict,
        now: Timestamp,
        settings: &ConsumerSettings,
        bits: u32,
    ) -> Result<Settled, SettleError> {
        let found = self.pending.find(place).ok_or(SettleError::NotPending)?;
        let (current, copy, held) = (found.attempt, found.copy, matches!(found.state, State::Held(_)));
        let deliveries = found.deliveries();
        if current != attempt {
            return Err(SettleError::Stale { given: attempt, current });
        }
        match verdict {
            Verdict::Acknowledge => {
                self.pending.remove(place);
                self.recent.acknowledged(place, attempt, now);
                Ok(Settled::Acknowledged { copy })
            }
            Verdict::Reject => Ok(self.give_up(place, attempt, copy)),
            _ if !held => Err(SettleError::Lapsed),
            Verdict::Fail { .. } if deliveries >= settings.max_deliveries => Ok(self.give_up(place, attempt, copy)),
            Verdict::Fail { delay } => {
                let wait = delay.map_or_else(|| settings.backoff().wait(deliveries, bits), |delay| delay.min(ConsumerSettings::MAX_DELAY));
                let at = now.plus(wait);
                self.pending.change(place, |range| (range.since, range.until, range.state) = (now, at, State::Waiting));
                Ok(Settled::Again { at })
            }
            Verdict::InProgress => {
                let until = now.plus(settings.ack_wait);
                self.pending.change(place, |range| (range.since, range.until) = (now, until));
                Ok(Settled::Extended { until })
            }
        }
    }

    fn give_up(&mut self, place: u64, attempt: u32, copy: bool) -> Settled {
        self.pending.remove(place);
        Settled::Dead(Places { first: place, last: place, attempt, copy })
    }

    /// Takes `place` out of what is pending: its message is too old, or no longer there.
    pub fn withdraw(&mut self, place: u64) {
        self.pending.remove(place);
    }

    /// Passes over everything up to `through`; returns what was owed of it. Copies with dead letters stay.
    pub fn pass_over(&mut self, through: u64) -> Vec<Places> {
        let mut owed = self.pending.remove_through(through);
        if self.next <= through {
            owed.push(Places { first: self.next, last: through, attempt: 0, copy: false });
            self.next = through + 1;
        }
        owed
    }

    /// Has the dead letter of `place`, which died at delivery `before`, delivered again, from its copy. It has as many deliveries as any other; their
    /// numbers go on, so that none is taken for an earlier one. False if it is pending already.
    pub fn replay(&mut self, place: u64, before: u32, now: Timestamp) -> bool {
        if place >= self.next || self.pending.find(place).is_some() {
            return false;
        }
        let range = Range { first: place, last: place, attempt: before, since: now, until: now, state: State::Waiting, copy: true, before };
        self.pending.insert(range);
        true
    }

    /// What is known of `place`; `None` where the consumer never owed it.
    #[must_use]
    pub fn position(&self, place: u64) -> Option<Position> {
        let known = |status, attempt, at| Some(Position { status, attempt, at, holder: None, copy: false });
        let Some(range) = self.pending.find(place) else {
            return match () {
                () if place < self.start => None,
                () if place >= self.next => known(Status::Stored, 0, None),
                () => {
                    let (attempt, at) = self.recent.of(place).map_or((0, None), |(attempt, at)| (attempt, Some(at)));
                    known(Status::Acknowledged, attempt, at)
                }
            };
        };
        let (status, holder) = match &range.state {
            State::Held(holder) => (Status::Delivered, Some(holder.to_string())),
            // A dead letter that is replayed and was not delivered since.
            State::Waiting if range.copy && range.deliveries() == 0 => (Status::Stored, None),
            State::Waiting => (Status::Failed, None),
        };
        Some(Position { status, attempt: range.attempt, at: Some(range.since), holder, copy: range.copy })
    }
}

impl Places {
    /// How many there are.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always at least one")]
    pub const fn len(&self) -> u64 {
        self.last - self.first + 1
    }

    /// Each of them.
    pub fn each(&self) -> std::ops::RangeInclusive<u64> {
        self.first..=self.last
    }
}
