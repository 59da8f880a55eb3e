//! Connections: the Discord applications that an organisation speaks through.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::ConnectionId;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// A connection. Its token is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Connection {
    /// Its id.
    #[schema(value_type = schema::ConnectionId)]
    pub id: ConnectionId,
    /// Its name.
    pub name: String,
    /// The application's id at Discord.
    pub application: String,
    /// The application's public key, in hexadecimal.
    pub public_key: String,
    /// The user id of its bot.
    pub bot: String,
    /// The bot's name.
    pub bot_name: String,
    /// Whether the bot may read what people write.
    pub reads_messages: bool,
    /// The servers in which slash commands are registered, by their ids.
    pub guilds: Vec<String>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
    /// Since when nothing is sent through it.
    #[schema(value_type = Option<schema::Time>)]
    pub disabled_at: Option<Timestamp>,
    /// Why nothing is sent through it.
    pub disabled_reason: Option<String>,
}

/// A connection that was made, or has another token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeConnection {
    /// The connection.
    pub connection: Connection,
    /// What is missing for some of its uses, and where to give it.
    pub missing: Vec<String>,
}

/// A connection to make.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeConnection {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// The bot's token.
    #[schema(format = Password)]
    pub token: String,
    /// The servers in which slash commands are registered, by their ids.
    #[serde(default)]
    pub guilds: Vec<String>,
}

/// Gives a connection another token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceConnectionToken {
    /// The bot's token.
    #[schema(format = Password)]
    pub token: String,
}

/// Names the servers in which slash commands are registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetConnectionGuilds {
    /// Their ids.
    pub guilds: Vec<String>,
}

impl fmt::Debug for MakeConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MakeConnection").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for ReplaceConnectionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplaceConnectionToken").finish_non_exhaustive()
    }
}
