//! Deliveries of the bridge: messages on their way to where rules send them.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{DeliveryId, ReceivedId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// One message on its way to one destination or subscription, with all that became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgeDelivery {
    /// Its id.
    #[schema(value_type = schema::DeliveryId)]
    pub id: DeliveryId,
    /// The name of the destination or subscription.
    pub to: String,
    /// The rule that planned it, or what else did.
    pub rule: String,
    /// The event that led to it.
    #[schema(value_type = Option<schema::ReceivedId>)]
    pub event: Option<ReceivedId>,
    /// Where it stands: `queued`, `sending`, `sent`, `edited`, `failed`, `unknown` (it may have arrived, and nobody knows), `cancelled` or `dead` (it was
    /// tried for too long).
    pub status: String,
    /// When what led to it was received.
    #[schema(value_type = schema::Time)]
    pub received_at: Timestamp,
    /// When its first request left.
    #[schema(value_type = Option<schema::Time>)]
    pub sent_at: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = Option<schema::Time>)]
    pub ended_at: Option<Timestamp>,
    /// When it is tried next.
    #[schema(value_type = Option<schema::Time>)]
    pub next_try_at: Option<Timestamp>,
    /// How often it was tried.
    pub tries: u32,
    /// The other side's id of the message.
    pub message: Option<String>,
    /// What is sent.
    #[schema(value_type = Object)]
    pub what: Value,
    /// What became of it so far, the oldest first.
    pub history: Vec<BridgeDeliveryNote>,
}

/// One thing that became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgeDeliveryNote {
    /// When.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// Where it stood from then on.
    pub status: String,
    /// Why; empty where the status says it.
    pub why: String,
}

/// Which deliveries to send again: those that have ended and that all of these are true of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayDeliveries {
    /// To the destination or subscription of this name.
    #[serde(default)]
    pub to: Option<String>,
    /// That stand so: `failed`, `dead`, `unknown`.
    #[serde(default)]
    pub status: Option<String>,
    /// That this event led to.
    #[serde(default)]
    #[schema(value_type = Option<schema::ReceivedId>)]
    pub event: Option<ReceivedId>,
    /// Whose cause was received since.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub since: Option<Timestamp>,
    /// Whose cause was received before.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub until: Option<Timestamp>,
    /// Where to go on: the `next` of the call before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Which deliveries to take back: those that wait and that all of these are true of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelDeliveries {
    /// To the destination or subscription of this name.
    #[serde(default)]
    pub to: Option<String>,
    /// That this event led to.
    #[serde(default)]
    #[schema(value_type = Option<schema::ReceivedId>)]
    pub event: Option<ReceivedId>,
    /// Whose cause was received since.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub since: Option<Timestamp>,
    /// Whose cause was received before.
    #[serde(default)]
    #[schema(value_type = Option<schema::Time>)]
    pub until: Option<Timestamp>,
    /// Where to go on: the `next` of the call before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Deliveries that were taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CancelledDeliveries {
    /// Those that waited, the newest first.
    #[schema(value_type = Vec<schema::DeliveryId>)]
    pub ids: Vec<DeliveryId>,
    /// Where to go on; `null` when these were all.
    pub next: Option<String>,
}

/// Deliveries that were sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplayedDeliveries {
    /// The new deliveries, the oldest first.
    #[schema(value_type = Vec<schema::DeliveryId>)]
    pub ids: Vec<DeliveryId>,
    /// Where to go on; `null` when these were all.
    pub next: Option<String>,
}
