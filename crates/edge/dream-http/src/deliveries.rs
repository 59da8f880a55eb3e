//! Deliveries of the bridge: what became of each message, again, and back.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{DeliveryPath, OrgPath};
use crate::render;
use axum::Json;
use dream_api::{BridgeDelivery, BridgeStatus, CancelDeliveries, CancelledDeliveries, Page, ReplayDeliveries, ReplayedDeliveries, schema};
use dream_app::bridge;
use dream_app::deliveries::{self, DeliveryFilter};
use dream_clock::Timestamp;
use dream_id::{Cursor, ReceivedId};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_bridge_deliveries))
        .routes(routes!(show_bridge_delivery))
        .routes(routes!(replay_bridge_delivery))
        .routes(routes!(cancel_bridge_delivery))
        .routes(routes!(replay_bridge_deliveries))
        .routes(routes!(cancel_bridge_deliveries))
        .routes(routes!(show_bridge))
}

/// Which deliveries to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeliveryQuery {
    /// Those to the destination or subscription of this name.
    to: Option<String>,
    /// Those that stand so: `queued`, `sending`, `sent`, `edited`, `failed`, `unknown`, `cancelled` or `dead`.
    status: Option<String>,
    /// Those that this event led to.
    #[param(value_type = Option<schema::ReceivedId>)]
    event: Option<ReceivedId>,
    /// Those whose cause was received since.
    #[param(value_type = Option<schema::Time>)]
    since: Option<Timestamp>,
    /// Those whose cause was received before.
    #[param(value_type = Option<schema::Time>)]
    until: Option<Timestamp>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists deliveries, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/deliveries", tag = "bridge", params(OrgPath, DeliveryQuery), responses((status = 200, body = Page<BridgeDelivery>)))]
async fn list_bridge_deliveries(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<DeliveryQuery>,
) -> Result<Json<Page<BridgeDelivery>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let filter = DeliveryFilter { name: query.to, status: query.status, event: query.event, since: query.since, until: query.until };
    let found = deliveries::list(&caller.op, &filter, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::bridge_delivery).collect(), found.next)))
}

/// One delivery, with all that became of it.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/deliveries/{delivery}", tag = "bridge", params(DeliveryPath), responses((status = 200, body = BridgeDelivery)))]
async fn show_bridge_delivery(caller: Caller, At(path): At<DeliveryPath>) -> Result<Json<BridgeDelivery>, Failure> {
    Ok(Json(render::bridge_delivery(&deliveries::find(&caller.op, path.delivery).await?)))
}

/// Sends a delivery again, whatever became of it: a new one, which may double what arrived.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/deliveries/{delivery}/replay", tag = "bridge", params(DeliveryPath), responses((status = 200, body = BridgeDelivery)))]
async fn replay_bridge_delivery(caller: Caller, At(path): At<DeliveryPath>) -> Result<Json<BridgeDelivery>, Failure> {
    Ok(Json(render::bridge_delivery(&deliveries::replay(&caller.op, path.delivery).await?)))
}

/// Takes a delivery back that waits.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/deliveries/{delivery}/cancel", tag = "bridge", params(DeliveryPath), responses((status = 200, body = BridgeDelivery)))]
async fn cancel_bridge_delivery(caller: Caller, At(path): At<DeliveryPath>) -> Result<Json<BridgeDelivery>, Failure> {
    Ok(Json(render::bridge_delivery(&deliveries::cancel(&caller.op, path.delivery).await?)))
}

/// Sends deliveries again that have ended, up to a thousand at a call.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/deliveries/replay", tag = "bridge", params(OrgPath), request_body = ReplayDeliveries, responses((status = 200, body = ReplayedDeliveries)))]
async fn replay_bridge_deliveries(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ReplayDeliveries>,
) -> Result<Json<ReplayedDeliveries>, Failure> {
    let filter = DeliveryFilter { name: body.to, status: body.status, event: body.event, since: body.since, until: body.until };
    let replayed = deliveries::replay_all(&caller.op, &filter, body.cursor.map(Cursor)).await?;
    Ok(Json(ReplayedDeliveries { ids: replayed.deliveries, next: replayed.next.map(|cursor| cursor.0) }))
}

/// Takes deliveries back that wait, up to a thousand at a call.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/deliveries/cancel", tag = "bridge", params(OrgPath), request_body = CancelDeliveries, responses((status = 200, body = CancelledDeliveries)))]
async fn cancel_bridge_deliveries(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<CancelDeliveries>,
) -> Result<Json<CancelledDeliveries>, Failure> {
    let filter = DeliveryFilter { name: body.to, status: None, event: body.event, since: body.since, until: body.until };
    let cancelled = deliveries::cancel_all(&caller.op, &filter, body.cursor.map(Cursor)).await?;
    Ok(Json(CancelledDeliveries { ids: cancelled.deliveries, next: cancelled.next.map(|cursor| cursor.0) }))
}

/// How the bridge does: what comes in, what waits, what failed, and how long it took.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/bridge", tag = "bridge", params(OrgPath), responses((status = 200, body = BridgeStatus)))]
async fn show_bridge(caller: Caller, _org: At<OrgPath>) -> Result<Json<BridgeStatus>, Failure> {
    Ok(Json(render::bridge_status(&bridge::status(&caller.op).await?)))
}
