//! How much of the bridge the organisation uses.

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::paths::OrgPath;
use crate::state::Api;
use axum::Json;
use dream_api::{BridgeUsage, Page};
use dream_app::usage;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(list_bridge_usage))
}

/// Of which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UsageQuery {
    /// A month in UTC, such as `2026-11`; all when left out.
    month: Option<String>,
}

/// Lists how much came in in each month, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/bridge/usage", tag = "bridge", params(OrgPath, UsageQuery), responses((status = 200, body = Page<BridgeUsage>)))]
async fn list_bridge_usage(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<UsageQuery>,
) -> Result<Json<Page<BridgeUsage>>, Failure> {
    let counted = usage::list(&caller.op, query.month.as_deref()).await?;
    let items = counted.into_iter().map(|count| BridgeUsage { month: count.month, what: count.what, count: count.count });
    Ok(Json(Page { items: items.collect(), next: None }))
}
