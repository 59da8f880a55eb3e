//! Discord accounts that act as people.

use crate::{TokenScope, schema};
use dream_clock::Timestamp;
use dream_id::{DiscordLinkId, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// A code that a Discord account asked for with `/link`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtLinkCode {
    /// The code, such as `7KQ2-M9XD-4TRB`; case and dashes do not matter.
    pub code: String,
}

/// The account that a code is about: to be looked at before it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PendingDiscordLink {
    /// The account's id at Discord.
    pub account: String,
    /// What it is called there.
    pub account_name: String,
    /// Until when the code counts.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
}

/// A code, confirmed by the person whose account it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmDiscordLink {
    /// The code.
    pub code: String,
    /// The id of the account as it was looked at: a code of another account is refused.
    pub account: String,
}

/// A Discord account that acts as a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiscordLink {
    /// Its id.
    #[schema(value_type = schema::DiscordLinkId)]
    pub id: DiscordLinkId,
    /// The person.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// The account's id at Discord.
    pub account: String,
    /// What it was called there when it was linked.
    pub account_name: String,
    /// What may be done through it, at most.
    pub scopes: Vec<TokenScope>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
    /// When it ends.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// When it was ended before its time.
    #[schema(value_type = Option<schema::Time>)]
    pub ended_at: Option<Timestamp>,
}

impl fmt::Debug for LookAtLinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookAtLinkCode").finish_non_exhaustive()
    }
}

impl fmt::Debug for ConfirmDiscordLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfirmDiscordLink").field("account", &self.account).finish_non_exhaustive()
    }
}
