//! Summaries of the log that are told on a schedule.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{BridgeSummary, MakeBridgeSummary, Page};
use serde_json::json;

impl Client {
    /// The summaries of the log, by name.
    pub async fn summaries(&self) -> Result<Page<BridgeSummary>, ClientError> {
        self.org_get(Call::get(&["summaries"])).await
    }

    /// Makes a summary of the log.
    pub async fn make_summary(&self, body: &MakeBridgeSummary) -> Result<BridgeSummary, ClientError> {
        self.post(&["summaries"], body).await
    }

    /// Removes a summary of the log.
    pub async fn remove_summary(&self, name: &str) -> Result<BridgeSummary, ClientError> {
        self.post(&["summaries", name, "remove"], &json!({})).await
    }
}
