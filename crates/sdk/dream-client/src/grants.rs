//! Standing leave for calls of one shape.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Grant, Page, RevokeGrant};
use dream_id::{AgentId, GrantId};

/// Which grants to list.
#[derive(Debug, Clone, Default)]
pub struct GrantFilter {
    /// Those for one agent.
    pub agent: Option<AgentId>,
    /// Whether to leave out those that release nothing any more.
    pub open: bool,
}

impl Client {
    /// Lists standing leave, newest first.
    pub async fn grants(&self, filter: &GrantFilter, page: &PageOf) -> Result<Page<Grant>, ClientError> {
        self.org_get(Call::get(&["grants"]).query("agent", filter.agent).query("open", filter.open.then_some(true)).page(page)).await
    }

    /// One grant.
    pub async fn grant(&self, grant: GrantId) -> Result<Grant, ClientError> {
        self.org_get(Call::get(&["grants", &grant.to_string()])).await
    }

    /// Revokes a grant: it releases nothing from then on.
    pub async fn revoke_grant(&self, grant: GrantId) -> Result<Grant, ClientError> {
        self.post(&["grants", &grant.to_string(), "revoke"], &RevokeGrant {}).await
    }
}
