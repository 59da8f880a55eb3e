//! How much of the bridge an organisation uses.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much there was of something in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgeUsage {
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// What was counted: `received`, events that came in from sources.
    pub what: String,
    /// How many.
    pub count: u64,
}
