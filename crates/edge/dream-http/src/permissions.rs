//! Permissions: what agents ask of people.

mod decide;

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{OrgPath, PermissionPath};
use crate::render;
use crate::tagged::Tags;
use axum::Json;
use axum::response::Response;
use dream_api::{Page, Permission, PermissionDetail, PermissionStatus, schema};
use dream_app::permissions::{self, PermissionFilter};
use dream_id::{AgentId, RunId, TaskId};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_permissions)).routes(routes!(show_permission)).merge(decide::routes())
}

/// Which permissions to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PermissionQuery {
    /// Those that stand so: `waiting`, or how they ended.
    status: Option<PermissionStatus>,
    /// Those of one agent.
    #[param(value_type = Option<schema::AgentId>)]
    agent: Option<AgentId>,
    /// Those of one task.
    #[param(value_type = Option<schema::TaskId>)]
    task: Option<TaskId>,
    /// Those of one run.
    #[param(value_type = Option<schema::RunId>)]
    run: Option<RunId>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists what agents ask of people, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/permissions", tag = "permissions", params(OrgPath, PermissionQuery), responses((status = 200, body = Page<Permission>)))]
async fn list_permissions(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<PermissionQuery>,
) -> Result<Json<Page<Permission>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let refuse = |error: &dyn std::fmt::Display| Failure::field("invalid_query", "status", error.to_string());
    let status = query.status.map(|status| status.as_str().parse().map_err(|error| refuse(&error))).transpose()?;
    let filter = PermissionFilter { status, agent: query.agent, task: query.task, run: query.run };
    let found = permissions::list(&caller.op, filter, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(|permission| render::permission(permission)).collect(), found.next)))
}

/// One permission, with the exact arguments for those who may decide.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/permissions/{permission}", tag = "permissions", params(PermissionPath), responses((status = 200, body = PermissionDetail)))]
async fn show_permission(caller: Caller, At(path): At<PermissionPath>, tags: Tags) -> Result<Response, Failure> {
    let found = permissions::find(&caller.op, path.permission).await?;
    tags.json(&render::permission_detail(&found))
}
