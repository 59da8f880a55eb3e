//! Entries of the ledger, as the audit log and the feed show them.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{DiscordLinkId, EventId, PersonId, SessionId, TokenId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// One entry: a fact that was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// Its id.
    #[schema(value_type = schema::EventId)]
    pub id: EventId,
    /// What happened: `noun.verb`.
    pub kind: String,
    /// The id of the thing it happened to.
    pub stream: String,
    /// Its place among the thing's events, from 1.
    pub version: u64,
    /// The version of `data`'s form.
    pub schema: u16,
    /// When it was decided.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// Who caused it, as the server authenticated them.
    pub actor: Actor,
    /// The command or event that led to it.
    pub cause: Option<String>,
    /// The trace it was part of.
    pub trace: Option<String>,
    /// The facts.
    pub data: Value,
    /// The words that `data` has under `reason` or `comment` by their digest alone; lists have them, the feed has not. Null when there are
    /// none, or they were erased.
    #[serde(default)]
    pub said: Option<String>,
}

/// Who caused an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Actor {
    /// A person.
    Person {
        /// Who.
        #[schema(value_type = schema::PersonId)]
        id: PersonId,
        /// The token they used.
        #[schema(value_type = Option<schema::TokenId>)]
        token: Option<TokenId>,
        /// The session they used, when it was no token.
        #[schema(value_type = Option<schema::SessionId>)]
        session: Option<SessionId>,
        /// The linked Discord account that they used, when it was neither.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<schema::DiscordLinkId>)]
        discord_link: Option<DiscordLinkId>,
    },
    /// An agent: never an approver.
    Agent {
        /// Its name.
        name: String,
    },
    /// The server itself.
    System {
        /// Which part of it.
        worker: String,
    },
}
