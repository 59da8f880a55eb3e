//! Governed runs from brief to release, with the real workers and the offline provider, on both engines.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on must fail")]

mod delivery;
mod house;
