//! One bucket: how many requests are left, and until when.

use super::{Answer, Grant};
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Two ends that are closer than this are of the same window: answers take different times to arrive.
const SAME_WINDOW: Duration = Duration::from_millis(250);

/// What is known of a bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bucket {
    /// Its limit; `None` until an answer named it.
    limit: Option<u32>,
    /// An answer came that named no limit: there is none but the global one.
    free: bool,
    remaining: u32,
    /// When all are left again.
    reset: Option<Timestamp>,
    /// Not before then: the server's own word, which outranks what is left.
    until: Option<Timestamp>,
    /// Requests on their way.
    in_flight: u32,
}

impl Bucket {
    pub(super) fn may(&mut self, now: Timestamp) -> Grant {
        if let Some(until) = self.until.filter(|until| *until > now) {
            return Grant::Wait(until);
        }
        let Some(limit) = self.limit else {
            return if self.free || self.in_flight == 0 { Grant::Go } else { Grant::AfterAnswer };
        };
        if self.reset.is_none_or(|reset| reset <= now) {
            // What is on its way may arrive in the new window.
            self.remaining = limit.saturating_sub(self.in_flight);
            self.reset = None;
        }
        match (self.remaining, self.reset) {
            (1.., _) => Grant::Go,
            (0, Some(reset)) => Grant::Wait(reset),
            (0, None) => Grant::AfterAnswer,
        }
    }

    pub(super) fn sent(&mut self) {
        self.remaining = self.remaining.saturating_sub(1);
        self.in_flight += 1;
    }

    pub(super) fn lost(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    pub(super) fn joined(&mut self, other: &Self) {
        self.in_flight += other.in_flight;
        self.until = self.until.max(other.until);
    }

    pub(super) fn restored(&mut self) {
        self.in_flight = 0;
    }

    pub(super) fn matters(&self, now: Timestamp) -> bool {
        self.in_flight > 0 || self.reset.max(self.until).is_some_and(|until| until > now)
    }

    pub(super) fn answered(&mut self, answer: &Answer, now: Timestamp) {
        self.in_flight = self.in_flight.saturating_sub(1);
        match (answer.limit, answer.remaining, answer.reset_after) {
            (Some(limit), Some(remaining), Some(after)) => self.counted(limit, remaining, now.plus(after)),
            _ if self.limit.is_none() && answer.status != 429 => self.free = true,
            _ => {}
        }
        if answer.status == 429 && !answer.global {
            let wait = answer.retry_after.or(answer.reset_after).unwrap_or(Duration::from_secs(1));
            self.until = self.until.max(Some(now.plus(wait)));
        }
    }

    fn counted(&mut self, limit: u32, remaining: u32, reset: Timestamp) {
        let known = self.limit.is_some();
        let same = self.reset.is_some_and(|before| reset.since(before) <= SAME_WINDOW);
        self.free = false;
        self.limit = Some(limit);
        self.remaining = match (known, self.reset.is_none(), same) {
            // The first answer of a window we opened: our own count is right, unless others send too.
            (true, true, _) | (true, _, true) => self.remaining.min(remaining),
            _ => remaining.saturating_sub(self.in_flight),
        };
        // The later end is the safe one.
        self.reset = if same { self.reset.max(Some(reset)) } else { Some(reset) };
    }
}
