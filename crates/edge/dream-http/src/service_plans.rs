//! The plan of the bridge that the organisation is on.

use crate::extract::{At, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use axum::Json;
use dream_api::BridgePlan;
use dream_app::service_plans::{self, PlanUse};

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_bridge_plan))
}

/// The plan of the bridge that the organisation is on, and how much of it is used.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/bridge/plan", tag = "bridge", params(OrgPath), responses((status = 200, body = BridgePlan)))]
async fn show_bridge_plan(caller: Caller, _org: At<OrgPath>) -> Result<Json<BridgePlan>, Failure> {
    Ok(Json(plan(service_plans::show(&caller.op).await?)))
}

fn plan(used: PlanUse) -> BridgePlan {
    let PlanUse { plan, month, delivered, bridges, held_until } = used;
    BridgePlan {
        name: plan.name,
        messages_per_month: plan.messages_per_month,
        bridges: plan.bridges,
        retention_days: plan.retention_days,
        bidirectional: plan.bidirectional,
        month: month.to_string(),
        month_ends_at: month.ends(),
        delivered,
        bridges_used: u64::try_from(bridges).unwrap_or(u64::MAX),
        held_until,
    }
}
