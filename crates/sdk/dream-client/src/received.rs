//! What came in from sources.

use crate::call::Call;
use crate::{Client, ClientError, Download, PageOf};
use dream_api::{Page, ReceivedEvent, RedeliverEvents, TakenEvents};
use dream_id::ReceivedId;

impl Client {
    /// What came in, newest first; of one source alone when it is named.
    pub async fn received_events(&self, source: Option<&str>, page: &PageOf) -> Result<Page<ReceivedEvent>, ClientError> {
        self.org_get(Call::get(&["received-events"]).query("source", source).page(page)).await
    }

    /// Something that came in, with what the rules decided.
    pub async fn received_event(&self, received: ReceivedId) -> Result<ReceivedEvent, ClientError> {
        self.org_get(Call::get(&["received-events", &received.to_string()])).await
    }

    /// The bytes that came in, as they came.
    pub async fn received_body(&self, received: ReceivedId) -> Result<Download, ClientError> {
        self.download(Call::get(&["received-events", &received.to_string(), "body"])).await
    }

    /// Takes in again what came in before.
    pub async fn redeliver_events(&self, body: &RedeliverEvents) -> Result<TakenEvents, ClientError> {
        self.post(&["received-events", "redeliver"], body).await
    }
}
