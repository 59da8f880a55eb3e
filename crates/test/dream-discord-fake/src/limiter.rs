//! Rate limits as Discord counts them: by bucket and resource, over all routes, and refused requests. Pure: the time is an argument.

use dream_clock::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// Routes that share a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateClass {
    /// Creating a message.
    CreateMessage,
    /// Editing one.
    EditMessage,
    /// Deleting one.
    DeleteMessage,
    /// Everything of a webhook.
    Webhook,
    /// Reactions.
    Reaction,
    /// All the rest.
    Other,
    /// Answers to interactions: no limit is counted.
    Interaction,
}

/// So many requests within so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many.
    pub limit: u32,
    /// Within how long, from the first of them.
    pub per: Duration,
}

/// What the limits say about a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// It passes. What the headers say, where the route has a limit.
    Pass(Option<Counted>),
    /// It is refused: by its own limit, or by that of all routes.
    Refuse {
        /// For how long.
        retry_after: Duration,
        /// Whether by that of all routes.
        global: bool,
        /// What the headers say, where it was the route's own limit.
        counted: Option<Counted>,
    },
    /// Everything from this address is refused.
    Banned,
}

/// What the headers say.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The bucket's name.
    pub bucket: String,
    /// Its limit.
    pub limit: u32,
    /// How many are left.
    pub remaining: u32,
    /// In how long all are left again.
    pub reset_after: Duration,
}

/// The counts of one address.
#[derive(Debug, Clone)]
pub struct Limiter {
    limits: BTreeMap<RateClass, Window>,
    global: u32,
    invalid_limit: u32,
    open: BTreeMap<(RateClass, String), (Timestamp, u32)>,
    recent: VecDeque<Timestamp>,
    refused: VecDeque<Timestamp>,
}

impl Limiter {
    /// Counts from nothing.
    #[must_use]
    pub fn new(limits: BTreeMap<RateClass, Window>, global: u32, invalid_limit: u32) -> Self {
        Self { limits, global, invalid_limit, open: BTreeMap::new(), recent: VecDeque::new(), refused: VecDeque::new() }
    }

    /// Counts a request on the resource `major`.
    pub fn request(&mut self, class: RateClass, major: &str, now: Timestamp) -> Ruling {
        forget(&mut self.refused, now, Duration::from_mins(10));
        if self.refused.len() as u64 >= u64::from(self.invalid_limit) {
            return Ruling::Banned;
        }
        if class == RateClass::Interaction {
            return Ruling::Pass(None);
        }
        forget(&mut self.recent, now, Duration::from_secs(1));
        if self.recent.len() as u64 >= u64::from(self.global) {
            let oldest = self.recent.front().copied().unwrap_or(now);
            let retry_after = oldest.plus(Duration::from_secs(1)).since(now);
            return self.refuse(retry_after, true, None, now);
        }
        let Some(window) = self.limits.get(&class).copied() else {
            self.recent.push_back(now);
            return Ruling::Pass(None);
        };
        let (since, used) = self.open.entry((class, major.to_owned())).or_insert((now, 0));
        if now.since(*since) >= window.per {
            (*since, *used) = (now, 0);
        }
        let reset_after = since.plus(window.per).since(now);
        let passes = *used < window.limit;
        *used += u32::from(passes);
        let remaining = window.limit.saturating_sub(*used);
        let counted = Counted { bucket: format!("b{:02x}{:08x}", class as u8, window.limit), limit: window.limit, remaining, reset_after };
        if !passes {
            return self.refuse(reset_after, false, Some(counted), now);
        }
        self.recent.push_back(now);
        Ruling::Pass(Some(counted))
    }

    fn refuse(&mut self, retry_after: Duration, global: bool, counted: Option<Counted>, now: Timestamp) -> Ruling {
        self.invalid(now);
        Ruling::Refuse { retry_after, global, counted }
    }

    /// Counts an answer of 401, 403 or 429.
    pub fn invalid(&mut self, now: Timestamp) {
        self.refused.push_back(now);
    }

    /// How many were refused within the last ten minutes.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.refused.len()
    }
}

fn forget(times: &mut VecDeque<Timestamp>, now: Timestamp, after: Duration) {
    while times.front().is_some_and(|time| time.plus(after) <= now) {
        times.pop_front();
    }
}
