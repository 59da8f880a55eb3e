//! Subscriptions: somebody outside who is told of events by outgoing webhooks.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{OrgPath, SubscriptionPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{
    BridgeDelivery, DisableDestination, MadeSubscription, MakeSubscription, Page, ReplaceAddress, SetSubscriptionTypes, Subscription,
};
use dream_app::subscriptions::{self, Change, NewSubscription};
use dream_secret::Secret;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_subscriptions, make_subscription))
        .routes(routes!(show_subscription))
        .routes(routes!(rotate_subscription))
        .routes(routes!(set_subscription_types))
        .routes(routes!(replace_subscription_address))
        .routes(routes!(enable_subscription))
        .routes(routes!(disable_subscription))
        .routes(routes!(test_subscription))
        .routes(routes!(remove_subscription))
}

/// Lists subscriptions, by name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/subscriptions", tag = "bridge", params(OrgPath), responses((status = 200, body = Page<Subscription>)))]
async fn list_subscriptions(caller: Caller, _org: At<OrgPath>) -> Result<Json<Page<Subscription>>, Failure> {
    let found = subscriptions::list(&caller.op).await?;
    Ok(Json(Page { items: found.iter().map(render::subscription).collect(), next: None }))
}

/// Makes a subscription. Its secret is shown this once.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions", tag = "bridge", params(OrgPath), request_body = MakeSubscription, responses((status = 201, body = MadeSubscription)))]
async fn make_subscription(caller: Caller, _org: At<OrgPath>, Body(body): Body<MakeSubscription>) -> Result<Response, Failure> {
    let new = NewSubscription { name: body.name, url: Secret::new(body.url), types: body.types };
    let made = subscriptions::make(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(render::made_subscription(&made))).into_response())
}

/// A subscription, by its name.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/subscriptions/{subscription}", tag = "bridge", params(SubscriptionPath), responses((status = 200, body = Subscription)))]
async fn show_subscription(caller: Caller, At(path): At<SubscriptionPath>) -> Result<Json<Subscription>, Failure> {
    Ok(Json(render::subscription(&subscriptions::named(&caller.op, &path.subscription).await?)))
}

/// Gives a subscription a new secret, shown this once. Until the next time everything is signed with both.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/rotate", tag = "bridge", params(SubscriptionPath), responses((status = 200, body = MadeSubscription)))]
async fn rotate_subscription(caller: Caller, At(path): At<SubscriptionPath>) -> Result<Json<MadeSubscription>, Failure> {
    Ok(Json(render::made_subscription(&subscriptions::rotate(&caller.op, &path.subscription).await?)))
}

async fn changed(caller: &Caller, name: &str, change: Change) -> Result<Json<Subscription>, Failure> {
    Ok(Json(render::subscription(&subscriptions::change(&caller.op, name, change).await?)))
}

/// Tells a subscription of other types of events.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/types", tag = "bridge", params(SubscriptionPath), request_body = SetSubscriptionTypes, responses((status = 200, body = Subscription)))]
async fn set_subscription_types(
    caller: Caller,
    At(path): At<SubscriptionPath>,
    Body(body): Body<SetSubscriptionTypes>,
) -> Result<Json<Subscription>, Failure> {
    changed(&caller, &path.subscription, Change::Types(body.types)).await
}

/// Tells a subscription at another address from now on, with the same secret: what waits for it goes there too, at once. One that was disabled stays so
/// until it is enabled.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/address", tag = "bridge", params(SubscriptionPath), request_body = ReplaceAddress, responses((status = 200, body = Subscription)))]
async fn replace_subscription_address(
    caller: Caller,
    At(path): At<SubscriptionPath>,
    Body(body): Body<ReplaceAddress>,
) -> Result<Json<Subscription>, Failure> {
    let view = subscriptions::replace_address(&caller.op, &path.subscription, &Secret::new(body.url)).await?;
    Ok(Json(render::subscription(&view)))
}

/// Uses a subscription again: what waits for it is sent.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/enable", tag = "bridge", params(SubscriptionPath), responses((status = 200, body = Subscription)))]
async fn enable_subscription(caller: Caller, At(path): At<SubscriptionPath>) -> Result<Json<Subscription>, Failure> {
    changed(&caller, &path.subscription, Change::Enable).await
}

/// Sends nothing to a subscription any more: what happens goes on being kept for it.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/disable", tag = "bridge", params(SubscriptionPath), request_body = DisableDestination, responses((status = 200, body = Subscription)))]
async fn disable_subscription(
    caller: Caller,
    At(path): At<SubscriptionPath>,
    Body(body): Body<DisableDestination>,
) -> Result<Json<Subscription>, Failure> {
    changed(&caller, &path.subscription, Change::Disable(body.reason)).await
}

/// Sends an event to a subscription that says what it is; the delivery, which goes its way from here.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/test", tag = "bridge", params(SubscriptionPath), responses((status = 200, body = BridgeDelivery)))]
async fn test_subscription(caller: Caller, At(path): At<SubscriptionPath>) -> Result<Json<BridgeDelivery>, Failure> {
    Ok(Json(render::bridge_delivery(&subscriptions::test(&caller.op, &path.subscription).await?)))
}

/// Removes a subscription, and with it its address and its secrets.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/subscriptions/{subscription}/remove", tag = "bridge", params(SubscriptionPath), responses((status = 200, body = Subscription)))]
async fn remove_subscription(caller: Caller, At(path): At<SubscriptionPath>) -> Result<Json<Subscription>, Failure> {
    Ok(Json(render::subscription(&subscriptions::remove(&caller.op, &path.subscription).await?)))
}
