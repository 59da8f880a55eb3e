//! What the crate decides, tested as data from outside.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on must fail where it stands")]

mod normalise;
mod nouns;
mod plan;
mod rules;
mod sources;
mod verify;
