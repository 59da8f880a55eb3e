//! Holds on log lines.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Hold, Page, PlaceHold};
use dream_id::HoldId;

impl Client {
    /// The holds, newest first, lifted ones too.
    pub async fn holds(&self, page: &PageOf) -> Result<Page<Hold>, ClientError> {
        self.org_get(Call::get(&["logs", "holds"]).page(page)).await
    }

    /// Keeps the log lines of a span of time from being removed.
    pub async fn place_hold(&self, body: &PlaceHold) -> Result<Hold, ClientError> {
        self.post(&["logs", "holds"], body).await
    }

    /// Lifts a hold.
    pub async fn lift_hold(&self, hold: HoldId) -> Result<Hold, ClientError> {
        self.post(&["logs", "holds", &hold.to_string(), "lift"], &serde_json::json!({})).await
    }
}
