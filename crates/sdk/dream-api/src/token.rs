//! Bearer tokens.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{PersonId, TokenId};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// A token, without its text: nobody can read that again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Token {
    /// Its id.
    #[schema(value_type = schema::TokenId)]
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Whose it is.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// What it may do, within what its person may.
    pub scopes: Vec<TokenScope>,
    /// When it was minted.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
    /// When it stops to work.
    #[schema(value_type = schema::Time)]
    pub expires_at: Timestamp,
    /// When it was revoked.
    #[schema(value_type = Option<schema::Time>)]
    pub revoked_at: Option<Timestamp>,
}

crate::status::words! {
    /// What a token may do.
    TokenScope {
        /// Read.
        Read = "read",
        /// Change projects, runs and artifacts.
        Write = "write",
        /// Decide reviews.
        Review = "review",
        /// Manage the organisation.
        Admin = "admin",
    }
}

/// Mints a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MintToken {
    /// What it is for: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it may do; at least one.
    #[schema(min_items = 1)]
    pub scopes: Vec<TokenScope>,
    /// When it stops to work: at most 400 days from now; 90 days from now when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub expires_at: Option<Timestamp>,
    /// For whom, when not for the caller.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub person: Option<PersonId>,
}

/// A token with its text, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MintedToken {
    /// The token.
    #[serde(flatten)]
    pub token: Token,
    /// Its text: send it as `Authorization: Bearer …`. It is not stored and cannot be shown again.
    pub text: String,
}

impl fmt::Debug for MintedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MintedToken").field("token", &self.token).finish_non_exhaustive()
    }
}

/// Revokes a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RevokeToken {
    /// Why, for the record.
    pub reason: Option<String>,
}
