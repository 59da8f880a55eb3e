//! Delegations: one person lets another decide for them, for a time.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, page};
use crate::paths::{DelegationPath, OrgPath};
use crate::render;
use crate::runs::Nothing;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Delegation, NewDelegation, Page};
use dream_app::delegations;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_delegations, grant_delegation)).routes(routes!(revoke_delegation))
}

/// Lists delegations, newest first, ended ones too.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/delegations", tag = "delegations", params(OrgPath, PageQuery), responses((status = 200, body = Page<Delegation>)))]
async fn list_delegations(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Delegation>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = delegations::list(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::delegation).collect(), found.next)))
}

/// Lets somebody else decide for the caller.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/delegations", tag = "delegations", params(OrgPath), request_body = NewDelegation, responses((status = 201, body = Delegation)))]
async fn grant_delegation(caller: Caller, _org: At<OrgPath>, Body(body): Body<NewDelegation>) -> Result<Response, Failure> {
    let new = delegations::NewDelegation { to: body.to, project: body.project, until: body.until };
    let given = delegations::grant(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(render::delegation(&given))).into_response())
}

/// Takes a delegation back.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/delegations/{delegation}/revoke", tag = "delegations", params(DelegationPath), request_body = Nothing, responses((status = 200, body = Delegation)))]
async fn revoke_delegation(
    caller: Caller,
    At(path): At<DelegationPath>,
    Body(Nothing {}): Body<Nothing>,
) -> Result<Json<Delegation>, Failure> {
    Ok(Json(render::delegation(&delegations::revoke(&caller.op, path.delegation).await?)))
}
