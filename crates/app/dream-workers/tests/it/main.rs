//! Governed runs from brief to release, with the real workers, on both engines.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on must fail")]

mod briefs;
mod bulk;
mod control;
mod damage;
mod delegation;
mod delivery;
mod drafts;
mod emergency;
mod expiry;
mod fake;
mod faults;
mod house;
mod lists;
mod mirror;
mod money;
mod notified;
mod prompts;
mod quorum;
mod races;
mod reach;
mod record;
mod release;
mod repeat;
mod resume;
mod rules;
mod sample;
mod stage_tasks;
mod staleness;
mod supervised;
mod told;
mod verdicts;
mod walls;
