//! The organisation's standard.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{CheckStandard, PublishStandard, Standard, StandardVerdict};

impl Client {
    /// The standard in force.
    pub async fn standard(&self) -> Result<Standard, ClientError> {
        self.org_get(Call::get(&["standard"])).await
    }

    /// Publishes a new version of the standard.
    pub async fn publish_standard(&self, body: &PublishStandard) -> Result<Standard, ClientError> {
        self.post(&["standard"], body).await
    }

    /// Whether a standard can be published, and what it would change in every template; nothing is published.
    pub async fn check_standard(&self, body: &CheckStandard) -> Result<StandardVerdict, ClientError> {
        self.post(&["standard", "check"], body).await
    }
}
