//! Tasks, claims and limits: their events, and the state machine against a model.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "swarm/agents.rs"]
mod agents;
#[path = "swarm/decisions.rs"]
mod decisions;
#[path = "swarm/events.rs"]
mod events;
#[path = "swarm/examples.rs"]
mod examples;
#[path = "swarm/manifests.rs"]
mod manifests;
#[path = "swarm/model.rs"]
mod model;
#[path = "swarm/permissions.rs"]
mod permissions;
#[path = "swarm/supervision.rs"]
mod supervision;
#[path = "swarm/support.rs"]
mod support;
