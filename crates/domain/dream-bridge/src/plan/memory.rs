//! What must be remembered between events.

use crate::event::{Event, Severity};
use crate::rule::Rule;
use dream_clock::Timestamp;
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most entries of each kind that are remembered; beyond them the oldest are forgotten, or events are sent at once instead of collected.
pub const MOST_SLOTS: usize = 10_000;

/// What is remembered for an organisation's rules. It is data: stored, loaded and handed to the next decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// What was told, and until when it is not told again.
    pub(super) told: BTreeMap<String, Timestamp>,
    /// Events that wait to be told together.
    pub(super) collected: BTreeMap<String, Collected>,
    /// How many messages a rule has sent, and when that count ends.
    pub(super) counts: BTreeMap<String, (u32, Timestamp)>,
    /// What waits for somebody's reaction.
    pub(super) watches: BTreeMap<String, Watch>,
}

/// Events that wait to be told together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// The rule that collects.
    pub rule: String,
    /// Where the rule last said that they go: for the case that it is removed before they are told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// When they are told.
    pub due: Timestamp,
    /// The first of them, as many as one message lists.
    pub events: Vec<Event>,
    /// How many there are.
    pub count: u64,
    /// The worst of them.
    pub worst: Severity,
}

/// An event that waits for somebody's reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The rule that watches.
    pub rule: String,
    /// The event.
    pub event: Event,
    /// When the next people are told.
    pub due: Timestamp,
    /// How often they were told.
    pub told: u32,
}

impl Memory {
    /// What a rule's events are about, as one short text: the same for the same rule, source and key.
    #[must_use]
    pub fn about(rule: &str, source: &str, key: &str) -> String {
        let whole = format!("{rule}\0{source}\0{key}");
        Digest::of(whole.as_bytes()).hex().chars().take(32).collect()
    }

    /// Somebody reacted to what is told under `about`: nobody else is called. Whether anything was waiting for it.
    pub fn reacted(&mut self, about: &str) -> bool {
        self.watches.remove(about).is_some()
    }

    /// When [`super::due`] next has something to do; `None` when nothing waits.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        let collected = self.collected.values().map(|collected| collected.due);
        collected.chain(self.watches.values().map(|watch| watch.due)).min()
    }

    /// Events that wait to be told together, by what they are collected under.
    pub fn waiting(&self) -> impl Iterator<Item = &Collected> {
        self.collected.values()
    }

    /// What waits for somebody's reaction.
    pub fn watched(&self) -> impl Iterator<Item = &Watch> {
        self.watches.values()
    }

    /// Forgets what no longer matters.
    pub fn prune(&mut self, now: Timestamp) {
        self.told.retain(|_, until| *until > now);
        self.counts.retain(|_, (_, until)| *until > now);
    }

    /// Notes that this is told until then. False when it was told before and is not to be told again yet.
    pub(super) fn tell(&mut self, about: String, now: Timestamp, until: Timestamp) -> bool {
        if self.told.get(&about).is_some_and(|until| *until > now) {
            return false;
        }
        if self.told.len() >= MOST_SLOTS {
            self.prune(now);
            forget_soonest(&mut self.told, |until| *until);
        }
        self.told.insert(about, until);
        true
    }

    /// Adds an event to a collection. False when there are too many collections: then it is to be told at once.
    pub(super) fn collect(&mut self, key: String, rule: &Rule, event: &Event, most: usize, due: impl FnOnce() -> Timestamp) -> bool {
        if self.collected.len() >= MOST_SLOTS && !self.collected.contains_key(&key) {
            return false;
        }
        let collected = self.collected.entry(key).or_insert_with(|| Collected {
            rule: rule.name.clone(),
            to: Vec::new(),
            due: due(),
            events: Vec::new(),
            count: 0,
            worst: event.severity,
        });
        collected.to.clone_from(&rule.to);
        collected.count += 1;
        collected.worst = collected.worst.max(event.severity);
        if collected.events.len() < most {
            collected.events.push(event.clone());
        }
        true
    }

    /// Counts a message of `rule`. When that is one too many: until when.
    pub(super) fn count(&mut self, rule: &str, most: u32, now: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let (count, end) = self.counts.entry(rule.to_owned()).or_insert((0, until));
        if *end <= now {
            (*count, *end) = (0, until);
        }
        if *count >= most {
            return Some(*end);
        }
        *count += 1;
        None
    }

    /// Begins to wait for a reaction, unless it is waited for already.
    pub(super) fn watch(&mut self, about: &str, rule: &str, event: &Event, due: Timestamp) {
        if self.watches.contains_key(about) {
            return;
        }
        if self.watches.len() >= MOST_SLOTS {
            forget_soonest(&mut self.watches, |watch| watch.due);
        }
        let watch = Watch { rule: rule.to_owned(), event: event.clone(), due, told: 0 };
        self.watches.insert(about.to_owned(), watch);
    }
}

/// Forgets a tenth of what a full map holds, the soonest first.
fn forget_soonest<V>(map: &mut BTreeMap<String, V>, when: impl Fn(&V) -> Timestamp) {
    if map.len() < MOST_SLOTS {
        return;
    }
    let mut times: Vec<Timestamp> = map.values().map(&when).collect();
    times.sort_unstable();
    if let Some(limit) = times.get(MOST_SLOTS / 10) {
        map.retain(|_, value| when(value) > *limit);
    }
}
