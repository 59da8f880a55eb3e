//! Summaries of the log that are told on a schedule.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::SummaryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A summary of the log that is told to the rules on a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgeSummary {
    /// Its id.
    #[schema(value_type = schema::SummaryId)]
    pub id: SummaryId,
    /// Its name.
    pub name: String,
    /// When it is told.
    pub schedule: BridgeSchedule,
    /// Whether it also says what stands in the server's own log: so it is when whoever made it may read that.
    pub server: bool,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
}

/// When a summary is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BridgeSchedule {
    /// At every whole multiple of this since 1970 in UTC, such as `1h`; at least `5m`.
    Every(String),
    /// At these times of day.
    At {
        /// Local times, such as `09:00`.
        times: Vec<String>,
        /// Whose local time, by its IANA name, such as `Europe/Berlin`.
        zone: String,
    },
}

/// A summary to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeBridgeSummary {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// When it is told.
    pub schedule: BridgeSchedule,
}
