//! Tasks, claims and limits: their events, and the state machine against a model.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "swarm/decisions.rs"]
mod decisions;
#[path = "swarm/events.rs"]
mod events;
#[path = "swarm/model.rs"]
mod model;
#[path = "swarm/support.rs"]
mod support;
