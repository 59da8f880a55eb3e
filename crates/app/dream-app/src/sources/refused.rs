//! What was refused to senders: counted for as long as this process runs, so that whoever made a source sees why nothing comes of it. It decides
//! nothing, and whoever floods a source with forgeries makes nobody write to a disk.

use super::receive::NotTaken;
use dream_clock::Timestamp;
use dream_id::SourceId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Of how many sources it is known; beyond them counting begins anew.
const MOST_SOURCES: usize = 10_000;
/// The most characters of a reason.
const MOST_WHY: usize = 300;

/// What was refused to the sender of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// How many requests.
    pub count: u64,
    /// When the newest was.
    pub at: Timestamp,
    /// The code that it was answered with.
    pub code: &'static str,
    /// What its sender was told.
    pub why: String,
}

/// What was refused, by source.
#[derive(Default)]
pub(super) struct Refusals(Mutex<HashMap<SourceId, Refused>>);

impl Refusals {
    /// Notes that something was not taken in. What failed on our side is no refusal.
    pub(super) fn note(&self, source: SourceId, not_taken: &NotTaken, at: Timestamp) {
        if let Some(code) = not_taken.code() {
            self.count(source, code, &not_taken.to_string(), at);
        }
    }

    /// Notes that a request was refused under this code, with these words.
    pub(super) fn count(&self, source: SourceId, code: &'static str, why: &str, at: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_SOURCES && !known.contains_key(&source) {
            known.clear();
        }
        let count = known.get(&source).map_or(0, |refused| refused.count).saturating_add(1);
        known.insert(source, Refused { count, at, code, why: dream_bridge::text::shorten(why, MOST_WHY) });
    }

    pub(super) fn of(&self, source: SourceId) -> Option<Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&source).cloned()
    }
}
