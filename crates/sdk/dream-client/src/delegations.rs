//! Delegations.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Delegation, NewDelegation, Page};
use dream_id::DelegationId;
use serde_json::json;

impl Client {
    /// Lists delegations, newest first.
    pub async fn delegations(&self, page: &PageOf) -> Result<Page<Delegation>, ClientError> {
        self.org_get(Call::get(&["delegations"]).page(page)).await
    }

    /// Lets somebody else decide for the caller.
    pub async fn delegate(&self, body: &NewDelegation) -> Result<Delegation, ClientError> {
        self.post(&["delegations"], body).await
    }

    /// Takes a delegation back.
    pub async fn revoke_delegation(&self, delegation: DelegationId) -> Result<Delegation, ClientError> {
        self.post(&["delegations", &delegation.to_string(), "revoke"], &json!({})).await
    }
}
