//! Grants: standing leave for calls of one shape.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{GrantPath, OrgPath};
use crate::render;
use axum::Json;
use dream_api::{Grant, Page, RevokeGrant, schema};
use dream_app::grants::{self, GrantFilter};
use dream_id::AgentId;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_grants)).routes(routes!(show_grant)).routes(routes!(revoke_grant))
}

/// Which grants to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GrantQuery {
    /// Those for one agent.
    #[param(value_type = Option<schema::AgentId>)]
    agent: Option<AgentId>,
    /// Whether to leave out those that release nothing any more.
    open: Option<bool>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists standing leave, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/grants", tag = "permissions", params(OrgPath, GrantQuery), responses((status = 200, body = Page<Grant>)))]
async fn list_grants(caller: Caller, _org: At<OrgPath>, Params(query): Params<GrantQuery>) -> Result<Json<Page<Grant>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let filter = GrantFilter { agent: query.agent, open: query.open.unwrap_or(false) };
    let (found, now) = (grants::list(&caller.op, filter, cursor, limit).await?, caller.op.app().now());
    Ok(Json(page(found.items.iter().map(|grant| render::grant(grant, now)).collect(), found.next)))
}

/// One grant.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/grants/{grant}", tag = "permissions", params(GrantPath), responses((status = 200, body = Grant)))]
async fn show_grant(caller: Caller, At(path): At<GrantPath>) -> Result<Json<Grant>, Failure> {
    let grant = grants::find(&caller.op, path.grant).await?;
    Ok(Json(render::grant(&grant, caller.op.app().now())))
}

/// Revokes a grant: it releases nothing from then on.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/grants/{grant}/revoke", tag = "permissions", params(GrantPath), request_body = RevokeGrant, responses((status = 200, body = Grant)))]
async fn revoke_grant(caller: Caller, At(path): At<GrantPath>, Body(RevokeGrant {}): Body<RevokeGrant>) -> Result<Json<Grant>, Failure> {
    grants::revoke(&caller.op, path.grant).await?;
    let grant = grants::find(&caller.op, path.grant).await?;
    Ok(Json(render::grant(&grant, caller.op.app().now())))
}
