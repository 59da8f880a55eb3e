//! The organisation itself.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::tagged::Tags;
use axum::Json;
use axum::response::Response;
use dream_access::Org;
use dream_api::{Organisation, RenameOrganisation};
use dream_app::orgs;
use dream_ledger::Stream;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_organisation)).routes(routes!(rename_organisation))
}

fn organisation(org: &Stream<Org>) -> Organisation {
    Organisation { id: org.id(), name: org.name.clone(), created_at: org.created_at }
}

/// The organisation.
#[utoipa::path(get, path = "/api/v1/orgs/{org}", tag = "organisations", params(OrgPath), responses((status = 200, body = Organisation)))]
async fn show_organisation(caller: Caller, _org: At<OrgPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&organisation(&orgs::show(&caller.op).await?))
}

/// Gives the organisation another name.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/rename", tag = "organisations", params(OrgPath), request_body = RenameOrganisation, responses((status = 200, body = Organisation)))]
async fn rename_organisation(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<RenameOrganisation>,
) -> Result<Json<Organisation>, Failure> {
    Ok(Json(organisation(&orgs::rename(&caller.op, body.name).await?)))
}
