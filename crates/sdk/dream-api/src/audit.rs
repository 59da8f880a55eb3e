//! What verifying the ledger found.

use crate::{Digest, schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The outcome of `audit verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditReport {
    /// Whether every entry and the tree head are as they were written.
    pub result: AuditResult,
    /// How many entries were checked.
    pub events: u64,
    /// The root of the Merkle tree over them (RFC 6962).
    #[schema(value_type = schema::Sha256)]
    pub head: Digest,
    /// The first place that is not as it was written.
    pub broken_at: Option<String>,
}

crate::status::words! {
    /// Whether the ledger is whole.
    AuditResult {
        /// It is.
        Intact = "intact",
        /// It is not.
        Broken = "broken",
        /// It has no entries.
        Empty = "empty",
    }
}
