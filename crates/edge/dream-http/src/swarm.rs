//! The agents of an organisation as a whole: their captain, orders to all, and the hold that stops them.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use axum::Json;
use dream_api::{BroadcastFailure, BroadcastOrder, BroadcastResult, SetCaptain, StopAll, Swarm};
use dream_app::swarm::{self, CaptainChoice};

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(show_swarm))
        .routes(routes!(set_captain))
        .routes(routes!(broadcast_order))
        .routes(routes!(stop_all_agents))
        .routes(routes!(start_all_agents))
}

/// Who is captain, and whether all agents are stopped.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/swarm", tag = "agents", params(OrgPath), responses((status = 200, body = Swarm)))]
async fn show_swarm(caller: Caller, _org: At<OrgPath>) -> Result<Json<Swarm>, Failure> {
    Ok(Json(render::swarm(swarm::show(&caller.op).await?)))
}

/// Makes a person or an agent captain, or nobody.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/swarm/captain", tag = "agents", params(OrgPath), request_body = SetCaptain, responses((status = 200, body = Swarm)))]
async fn set_captain(caller: Caller, _org: At<OrgPath>, Body(body): Body<SetCaptain>) -> Result<Json<Swarm>, Failure> {
    let rights = render::captain_rights(&body.rights)?;
    let choice = match (body.person, body.agent) {
        (None, None) => CaptainChoice::Nobody,
        (Some(person), None) => CaptainChoice::Person(person),
        (None, Some(agent)) => CaptainChoice::Agent(agent, rights),
        (Some(_), Some(_)) => {
            return Err(Failure::field("two_captains", "agent", "there is one captain: name a person or an agent, and not both"));
        }
    };
    Ok(Json(render::swarm(swarm::set_captain(&caller.op, choice).await?)))
}

/// Gives every agent an order, which each reads before anything else.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/swarm/broadcast", tag = "agents", params(OrgPath), request_body = BroadcastOrder, responses((status = 200, body = BroadcastResult)))]
async fn broadcast_order(caller: Caller, _org: At<OrgPath>, Body(body): Body<BroadcastOrder>) -> Result<Json<BroadcastResult>, Failure> {
    let outcome = swarm::broadcast(&caller.op, &body.text).await?;
    let failed = outcome.failed.into_iter().map(|(agent, why)| BroadcastFailure { agent, why }).collect();
    Ok(Json(BroadcastResult { sent: outcome.sent, failed }))
}

/// Stops every agent, until somebody starts them again: over restarts of the server too.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/swarm/stop", tag = "agents", params(OrgPath), request_body = StopAll, responses((status = 200, body = Swarm)))]
async fn stop_all_agents(caller: Caller, _org: At<OrgPath>, Body(body): Body<StopAll>) -> Result<Json<Swarm>, Failure> {
    swarm::stop_all(&caller.op, body.reason).await?;
    Ok(Json(render::swarm(swarm::show(&caller.op).await?)))
}

/// Starts the agents again after all were stopped.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/swarm/start", tag = "agents", params(OrgPath), responses((status = 200, body = Swarm)))]
async fn start_all_agents(caller: Caller, _org: At<OrgPath>) -> Result<Json<Swarm>, Failure> {
    Ok(Json(render::swarm(swarm::start_all(&caller.op).await?)))
}
