//! Destinations: where messages of the bridge go.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{
    BridgeDelivery, Destination, DisableDestination, MadeDestination, MakeDestination, Page, ReplaceAddress, ReplaceDestinationToken,
    SetFallback,
};
use serde_json::json;

impl Client {
    /// The destinations, by name.
    pub async fn destinations(&self) -> Result<Page<Destination>, ClientError> {
        self.org_get(Call::get(&["destinations"])).await
    }

    /// Makes a destination, once it is known that it is there.
    pub async fn make_destination(&self, body: &MakeDestination) -> Result<MadeDestination, ClientError> {
        self.post(&["destinations"], body).await
    }

    /// The destination of that name.
    pub async fn destination(&self, name: &str) -> Result<Destination, ClientError> {
        self.org_get(Call::get(&["destinations", name])).await
    }

    /// Sends a message to a destination that says what it is.
    pub async fn test_destination(&self, name: &str) -> Result<BridgeDelivery, ClientError> {
        self.post(&["destinations", name, "test"], &json!({})).await
    }

    /// Uses a destination again: what waits for it is sent.
    pub async fn enable_destination(&self, name: &str) -> Result<Destination, ClientError> {
        self.post(&["destinations", name, "enable"], &json!({})).await
    }

    /// Sends nothing to a destination any more.
    pub async fn disable_destination(&self, name: &str, body: &DisableDestination) -> Result<Destination, ClientError> {
        self.post(&["destinations", name, "disable"], body).await
    }

    /// Says who is told when a destination cannot be.
    pub async fn set_destination_fallback(&self, name: &str, body: &SetFallback) -> Result<Destination, ClientError> {
        self.post(&["destinations", name, "fallback"], body).await
    }

    /// Gives a webhook another address; what is left to do is told with it.
    pub async fn replace_destination_address(&self, name: &str, body: &ReplaceAddress) -> Result<MadeDestination, ClientError> {
        self.post(&["destinations", name, "address"], body).await
    }

    /// Gives a channel of Slack's another token of the same app; what is left to do is told with it.
    pub async fn replace_destination_token(&self, name: &str, body: &ReplaceDestinationToken) -> Result<MadeDestination, ClientError> {
        self.post(&["destinations", name, "token"], body).await
    }

    /// Removes a destination. What waits for it is given up.
    pub async fn remove_destination(&self, name: &str) -> Result<Destination, ClientError> {
        self.post(&["destinations", name, "remove"], &json!({})).await
    }
}
