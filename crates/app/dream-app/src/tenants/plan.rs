//! Choosing the plan of an organisation.

use super::operator::Decided;
use super::read::{TenantView, find};
use crate::{AppError, Command, Op};
use dream_access::{Org, Tenant};
use dream_id::OrgId;
use dream_store::Unit;
use serde::Serialize;

/// Puts an organisation on the plan of that name, or on the service's usual one: from the next message on.
///
/// # Errors
/// `not_the_operator`; `not_found`; `unknown_plan`.
pub async fn choose_plan(op: &Op, organisation: OrgId, plan: Option<String>) -> Result<TenantView, AppError> {
    if let Some(plan) = &plan {
        op.app().board().check_known(plan)?;
    }
    op.run(&ChoosePlan { organisation, plan }).await?;
    op.app().standings().forget(organisation);
    find(op, organisation).await
}

#[derive(Serialize)]
struct ChoosePlan {
    organisation: OrgId,
    plan: Option<String>,
}

impl Command for ChoosePlan {
    const NAME: &'static str = "tenant.choose_plan";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut decided = Decided::lock(op, tx, self.organisation).await?;
        let by = decided.by(op);
        if decided.org.plan != self.plan {
            Org::choose_plan(&mut decided.org, &by, self.plan.as_deref());
            if let Some(tenant) = &mut decided.tenant {
                Tenant::choose_plan(tenant, &op.by(), self.plan.as_deref());
            }
        }
        // Messages that the plan before held are looked at at once.
        tx.wake_org(self.organisation, op.app().now()).await?;
        decided.save(tx).await
    }
}
