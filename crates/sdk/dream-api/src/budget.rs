//! Budgets: what a run may spend, and has spent.

use crate::{Usd, schema};
use dream_id::RunId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The budget of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Budget {
    /// The run.
    #[schema(value_type = schema::RunId)]
    pub run: RunId,
    /// The most it may spend.
    #[schema(value_type = schema::UsDollars)]
    pub cap_usd: Usd,
    /// Held for calls that have not ended.
    #[schema(value_type = schema::UsDollars)]
    pub reserved_usd: Usd,
    /// Spent by calls that have ended.
    #[schema(value_type = schema::UsDollars)]
    pub spent_usd: Usd,
}

/// Raises the budget of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseBudget {
    /// The new limit: above the present one.
    #[schema(value_type = schema::UsDollars)]
    pub cap_usd: Usd,
    /// Why, for the record.
    #[schema(min_length = 1)]
    pub reason: String,
}
