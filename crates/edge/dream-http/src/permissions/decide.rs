//! Deciding about what agents ask.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::PermissionPath;
use crate::render;
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use dream_api::{AnswerPermission, ApprovePermission, GrantForLike, PermissionDetail, RejectPermission, RequestPermissionChanges};
use dream_app::permissions::{self, Decision, NewGrant};
use dream_id::PermissionId;
use dream_swarm::PermissionVerdict;

pub(super) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(approve_permission))
        .routes(routes!(request_permission_changes))
        .routes(routes!(reject_permission))
        .routes(routes!(answer_permission))
}

/// What a caller says about exactly what they saw.
struct Said {
    permission: PermissionId,
    verdict: PermissionVerdict,
    digest: dream_api::Digest,
    comment: Option<String>,
    grant: Option<GrantForLike>,
}

/// Approves exactly the call that was seen, once; and its like, where that is said.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/permissions/{permission}/approve", tag = "permissions", params(PermissionPath), request_body = ApprovePermission, responses((status = 200, body = PermissionDetail)))]
async fn approve_permission(
    caller: Caller,
    State(api): State<Api>,
    At(path): At<PermissionPath>,
    Body(body): Body<ApprovePermission>,
) -> Result<Json<PermissionDetail>, Failure> {
    let (permission, verdict) = (path.permission, PermissionVerdict::Approve);
    said(&caller, &api, Said { permission, verdict, digest: body.digest, comment: body.comment, grant: body.grant }).await
}

/// Does not approve: the agent is told what to do otherwise.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/permissions/{permission}/request-changes", tag = "permissions", params(PermissionPath), request_body = RequestPermissionChanges, responses((status = 200, body = PermissionDetail)))]
async fn request_permission_changes(
    caller: Caller,
    State(api): State<Api>,
    At(path): At<PermissionPath>,
    Body(body): Body<RequestPermissionChanges>,
) -> Result<Json<PermissionDetail>, Failure> {
    let (permission, verdict) = (path.permission, PermissionVerdict::RequestChanges);
    said(&caller, &api, Said { permission, verdict, digest: body.digest, comment: Some(body.comment), grant: None }).await
}

/// Rejects the call.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/permissions/{permission}/reject", tag = "permissions", params(PermissionPath), request_body = RejectPermission, responses((status = 200, body = PermissionDetail)))]
async fn reject_permission(
    caller: Caller,
    State(api): State<Api>,
    At(path): At<PermissionPath>,
    Body(body): Body<RejectPermission>,
) -> Result<Json<PermissionDetail>, Failure> {
    let (permission, verdict) = (path.permission, PermissionVerdict::Reject);
    said(&caller, &api, Said { permission, verdict, digest: body.digest, comment: body.comment, grant: None }).await
}

/// Answers a question: the agent hears it on its channel.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/permissions/{permission}/answer", tag = "permissions", params(PermissionPath), request_body = AnswerPermission, responses((status = 200, body = PermissionDetail)))]
async fn answer_permission(
    caller: Caller,
    State(api): State<Api>,
    At(path): At<PermissionPath>,
    Body(body): Body<AnswerPermission>,
) -> Result<Json<PermissionDetail>, Failure> {
    permissions::answer(&caller.op, path.permission, body.text).await?;
    standing(&caller, &api, path.permission).await
}

async fn said(caller: &Caller, api: &Api, said: Said) -> Result<Json<PermissionDetail>, Failure> {
    let wrong = |error: dream_ledger::ParseDigestError| Failure::field("invalid_body", "digest", error.to_string());
    let seen = said.digest.as_str().parse().map_err(wrong)?;
    let grant = said.grant.map(leave).transpose()?;
    let (permission, verdict, comment) = (said.permission, said.verdict, said.comment);
    permissions::decide(&caller.op, Decision { permission, verdict, seen, comment, grant }).await?;
    standing(caller, api, permission).await
}

fn leave(grant: GrantForLike) -> Result<NewGrant, Failure> {
    let patterns = grant.patterns.map(|patterns| patterns.into_iter().map(render::argument_pattern_of).collect()).transpose()?;
    Ok(NewGrant { patterns, until: grant.until, most: grant.most })
}

/// The permission as it stands now, counted as decided.
async fn standing(caller: &Caller, api: &Api, permission: PermissionId) -> Result<Json<PermissionDetail>, Failure> {
    let found = permissions::find(&caller.op, permission).await?;
    if let Some(decided) = &found.permission.decided {
        api.metrics.permissions.decided(decided.status, decided.at.since(found.permission.asked_at));
    }
    Ok(Json(render::permission_detail(&found)))
}
