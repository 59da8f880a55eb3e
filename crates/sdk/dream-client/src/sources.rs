//! Sources: what sends events from outside.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{DisableSource, MadeSource, MakeSource, Page, PublishEvents, RotateSource, SetSourceRate, Source, TakenEvents};
use serde_json::json;

impl Client {
    /// The sources, newest first.
    pub async fn sources(&self, page: &PageOf) -> Result<Page<Source>, ClientError> {
        self.org_get(Call::get(&["sources"]).page(page)).await
    }

    /// Makes a source.
    pub async fn make_source(&self, body: &MakeSource) -> Result<MadeSource, ClientError> {
        self.post(&["sources"], body).await
    }

    /// The source of that name or id.
    pub async fn source(&self, source: &str) -> Result<Source, ClientError> {
        self.org_get(Call::get(&["sources", source])).await
    }

    /// Gives a source another secret.
    pub async fn rotate_source(&self, source: &str, body: &RotateSource) -> Result<MadeSource, ClientError> {
        self.post(&["sources", source, "rotate"], body).await
    }

    /// Ends a rotation: the older secret proves nothing any more.
    pub async fn retire_source_key(&self, source: &str) -> Result<Source, ClientError> {
        self.post(&["sources", source, "retire-key"], &json!({})).await
    }

    /// Lets a source send more, or less.
    pub async fn set_source_rate(&self, source: &str, body: &SetSourceRate) -> Result<Source, ClientError> {
        self.post(&["sources", source, "rate"], body).await
    }

    /// Takes nothing of a source any more.
    pub async fn disable_source(&self, source: &str, body: &DisableSource) -> Result<Source, ClientError> {
        self.post(&["sources", source, "disable"], body).await
    }

    /// Takes what a source sends again.
    pub async fn enable_source(&self, source: &str) -> Result<Source, ClientError> {
        self.post(&["sources", source, "enable"], &json!({})).await
    }

    /// Removes a source.
    pub async fn remove_source(&self, source: &str) -> Result<Source, ClientError> {
        self.post(&["sources", source, "remove"], &json!({})).await
    }

    /// Publishes events to a source of the kind `publish`.
    pub async fn publish_events(&self, source: &str, body: &PublishEvents) -> Result<TakenEvents, ClientError> {
        self.post(&["sources", source, "events"], body).await
    }
}
