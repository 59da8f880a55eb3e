//! Agents: what they are, what is wanted of them, what they do.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{AgentPath, OrgPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Agent, AgentDetail, NudgeAgent, Page, RegisterAgent, StartAgent};
use dream_app::{Op, agents};
use dream_swarm::Desired;
use http::StatusCode;

/// What faults call a manifest that came without the name of a file.
const UNNAMED: &str = "manifest.toml";

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_agents, register_agent))
        .routes(routes!(show_agent))
        .routes(routes!(start_agent))
        .routes(routes!(stop_agent))
        .routes(routes!(restart_agent))
        .routes(routes!(nudge_agent))
        .routes(routes!(remove_agent))
}

async fn detail(op: &Op, name: &str) -> Result<AgentDetail, Failure> {
    let view = agents::find(op, name).await?;
    let profile = render::agent_profile(&view.agent.manifest);
    Ok(AgentDetail { agent: render::agent(&view), manifest: agents::source(op, &view.agent).await?, profile })
}

/// Lists agents by name, with what they do.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/agents", tag = "agents", params(OrgPath, PageQuery), responses((status = 200, body = Page<Agent>)))]
async fn list_agents(caller: Caller, _org: At<OrgPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Agent>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = cut(agents::list(&caller.op).await?, cursor.as_ref(), limit, |view| view.agent.name().to_owned())?;
    Ok(Json(page(found.items.iter().map(render::agent).collect(), found.next)))
}

/// Registers the agent that a manifest describes, or gives the one of that name this manifest.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/agents", tag = "agents", params(OrgPath), request_body = RegisterAgent, responses((status = 201, body = AgentDetail)))]
async fn register_agent(caller: Caller, _org: At<OrgPath>, Body(body): Body<RegisterAgent>) -> Result<Response, Failure> {
    let desired = body.desired.map(wanted).transpose()?;
    let agent = agents::register(&caller.op, body.file.as_deref().unwrap_or(UNNAMED), body.source, desired).await?;
    Ok((StatusCode::CREATED, Json(detail(&caller.op, agent.name()).await?)).into_response())
}

fn wanted(desired: dream_api::Desired) -> Result<Desired, Failure> {
    let known = desired.as_str().parse();
    known.map_err(|error: dream_swarm::UnknownWord| Failure::field("invalid_desired", "desired", error.to_string()))
}

/// An agent with its manifest and its processes.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/agents/{agent}", tag = "agents", params(AgentPath), responses((status = 200, body = AgentDetail)))]
async fn show_agent(caller: Caller, At(path): At<AgentPath>) -> Result<Json<AgentDetail>, Failure> {
    detail(&caller.op, &path.agent).await.map(Json)
}

/// Wants an agent running. What it was given up for, if it was, counts no longer.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/agents/{agent}/start", tag = "agents", params(AgentPath), request_body = StartAgent, responses((status = 200, body = AgentDetail)))]
async fn start_agent(caller: Caller, At(path): At<AgentPath>, Body(body): Body<StartAgent>) -> Result<Json<AgentDetail>, Failure> {
    let desired = if body.on_demand { Desired::OnDemand } else { Desired::Running };
    agents::want(&caller.op, &path.agent, desired).await?;
    detail(&caller.op, &path.agent).await.map(Json)
}

/// Wants an agent stopped: its processes end, and it may do nothing until it is started.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/agents/{agent}/stop", tag = "agents", params(AgentPath), responses((status = 200, body = AgentDetail)))]
async fn stop_agent(caller: Caller, At(path): At<AgentPath>) -> Result<Json<AgentDetail>, Failure> {
    agents::want(&caller.op, &path.agent, Desired::Stopped).await?;
    detail(&caller.op, &path.agent).await.map(Json)
}

/// Ends an agent's processes and starts them again; they go on with their work.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/agents/{agent}/restart", tag = "agents", params(AgentPath), responses((status = 200, body = AgentDetail)))]
async fn restart_agent(caller: Caller, At(path): At<AgentPath>) -> Result<Json<AgentDetail>, Failure> {
    agents::restart(&caller.op, &path.agent).await?;
    detail(&caller.op, &path.agent).await.map(Json)
}

/// Tells an agent to go on with its work, or what the caller says.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/agents/{agent}/nudge", tag = "agents", params(AgentPath), request_body = NudgeAgent, responses((status = 200, body = AgentDetail)))]
async fn nudge_agent(caller: Caller, At(path): At<AgentPath>, Body(body): Body<NudgeAgent>) -> Result<Json<AgentDetail>, Failure> {
    agents::nudge(&caller.op, &path.agent, body.text).await?;
    detail(&caller.op, &path.agent).await.map(Json)
}

/// Takes an agent away. One of the same name may be registered again.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/agents/{agent}/remove", tag = "agents", params(AgentPath), responses((status = 200, body = Agent)))]
async fn remove_agent(caller: Caller, At(path): At<AgentPath>) -> Result<Json<Agent>, Failure> {
    Ok(Json(render::agent(&agents::remove(&caller.op, &path.agent).await?)))
}
