//! How the bridge does.

use crate::schema;
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How the bridge of an organisation does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgeStatus {
    /// Where messages go, by name.
    pub destinations: Vec<BridgePlace>,
    /// What comes in, by name.
    pub sources: Vec<BridgeSource>,
    /// The alerts that are raised, by name.
    #[serde(default)]
    pub alerts: Vec<RaisedAlert>,
}

/// An alert that is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RaisedAlert {
    /// The alert's name.
    pub name: String,
    /// Since when.
    #[schema(value_type = schema::Time)]
    pub since: Timestamp,
    /// Why, as of then.
    pub why: String,
}

/// How a destination or subscription does. Counts are of what was received within the last day; what waits counts however old it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgePlace {
    /// Its name.
    pub name: String,
    /// What it is: `discord_channel`, `discord_webhook`, `slack_webhook`, `slack_channel`, `outgoing`, `channel` or `subscription`;
    /// `missing` for a name that rules use and that is not there.
    pub kind: String,
    /// Why nothing is sent to it.
    pub disabled_reason: Option<String>,
    /// How many deliveries stand how, by their status.
    pub deliveries: BTreeMap<String, u64>,
    /// How many wait.
    pub backlog: u64,
    /// How many a minute ended within the last day.
    pub per_minute: f64,
    /// When the newest was received.
    #[schema(value_type = Option<schema::Time>)]
    pub last_at: Option<Timestamp>,
    /// How long after its cause was received the first request left, for half of the last thousand, in milliseconds.
    pub p50_ms: Option<f64>,
    /// The same for all but a hundredth of them.
    pub p99_ms: Option<f64>,
}

/// How a source does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgeSource {
    /// Its name.
    pub name: String,
    /// How many events came within the last day.
    pub received: u64,
    /// How many of them wait for the rules to be asked.
    pub backlog: u64,
    /// How many a minute came within the last five minutes.
    #[serde(default)]
    pub per_minute_5: f64,
    /// How many a minute came within the last hour.
    #[serde(default)]
    pub per_minute_60: f64,
    /// When the newest came.
    #[schema(value_type = Option<schema::Time>)]
    pub last_at: Option<Timestamp>,
    /// How long after an event came the first request of what it led to left, for half of what the last thousand events led to, in milliseconds.
    #[serde(default)]
    pub p50_ms: Option<f64>,
    /// The same for all but a hundredth of it.
    #[serde(default)]
    pub p99_ms: Option<f64>,
    /// How many requests were refused within the last day: with a wrong proof, a body that cannot be read, or more than the source may send.
    #[serde(default)]
    pub refused: u64,
    /// The newest of those; `null` when there was none.
    #[serde(default)]
    pub last_refusal: Option<RefusedRequest>,
}

/// A request that was refused to whoever sent it to a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefusedRequest {
    /// When.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// The code that the sender was answered with.
    pub code: String,
    /// What the sender was told: why, and what to do.
    pub why: String,
}
