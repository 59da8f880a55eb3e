//! How much of the bridge the organisation uses.

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{BridgeUsage, Page};
use dream_app::usage;
use http::header;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_bridge_usage)).routes(routes!(export_bridge_usage))
}

/// Of which month, and how finely.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UsageQuery {
    /// A month in UTC, such as `2026-11`; all when left out.
    month: Option<String>,
    /// Whether sources and destinations are counted each for itself.
    #[serde(default)]
    by_name: bool,
}

/// Of which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// A month in UTC, such as `2026-11`; all when left out.
    month: Option<String>,
}

/// Lists how much came in and went out in each month, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/bridge/usage", tag = "bridge", params(OrgPath, UsageQuery), responses((status = 200, body = Page<BridgeUsage>)))]
async fn list_bridge_usage(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<UsageQuery>,
) -> Result<Json<Page<BridgeUsage>>, Failure> {
    let counted = usage::list(&caller.op, query.month.as_deref(), query.by_name).await?;
    let items = counted.into_iter().map(|row| BridgeUsage { month: row.month, what: row.what, name: row.name, count: row.count });
    Ok(Json(Page { items: items.collect(), next: None }))
}

/// How much came in and went out in each month by source and destination, as comma-separated values (RFC 4180).
#[utoipa::path(get, path = "/api/v1/orgs/{org}/bridge/usage/export", tag = "bridge", params(OrgPath, ExportQuery), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export_bridge_usage(caller: Caller, _org: At<OrgPath>, Params(query): Params<ExportQuery>) -> Result<Response, Failure> {
    let text = usage::export(&caller.op, query.month.as_deref()).await?;
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"bridge-usage.csv\"")];
    Ok((headers, text).into_response())
}
