//! The organisations of a service, as its operator sees them.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// An organisation of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tenant {
    /// Its id.
    #[schema(value_type = schema::OrgId)]
    pub id: OrgId,
    /// What its people call it.
    pub name: String,
    /// Whether it is the operator's own.
    pub operator: bool,
    /// How the operator called its first owner: a name or a mail address; `null` for the operator's own.
    pub owner: Option<String>,
    /// Its first owner; `null` for the operator's own.
    #[schema(value_type = Option<schema::PersonId>)]
    pub owner_person: Option<PersonId>,
    /// The plan that was chosen for it; the service's usual one when null.
    pub plan: Option<String>,
    /// Since when it is suspended.
    #[schema(value_type = Option<schema::Time>)]
    pub suspended_at: Option<Timestamp>,
    /// Why.
    pub suspended_because: Option<String>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
}

/// What an organisation of the service used of the bridge in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TenantUsage {
    /// The organisation's id.
    #[schema(value_type = schema::OrgId)]
    pub organisation: OrgId,
    /// What its people call it.
    pub name: String,
    /// The plan that is chosen for it now; the service's usual one when null.
    pub plan: Option<String>,
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// How many events came in from sources and were planned.
    pub received: u64,
    /// How many messages arrived.
    pub delivered: u64,
}

/// An organisation to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeTenant {
    /// What it is called: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Its first owner, a name or a mail address of 1 to 100 characters. Nothing is sent there: hand on the link of the answer.
    #[schema(min_length = 1, max_length = 100)]
    pub owner: String,
    /// The plan it is on; the service's usual one when left out.
    #[serde(default)]
    pub plan: Option<String>,
}

/// An organisation with the link of its first owner, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeTenant {
    /// The organisation.
    #[serde(flatten)]
    pub tenant: Tenant,
    /// Where the link leads on this server, for seven days: hand on the server's address with this behind it. It holds the text, and is not stored.
    pub path: String,
    /// The whole address, where the server was told at which one it is reached from outside; `null` where it was not.
    pub url: Option<String>,
}

impl fmt::Debug for MadeTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeTenant").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

/// Suspends an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendTenant {
    /// Why, for its people: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub reason: String,
}

/// Puts an organisation on a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseTenantPlan {
    /// The plan's name; the service's usual one when null.
    pub plan: Option<String>,
}
