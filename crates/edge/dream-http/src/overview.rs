//! The overview: what goes on in an organisation, in numbers.

use crate::extract::{At, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use axum::Json;
use dream_api::Overview;
use dream_app::overview;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_overview))
}

/// How many runs, tasks and reviews stand how, the log lines of the last hour, and how the process that answers does.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/status", tag = "system", params(OrgPath), responses((status = 200, body = Overview)))]
async fn show_overview(caller: Caller, _org: At<OrgPath>) -> Result<Json<Overview>, Failure> {
    Ok(Json(render::overview(&overview::look(&caller.op).await?)))
}
