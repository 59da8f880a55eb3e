//! Connections: the Discord applications that an organisation speaks through.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{Connection, MadeConnection, MakeConnection, Page, ReplaceConnectionToken, SetConnectionGuilds};
use serde_json::json;

impl Client {
    /// The connections, by name.
    pub async fn connections(&self) -> Result<Page<Connection>, ClientError> {
        self.org_get(Call::get(&["connections"])).await
    }

    /// Makes a connection, once Discord has confirmed its token.
    pub async fn make_connection(&self, body: &MakeConnection) -> Result<MadeConnection, ClientError> {
        self.post(&["connections"], body).await
    }

    /// The connection of that name.
    pub async fn connection(&self, name: &str) -> Result<Connection, ClientError> {
        self.org_get(Call::get(&["connections", name])).await
    }

    /// Gives a connection another token.
    pub async fn replace_connection_token(&self, name: &str, body: &ReplaceConnectionToken) -> Result<MadeConnection, ClientError> {
        self.post(&["connections", name, "token"], body).await
    }

    /// Names the servers in which slash commands are registered.
    pub async fn set_connection_guilds(&self, name: &str, body: &SetConnectionGuilds) -> Result<Connection, ClientError> {
        self.post(&["connections", name, "guilds"], body).await
    }

    /// Uses a connection again.
    pub async fn enable_connection(&self, name: &str) -> Result<Connection, ClientError> {
        self.post(&["connections", name, "enable"], &json!({})).await
    }

    /// Removes a connection, and with it its token.
    pub async fn remove_connection(&self, name: &str) -> Result<Connection, ClientError> {
        self.post(&["connections", name, "remove"], &json!({})).await
    }
}
