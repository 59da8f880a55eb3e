//! Alerts of the bridge.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::AlertId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that the organisation is told about its own bridge or log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgeAlert {
    /// Its id.
    #[schema(value_type = schema::AlertId)]
    pub id: AlertId,
    /// Its name.
    pub name: String,
    /// What is watched.
    pub watch: BridgeWatch,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
    /// Since when it is raised.
    #[schema(value_type = Option<schema::Time>)]
    pub raised_at: Option<Timestamp>,
    /// Why, as of then.
    pub raised_because: Option<String>,
}

/// What an alert watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum BridgeWatch {
    /// A source from which nothing came for so long.
    SilentSource {
        /// The source's name.
        source: String,
        /// For how many minutes, up to 10080.
        minutes: u32,
    },
    /// Messages that wait.
    Backlog {
        /// For which destination or subscription; for all of them together when left out.
        #[serde(default)]
        destination: Option<String>,
        /// More than so many.
        over: u64,
    },
    /// A destination or subscription that is disabled, or to which messages fail.
    FailingDestination {
        /// Its name.
        destination: String,
        /// At least so many failures.
        failures: u64,
        /// Within so many minutes, up to 10080.
        minutes: u32,
    },
    /// Requests that were refused to the senders of sources.
    Refusals {
        /// Of which source; of all of them together when left out.
        #[serde(default)]
        source: Option<String>,
        /// At least so many.
        least: u64,
        /// Within so many minutes, from 5 to 10080; they are counted in spans of five.
        minutes: u32,
        /// Only those whose proof was missing, wrong or old: what forgeries are refused for.
        #[serde(default)]
        forged: bool,
    },
    /// More errors in the log than usual.
    LogSpike {
        /// How many minutes are counted together, up to 360.
        minutes: u32,
        /// How many times the average of the twelve spans of that length before.
        factor: u32,
        /// And at least so many.
        least: u64,
    },
}

/// An alert to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeBridgeAlert {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// What is watched.
    pub watch: BridgeWatch,
}
