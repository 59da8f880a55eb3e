//! The organisation's standard.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use crate::tagged::Tags;
use crate::templates::faults;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_access::Action;
use dream_api::{CheckStandard, PublishStandard, Standard, StandardEffect, StandardVerdict};
use dream_app::{Op, templates};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_standard, publish_standard)).routes(routes!(check_standard))
}

async fn standing(op: &Op) -> Result<Standard, Failure> {
    Ok(match templates::standard(op).await? {
        None => Standard { version: 0, digest: None, source: None, published_at: None },
        Some((record, source)) => Standard {
            version: record.number,
            digest: Some(render::digest(record.source)),
            source: Some(source),
            published_at: Some(record.published_at),
        },
    })
}

/// The standard in force; version 0 when none was ever published.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/standard", tag = "standards", params(OrgPath), responses((status = 200, body = Standard)))]
async fn show_standard(caller: Caller, _org: At<OrgPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&standing(&caller.op).await?)
}

/// Publishes the next version of the standard: it binds every run that starts later.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/standard", tag = "standards", params(OrgPath), request_body = PublishStandard, responses((status = 201, body = Standard)))]
async fn publish_standard(caller: Caller, _org: At<OrgPath>, Body(body): Body<PublishStandard>) -> Result<Response, Failure> {
    templates::publish_standard(&caller.op, "standard.toml", body.source).await?;
    Ok((StatusCode::CREATED, Json(standing(&caller.op).await?)).into_response())
}

/// Checks a standard without publishing it: whether it can be, and what it would change in every template.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/standard/check", tag = "standards", params(OrgPath), request_body = CheckStandard, responses((status = 200, body = StandardVerdict)))]
async fn check_standard(caller: Caller, _org: At<OrgPath>, Body(body): Body<CheckStandard>) -> Result<Json<StandardVerdict>, Failure> {
    caller.op.allow(Action::StandardRead, None)?;
    match templates::try_standard(&caller.op, "standard.toml", &body.source).await {
        Ok(found) => {
            let shown =
                |one: templates::Effect| StandardEffect { template: one.template, violations: one.violations, changes: one.changes };
            Ok(Json(StandardVerdict { valid: true, errors: Vec::new(), templates: found.into_iter().map(shown).collect() }))
        }
        Err(error) => Ok(Json(StandardVerdict { valid: false, errors: faults(error)?, templates: Vec::new() })),
    }
}
