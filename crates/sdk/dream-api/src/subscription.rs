//! Subscriptions: somebody outside who is told of events by outgoing webhooks.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::SubscriptionId;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// A subscription. Its address and its secrets are never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Subscription {
    /// Its id.
    #[schema(value_type = schema::SubscriptionId)]
    pub id: SubscriptionId,
    /// Its name.
    pub name: String,
    /// The host of its address.
    pub host: String,
    /// Which types of events it is told of, such as `run.*`.
    pub types: Vec<String>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
    /// When its secret was last replaced.
    #[schema(value_type = Option<schema::Time>)]
    pub rotated_at: Option<Timestamp>,
    /// Since when its receiver has taken nothing.
    #[schema(value_type = Option<schema::Time>)]
    pub failing_since: Option<Timestamp>,
    /// Since when nothing is sent to it.
    #[schema(value_type = Option<schema::Time>)]
    pub disabled_at: Option<Timestamp>,
    /// Why nothing is sent to it.
    pub disabled_reason: Option<String>,
}

/// A subscription that was made, or has a new secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeSubscription {
    /// The subscription.
    pub subscription: Subscription,
    /// The secret that its events are signed with (Standard Webhooks): shown this once.
    #[schema(format = Password)]
    pub secret: String,
}

/// A subscription to make.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeSubscription {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// Where events go: an https address that is not inside a private network.
    #[schema(format = Password)]
    pub url: String,
    /// Which types of events it is told of, such as `run.*`; none is told of nothing by itself, and takes what rules send.
    #[serde(default)]
    #[schema(max_items = 32)]
    pub types: Vec<String>,
}

/// Tells a subscription of other types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSubscriptionTypes {
    /// Which, such as `run.*`.
    #[schema(max_items = 32)]
    pub types: Vec<String>,
}

impl fmt::Debug for MadeSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeSubscription").field("subscription", &self.subscription).finish_non_exhaustive()
    }
}

impl fmt::Debug for MakeSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MakeSubscription").field("name", &self.name).finish_non_exhaustive()
    }
}
