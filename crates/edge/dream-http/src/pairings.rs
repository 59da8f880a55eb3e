//! Pairings: a channel of Discord's joined with another channel.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{OrgPath, PairingFilePath, PairingPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{DisablePairing, MakePairing, Page, Pairing};
use dream_app::pairings::{self, Change, NewPairing};
use http::{HeaderValue, StatusCode, header};

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_pairings, make_pairing))
        .routes(routes!(show_pairing))
        .routes(routes!(get_pairing_file))
        .routes(routes!(enable_pairing))
        .routes(routes!(disable_pairing))
        .routes(routes!(remove_pairing))
}

/// Lists pairings, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/pairings", tag = "bridge", params(OrgPath), responses((status = 200, body = Page<Pairing>)))]
async fn list_pairings(caller: Caller, _org: At<OrgPath>) -> Result<Json<Page<Pairing>>, Failure> {
    let found = pairings::list(&caller.op).await?;
    Ok(Json(Page { items: found.iter().map(render::pairing).collect(), next: None }))
}

/// Makes a pairing. What is said from now on is carried over.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/pairings", tag = "bridge", params(OrgPath), request_body = MakePairing, responses((status = 201, body = Pairing)))]
async fn make_pairing(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakePairing>) -> Result<Response, Failure> {
    let new = NewPairing {
        name: body.name,
        discord: body.discord,
        webhook: body.webhook,
        with: body.joined_with,
        with_webhook: body.with_webhook,
        direction: render::pairing_direction_of(body.direction),
        bots: body.bots,
    };
    let made = pairings::make(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(render::pairing(&made))).into_response())
}

/// A pairing, by its name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/pairings/{pairing}", tag = "bridge", params(PairingPath), responses((status = 200, body = Pairing)))]
async fn show_pairing(caller: Caller, At(path): At<PairingPath>) -> Result<Json<Pairing>, Failure> {
    Ok(Json(render::pairing(&pairings::named(&caller.op, &path.pairing).await?)))
}

/// The bytes of a file that a message of the pairing brought.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/pairings/{pairing}/files/{file}", tag = "bridge", params(PairingFilePath), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn get_pairing_file(caller: Caller, At(path): At<PairingFilePath>) -> Result<Response, Failure> {
    let file = pairings::file(&caller.op, &path.pairing, path.file).await?;
    // Strangers wrote it: no browser may show or run it in the name of this server.
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, file.bytes).into_response())
}

/// Uses a pairing again. What was said meanwhile is not carried over.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/pairings/{pairing}/enable", tag = "bridge", params(PairingPath), responses((status = 200, body = Pairing)))]
async fn enable_pairing(caller: Caller, At(path): At<PairingPath>) -> Result<Json<Pairing>, Failure> {
    Ok(Json(render::pairing(&pairings::change(&caller.op, &path.pairing, Change::Enable).await?)))
}

/// Carries nothing over any more.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/pairings/{pairing}/disable", tag = "bridge", params(PairingPath), request_body = DisablePairing, responses((status = 200, body = Pairing)))]
async fn disable_pairing(caller: Caller, At(path): At<PairingPath>, Body(body): Body<DisablePairing>) -> Result<Json<Pairing>, Failure> {
    Ok(Json(render::pairing(&pairings::change(&caller.op, &path.pairing, Change::Disable(body.reason)).await?)))
}

/// Removes a pairing.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/pairings/{pairing}/remove", tag = "bridge", params(PairingPath), responses((status = 200, body = Pairing)))]
async fn remove_pairing(caller: Caller, At(path): At<PairingPath>) -> Result<Json<Pairing>, Failure> {
    Ok(Json(render::pairing(&pairings::remove(&caller.op, &path.pairing).await?)))
}
