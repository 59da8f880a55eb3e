//! The organisations of a service, for its operator.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{ChooseTenantPlan, MadeTenant, MakeTenant, Page, SuspendTenant, Tenant, TenantUsage};
use dream_id::OrgId;
use serde_json::json;

const ROOT: &str = "organisations";

impl Client {
    /// The organisations of the service, newest first.
    pub async fn tenants(&self, page: &PageOf) -> Result<Page<Tenant>, ClientError> {
        self.get(Call::get(&[ROOT]).page(page)).await
    }

    /// What each organisation of the service used in a month, the present one unless it is named.
    pub async fn tenant_usage(&self, month: Option<&str>, page: &PageOf) -> Result<Page<TenantUsage>, ClientError> {
        self.get(Call::get(&[ROOT, "usage"]).query("month", month).page(page)).await
    }

    /// One organisation of the service.
    pub async fn tenant(&self, organisation: OrgId) -> Result<Tenant, ClientError> {
        self.get(Call::get(&[ROOT, &organisation.to_string()])).await
    }

    /// Makes an organisation; the link of its first owner is in this answer and nowhere else.
    pub async fn make_tenant(&self, body: &MakeTenant) -> Result<MadeTenant, ClientError> {
        self.post_to_service(&[ROOT], body).await
    }

    /// Makes another link for the first owner of an organisation, until they have a password.
    pub async fn invite_tenant_owner(&self, organisation: OrgId) -> Result<MadeTenant, ClientError> {
        self.post_to_service(&[ROOT, &organisation.to_string(), "invite"], &json!({})).await
    }

    /// Has nothing done for an organisation from now on.
    pub async fn suspend_tenant(&self, organisation: OrgId, body: &SuspendTenant) -> Result<Tenant, ClientError> {
        self.post_to_service(&[ROOT, &organisation.to_string(), "suspend"], body).await
    }

    /// Lets an organisation go on.
    pub async fn resume_tenant(&self, organisation: OrgId) -> Result<Tenant, ClientError> {
        self.post_to_service(&[ROOT, &organisation.to_string(), "resume"], &json!({})).await
    }

    /// Puts an organisation on a plan.
    pub async fn choose_tenant_plan(&self, organisation: OrgId, body: &ChooseTenantPlan) -> Result<Tenant, ClientError> {
        self.post_to_service(&[ROOT, &organisation.to_string(), "plan"], body).await
    }
}
