//! Destinations: where messages of the bridge go.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{DestinationPath, OrgPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{
    BridgeDelivery, Destination, DisableDestination, MadeDestination, MakeDestination, Page, ReplaceAddress, ReplaceDestinationToken,
    SetFallback,
};
use dream_app::destinations::{self, Change, NewDestination, Replacement};
use dream_secret::Secret;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_destinations, make_destination))
        .routes(routes!(show_destination))
        .routes(routes!(test_destination))
        .routes(routes!(enable_destination))
        .routes(routes!(disable_destination))
        .routes(routes!(set_destination_fallback))
        .routes(routes!(replace_destination_address))
        .routes(routes!(replace_destination_token))
        .routes(routes!(remove_destination))
}

/// Lists destinations, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/destinations", tag = "bridge", params(OrgPath), responses((status = 200, body = Page<Destination>)))]
async fn list_destinations(caller: Caller, _org: At<OrgPath>) -> Result<Json<Page<Destination>>, Failure> {
    let found = destinations::list(&caller.op).await?;
    Ok(Json(Page { items: found.iter().map(render::destination).collect(), next: None }))
}

/// Makes a destination, once it is known that it is there.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations", tag = "bridge", params(OrgPath), request_body = MakeDestination, responses((status = 201, body = MadeDestination)))]
async fn make_destination(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakeDestination>) -> Result<Response, Failure> {
    let new = NewDestination { name: body.name, to: render::destination_to(body.to), fallback: body.fallback };
    let (made, missing) = destinations::make(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(MadeDestination { destination: render::destination(&made), missing })).into_response())
}

/// A destination, by its name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/destinations/{destination}", tag = "bridge", params(DestinationPath), responses((status = 200, body = Destination)))]
async fn show_destination(caller: Caller, At(path): At<DestinationPath>) -> Result<Json<Destination>, Failure> {
    Ok(Json(render::destination(&destinations::named(&caller.op, &path.destination).await?)))
}

/// Sends a message to a destination that says what it is; the delivery, which goes its way from here.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/test", tag = "bridge", params(DestinationPath), responses((status = 200, body = BridgeDelivery)))]
async fn test_destination(caller: Caller, At(path): At<DestinationPath>) -> Result<Json<BridgeDelivery>, Failure> {
    Ok(Json(render::bridge_delivery(&destinations::test(&caller.op, &path.destination).await?)))
}

async fn changed(caller: &Caller, name: &str, change: Change) -> Result<Json<Destination>, Failure> {
    Ok(Json(render::destination(&destinations::change(&caller.op, name, change).await?)))
}

/// Uses a destination again: what waits for it is sent.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/enable", tag = "bridge", params(DestinationPath), responses((status = 200, body = Destination)))]
async fn enable_destination(caller: Caller, At(path): At<DestinationPath>) -> Result<Json<Destination>, Failure> {
    changed(&caller, &path.destination, Change::Enable).await
}

/// Sends nothing to a destination any more: what waits for it goes on waiting, and what is new goes to its fallback.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/disable", tag = "bridge", params(DestinationPath), request_body = DisableDestination, responses((status = 200, body = Destination)))]
async fn disable_destination(
    caller: Caller,
    At(path): At<DestinationPath>,
    Body(body): Body<DisableDestination>,
) -> Result<Json<Destination>, Failure> {
    changed(&caller, &path.destination, Change::Disable(body.reason)).await
}

/// Says who is told when a destination cannot be.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/fallback", tag = "bridge", params(DestinationPath), request_body = SetFallback, responses((status = 200, body = Destination)))]
async fn set_destination_fallback(
    caller: Caller,
    At(path): At<DestinationPath>,
    Body(body): Body<SetFallback>,
) -> Result<Json<Destination>, Failure> {
    changed(&caller, &path.destination, Change::Fallback(body.fallback)).await
}

async fn replaced(caller: &Caller, name: &str, with: Replacement) -> Result<Json<MadeDestination>, Failure> {
    let (view, missing) = destinations::replace(&caller.op, name, with).await?;
    Ok(Json(MadeDestination { destination: render::destination(&view), missing }))
}

/// Gives a webhook another address, once it is known that it is there. Its name, its rules, its history and what waits for it stay; one that was
/// disabled stays so until it is enabled.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/address", tag = "bridge", params(DestinationPath), request_body = ReplaceAddress, responses((status = 200, body = MadeDestination)))]
async fn replace_destination_address(
    caller: Caller,
    At(path): At<DestinationPath>,
    Body(body): Body<ReplaceAddress>,
) -> Result<Json<MadeDestination>, Failure> {
    replaced(&caller, &path.destination, Replacement::Address(Secret::new(body.url))).await
}

/// Gives a channel of Slack's another token of the same app, once Slack has confirmed it; one that was disabled stays so until it is enabled.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/token", tag = "bridge", params(DestinationPath), request_body = ReplaceDestinationToken, responses((status = 200, body = MadeDestination)))]
async fn replace_destination_token(
    caller: Caller,
    At(path): At<DestinationPath>,
    Body(body): Body<ReplaceDestinationToken>,
) -> Result<Json<MadeDestination>, Failure> {
    replaced(&caller, &path.destination, Replacement::Token(Secret::new(body.token))).await
}

/// Removes a destination, and with it its address. What waits for it is given up.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/destinations/{destination}/remove", tag = "bridge", params(DestinationPath), responses((status = 200, body = Destination)))]
async fn remove_destination(caller: Caller, At(path): At<DestinationPath>) -> Result<Json<Destination>, Failure> {
    Ok(Json(render::destination(&destinations::remove(&caller.op, &path.destination).await?)))
}
