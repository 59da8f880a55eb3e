//! Deliveries of the bridge, and how it does.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{BridgeDelivery, BridgeStatus, CancelDeliveries, CancelledDeliveries, Page, ReplayDeliveries, ReplayedDeliveries};
use dream_clock::Timestamp;
use dream_id::{DeliveryId, ReceivedId};
use serde_json::json;

/// Which deliveries of the bridge to list.
#[derive(Debug, Clone, Default)]
pub struct BridgeDeliveryFilter {
    /// Those to the destination or subscription of this name.
    pub to: Option<String>,
    /// Those that stand so: `failed`, `queued` and the like.
    pub status: Option<String>,
    /// Those that this event led to.
    pub event: Option<ReceivedId>,
    /// Those whose cause was received since.
    pub since: Option<Timestamp>,
    /// Those whose cause was received before.
    pub until: Option<Timestamp>,
}

impl Client {
    /// The deliveries of the bridge, newest first.
    pub async fn bridge_deliveries(&self, filter: &BridgeDeliveryFilter, page: &PageOf) -> Result<Page<BridgeDelivery>, ClientError> {
        let call = Call::get(&["deliveries"])
            .query("to", filter.to.as_ref())
            .query("status", filter.status.as_ref())
            .query("event", filter.event)
            .query("since", filter.since)
            .query("until", filter.until);
        self.org_get(call.page(page)).await
    }

    /// One delivery, with all that became of it.
    pub async fn bridge_delivery(&self, id: DeliveryId) -> Result<BridgeDelivery, ClientError> {
        self.org_get(Call::get(&["deliveries", &id.to_string()])).await
    }

    /// Sends a delivery again, whatever became of it.
    pub async fn replay_bridge_delivery(&self, id: DeliveryId) -> Result<BridgeDelivery, ClientError> {
        self.post(&["deliveries", &id.to_string(), "replay"], &json!({})).await
    }

    /// Takes a delivery back that waits.
    pub async fn cancel_bridge_delivery(&self, id: DeliveryId) -> Result<BridgeDelivery, ClientError> {
        self.post(&["deliveries", &id.to_string(), "cancel"], &json!({})).await
    }

    /// Sends deliveries again that have ended.
    pub async fn replay_bridge_deliveries(&self, body: &ReplayDeliveries) -> Result<ReplayedDeliveries, ClientError> {
        self.post(&["deliveries", "replay"], body).await
    }

    /// Takes deliveries back that wait.
    pub async fn cancel_bridge_deliveries(&self, body: &CancelDeliveries) -> Result<CancelledDeliveries, ClientError> {
        self.post(&["deliveries", "cancel"], body).await
    }

    /// How the bridge does.
    pub async fn bridge(&self) -> Result<BridgeStatus, ClientError> {
        self.org_get(Call::get(&["bridge"])).await
    }
}
