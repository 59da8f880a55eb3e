//! The organisation's standard.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{PublishStandard, Standard};

impl Client {
    /// The standard in force.
    pub async fn standard(&self) -> Result<Standard, ClientError> {
        self.org_get(Call::get(&["standard"])).await
    }

    /// Publishes a new version of the standard.
    pub async fn publish_standard(&self, body: &PublishStandard) -> Result<Standard, ClientError> {
        self.post(&["standard"], body).await
    }
}
