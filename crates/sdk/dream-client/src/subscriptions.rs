//! Subscriptions: somebody outside who is told of events by outgoing webhooks.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{
    BridgeDelivery, DisableDestination, MadeSubscription, MakeSubscription, Page, ReplaceAddress, SetSubscriptionTypes, Subscription,
};
use serde_json::json;

impl Client {
    /// The subscriptions, by name.
    pub async fn subscriptions(&self) -> Result<Page<Subscription>, ClientError> {
        self.org_get(Call::get(&["subscriptions"])).await
    }

    /// Makes a subscription. Its secret is shown this once.
    pub async fn make_subscription(&self, body: &MakeSubscription) -> Result<MadeSubscription, ClientError> {
        self.post(&["subscriptions"], body).await
    }

    /// The subscription of that name.
    pub async fn subscription(&self, name: &str) -> Result<Subscription, ClientError> {
        self.org_get(Call::get(&["subscriptions", name])).await
    }

    /// Gives a subscription a new secret, shown this once.
    pub async fn rotate_subscription(&self, name: &str) -> Result<MadeSubscription, ClientError> {
        self.post(&["subscriptions", name, "rotate"], &json!({})).await
    }

    /// Tells a subscription of other types of events.
    pub async fn set_subscription_types(&self, name: &str, body: &SetSubscriptionTypes) -> Result<Subscription, ClientError> {
        self.post(&["subscriptions", name, "types"], body).await
    }

    /// Tells a subscription at another address from now on, with the same secret.
    pub async fn replace_subscription_address(&self, name: &str, body: &ReplaceAddress) -> Result<Subscription, ClientError> {
        self.post(&["subscriptions", name, "address"], body).await
    }

    /// Uses a subscription again: what waits for it is sent.
    pub async fn enable_subscription(&self, name: &str) -> Result<Subscription, ClientError> {
        self.post(&["subscriptions", name, "enable"], &json!({})).await
    }

    /// Sends nothing to a subscription any more.
    pub async fn disable_subscription(&self, name: &str, body: &DisableDestination) -> Result<Subscription, ClientError> {
        self.post(&["subscriptions", name, "disable"], body).await
    }

    /// Sends an event to a subscription that says what it is.
    pub async fn test_subscription(&self, name: &str) -> Result<BridgeDelivery, ClientError> {
        self.post(&["subscriptions", name, "test"], &json!({})).await
    }

    /// Removes a subscription, and with it its address and its secrets.
    pub async fn remove_subscription(&self, name: &str) -> Result<Subscription, ClientError> {
        self.post(&["subscriptions", name, "remove"], &json!({})).await
    }
}
