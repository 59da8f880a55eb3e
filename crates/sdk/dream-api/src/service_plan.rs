//! The plan of the bridge that an organisation is on.

use crate::schema;
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The plan of the bridge that an organisation is on, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgePlan {
    /// The plan's name; `unlimited` is the built-in one.
    pub name: String,
    /// How many messages are delivered in a month; no limit when null.
    pub messages_per_month: Option<u64>,
    /// How many sources and destinations there may be together; no limit when null.
    pub bridges: Option<u32>,
    /// For how many days what came in, and what became of deliveries, is kept.
    pub retention_days: u32,
    /// Whether channels are bridged both ways, and commands are taken from Discord.
    pub bidirectional: bool,
    /// The month that is counted, in UTC, such as `2026-11`.
    pub month: String,
    /// When the next one begins.
    #[schema(value_type = schema::Time)]
    pub month_ends_at: Timestamp,
    /// How many messages were delivered in it.
    pub delivered: u64,
    /// How many sources and destinations there are.
    pub bridges_used: u64,
    /// Until when messages are held and events refused, when the month's messages were delivered.
    #[schema(value_type = Option<schema::Time>)]
    pub held_until: Option<Timestamp>,
}
