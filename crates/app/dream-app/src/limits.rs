//! Rate limits per credential and per organisation, within one process: the states of the generic cell rate algorithm.

use dream_access::{Identity, Rate, RateDecision};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::Credential;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many calls a minute a token may make when the operator does not say.
pub const USUAL_PER_MINUTE: u32 = 6_000;

/// How many states a table holds before it first looks for ones that may be forgotten.
const FIRST_SWEEP: usize = 1_024;

/// How often tokens, sessions and organisations may call.
#[derive(Debug)]
pub struct Limits {
    token: Rate,
    org: Rate,
    /// One lock for both tables, held for two look-ups: a call that one limit refuses takes nothing from the other.
    states: Mutex<States>,
}

/// The answer to one call, by the limit that has less left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Which limit it is: `token` or `org`.
    pub policy: &'static str,
    /// What it allows.
    pub rate: Rate,
    /// Whether the call may pass.
    pub decision: RateDecision,
}

#[derive(Debug, Default)]
struct States {
    credentials: Table<Credential>,
    orgs: Table<OrgId>,
}

/// When the next request of each caller would arrive at the steady rate.
#[derive(Debug)]
pub(crate) struct Table<K> {
    next: HashMap<K, Timestamp>,
    sweep_at: usize,
}

impl Limits {
    /// A limit for each token, and one for all the tokens of an organisation together.
    #[must_use]
    pub fn new(token: Rate, org: Rate) -> Self {
        Self { token, org, states: Mutex::default() }
    }

    /// So many calls a minute for each token, and ten times as many for an organisation.
    #[must_use]
    pub fn per_minute(calls: u32) -> Self {
        let minute = Duration::from_mins(1);
        Self::new(Rate::new(calls, minute), Rate::new(calls.saturating_mul(10), minute))
    }

    /// Answers a call.
    #[must_use]
    pub fn check(&self, identity: &Identity, now: Timestamp) -> Checked {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let of_org = Checked { policy: "org", rate: self.org, decision: states.orgs.ask(self.org, identity.org, now) };
        let of_token = identity.credential().map(|token| {
            let decision = states.credentials.ask(self.token, token, now);
            (token, Checked { policy: "token", rate: self.token, decision })
        });
        let tighter = match of_token {
            Some((_, of_token)) if left(&of_token) <= left(&of_org) => of_token,
            _ => of_org,
        };
        if left(&tighter).is_some() {
            states.orgs.keep(identity.org, of_org.decision, now);
            if let Some((token, of_token)) = of_token {
                states.credentials.keep(token, of_token.decision, now);
            }
        }
        tighter
    }
}

impl Default for Limits {
    /// [`USUAL_PER_MINUTE`] for a token.
    fn default() -> Self {
        Self::per_minute(USUAL_PER_MINUTE)
    }
}

/// How many more calls could pass; `None`, which is less than none left, for a refusal.
fn left(checked: &Checked) -> Option<u32> {
    match checked.decision {
        RateDecision::Allowed { remaining, .. } => Some(remaining),
        RateDecision::Limited { .. } => None,
    }
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self { next: HashMap::new(), sweep_at: FIRST_SWEEP }
    }
}

impl<K: Copy + Eq + Hash> Table<K> {
    pub(crate) fn ask(&self, rate: Rate, key: K, now: Timestamp) -> RateDecision {
        rate.check(self.next.get(&key).copied(), now)
    }

    pub(crate) fn keep(&mut self, key: K, decision: RateDecision, now: Timestamp) {
        let RateDecision::Allowed { next, .. } = decision else { return };
        self.next.insert(key, next);
        if self.next.len() >= self.sweep_at {
            // A state that lies in the past says what no state says: the whole quota is there.
            self.next.retain(|_, next| *next > now);
            self.sweep_at = FIRST_SWEEP.max(self.next.len() * 2);
        }
    }
}

#[cfg(test)]
mod tests;
