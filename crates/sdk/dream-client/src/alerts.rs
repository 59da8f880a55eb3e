//! Alerts of the bridge.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{BridgeAlert, MakeBridgeAlert, Page};
use serde_json::json;

impl Client {
    /// The alerts by name, each with whether it is raised.
    pub async fn alerts(&self) -> Result<Page<BridgeAlert>, ClientError> {
        self.org_get(Call::get(&["alerts"])).await
    }

    /// Makes an alert.
    pub async fn make_alert(&self, body: &MakeBridgeAlert) -> Result<BridgeAlert, ClientError> {
        self.post(&["alerts"], body).await
    }

    /// Removes an alert.
    pub async fn remove_alert(&self, name: &str) -> Result<BridgeAlert, ClientError> {
        self.post(&["alerts", name, "remove"], &json!({})).await
    }
}
