//! Running a run again from its record.

use crate::{Digest, schema};
use dream_id::RunId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Replay {
    /// The run.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// Whether every artifact came out byte for byte the same.
    pub result: ReplayResult,
    /// Stage by stage.
    pub stages: Vec<ReplayStage>,
}

crate::status::words! {
    /// Whether a replay gave the same bytes.
    ReplayResult {
        /// It did.
        Identical = "identical",
        /// It did not.
        Different = "different",
    }
}

/// What a replay found at one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplayStage {
    /// The stage's name.
    pub name: String,
    /// Whether its artifacts came out the same.
    pub identical: bool,
    /// The first thing that differs.
    pub first_divergence: Option<Divergence>,
}

/// Where a replay left the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Divergence {
    /// The attempt's number.
    pub attempt: u32,
    /// What differs: `call 3`, `artifact site: index.html`.
    pub at: String,
    /// The digest on record.
    #[schema(value_type = Option<schema::Sha256>)]
    pub recorded: Option<Digest>,
    /// The digest that the replay gave.
    #[schema(value_type = Option<schema::Sha256>)]
    pub replayed: Option<Digest>,
}
