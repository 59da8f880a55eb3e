//! Discord's rate limits as data that can be stored: a restart forgets nothing, and no request is sent that would be refused (trap 44).
//!
//! A limit belongs to a bucket, which Discord names in its answers, and to the channel, server or webhook of the request. Until a route's
//! bucket is known, one request at a time is sent on it. Over all routes fifty requests a second are allowed; and when too many requests
//! have been refused within ten minutes we stop ourselves before Discord bans the address.

mod bucket;
mod invalid;
mod route;

pub use route::Route;

use super::limits;
use bucket::Bucket;
use dream_clock::Timestamp;
use invalid::Invalid;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// The most buckets that are remembered.
const MOST_BUCKETS: usize = 20_000;

/// The limits of one bot or one address, as far as they are known. It is data: stored with the deliveries, and handed to the next process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// A route's bucket.
    routes: BTreeMap<String, String>,
    buckets: BTreeMap<String, Bucket>,
    /// When the requests of the last second were sent.
    recent: VecDeque<Timestamp>,
    /// Until when nothing is sent at all.
    shut_until: Option<Timestamp>,
    invalid: Invalid,
}

/// Whether a request may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Now. It is counted; tell what came of it by [`Rate::answered`] or [`Rate::lost`].
    Go,
    /// Not before then.
    Wait(Timestamp),
    /// Not before a request that is on its way was answered.
    AfterAnswer,
    /// Not before then, because too many requests were refused: people should be told.
    Guarded(Timestamp),
}

/// What an answer says about limits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `X-RateLimit-Bucket`.
    pub bucket: Option<String>,
    /// `X-RateLimit-Limit`.
    pub limit: Option<u32>,
    /// `X-RateLimit-Remaining`.
    pub remaining: Option<u32>,
    /// `X-RateLimit-Reset-After`. The other form of it is the server's clock, which may not be ours.
    pub reset_after: Option<Duration>,
    /// `Retry-After`, or `retry_after` of the body.
    pub retry_after: Option<Duration>,
    /// `X-RateLimit-Global`, or `global` of the body.
    pub global: bool,
    /// Whether `X-RateLimit-Scope` is `shared`: such an answer is nobody's fault and does not count as refused.
    pub shared: bool,
}

impl Rate {
    /// Whether a request may be sent on this route now; if so it counts as sent.
    pub fn ask(&mut self, route: &Route, now: Timestamp) -> Grant {
        if let Some(until) = self.invalid.guarded(now) {
            return Grant::Guarded(until);
        }
        if let Some(until) = self.shut_until.filter(|until| *until > now) {
            return Grant::Wait(until);
        }
        let key = self.key(route);
        match self.buckets.entry(key.clone()).or_default().may(now) {
            Grant::Go => {}
            other => return other,
        }
        if !route.exempt {
            if let Some(until) = self.global(now) {
                return Grant::Wait(until);
            }
            self.recent.push_back(now);
        }
        if let Some(bucket) = self.buckets.get_mut(&key) {
            bucket.sent();
        }
        Grant::Go
    }

    /// Takes in what an answer says.
    pub fn answered(&mut self, route: &Route, answer: &Answer, now: Timestamp) {
        let before = self.key(route);
        if let Some(name) = &answer.bucket {
            self.routes.insert(route.name.clone(), name.clone());
        }
        let after = self.key(route);
        if before != after
            && let Some(bucket) = self.buckets.remove(&before)
        {
            // What was on its way under the old name is on its way under the new one.
            self.buckets.entry(after.clone()).or_default().joined(&bucket);
        }
        self.buckets.entry(after).or_default().answered(answer, now);
        if answer.status == 429 && answer.global {
            let wait = answer.retry_after.unwrap_or(Duration::from_secs(1));
            self.shut_until = self.shut_until.max(Some(now.plus(wait)));
        }
        if matches!(answer.status, 401 | 403 | 429) && !answer.shared {
            self.invalid.count(now);
        }
        self.prune(now);
    }

    /// A request got no answer.
    pub fn lost(&mut self, route: &Route) {
        let key = self.key(route);
        if let Some(bucket) = self.buckets.get_mut(&key) {
            bucket.lost();
        }
    }

    /// Nothing is sent before then, whatever the route: the address was shut out.
    pub fn shut(&mut self, until: Timestamp) {
        self.shut_until = self.shut_until.max(Some(until));
    }

    /// What was stored, as the next process must take it: nothing is on its way any more.
    #[must_use]
    pub fn restored(mut self) -> Self {
        for bucket in self.buckets.values_mut() {
            bucket.restored();
        }
        self
    }

    /// How many requests were refused within the last ten minutes.
    #[must_use]
    pub fn refused(&self, now: Timestamp) -> u32 {
        self.invalid.within(now)
    }

    fn key(&self, route: &Route) -> String {
        match self.routes.get(&route.name) {
            Some(bucket) => format!("{bucket} {}", route.major),
            None => format!("? {} {}", route.name, route.major),
        }
    }

    /// Until when the limit over all routes holds a request back.
    fn global(&mut self, now: Timestamp) -> Option<Timestamp> {
        let second = Duration::from_secs(1);
        while self.recent.front().is_some_and(|sent| sent.plus(second) <= now) {
            self.recent.pop_front();
        }
        if self.recent.len() < limits::GLOBAL_PER_SECOND {
            return None;
        }
        self.recent.front().map(|sent| sent.plus(second))
    }

    fn prune(&mut self, now: Timestamp) {
        if self.buckets.len() > MOST_BUCKETS {
            self.buckets.retain(|_, bucket| bucket.matters(now));
        }
    }
}

#[cfg(test)]
mod tests;
