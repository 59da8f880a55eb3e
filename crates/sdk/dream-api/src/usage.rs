//! How much of the bridge an organisation uses.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much there was of something in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgeUsage {
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// What was counted: `received`, events that came in from sources and were planned; `delivered`, messages that arrived.
    pub what: String,
    /// Of which source or destination, when it was asked for by name; empty for what was counted before names were.
    #[serde(default)]
    pub name: Option<String>,
    /// How many.
    pub count: u64,
}
