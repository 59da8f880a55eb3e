//! Escalations: what agents cannot solve.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{page, read};
use crate::paths::{EscalationPath, OrgPath};
use crate::render;
use axum::Json;
use dream_api::{AnswerEscalation, Escalation, EscalationDetail, Page};
use dream_app::Op;
use dream_app::escalations::{self, EscalationText};
use dream_ledger::Stream;
use dream_swarm::EscalationStatus;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_escalations))
        .routes(routes!(show_escalation))
        .routes(routes!(acknowledge_escalation))
        .routes(routes!(answer_escalation))
        .routes(routes!(resolve_escalation))
}

/// Which escalations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EscalationQuery {
    /// Only those in this state.
    #[param(value_type = Option<dream_api::EscalationStatus>)]
    status: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

async fn detail(op: &Op, escalation: &Stream<dream_swarm::Escalation>) -> Result<Json<EscalationDetail>, Failure> {
    let text = EscalationText::of(op, escalation).await?;
    Ok(Json(render::escalation_detail(escalation, text)))
}

/// Lists escalations, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/escalations", tag = "agents", params(OrgPath, EscalationQuery), responses((status = 200, body = Page<Escalation>)))]
async fn list_escalations(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<EscalationQuery>,
) -> Result<Json<Page<Escalation>>, Failure> {
    let (cursor, limit) = read(query.cursor, query.limit)?;
    let status = query.status.map(|word| word.parse::<EscalationStatus>()).transpose();
    let status = status.map_err(|error| Failure::field("invalid_query", "status", error.to_string()))?;
    let found = escalations::list(&caller.op, status, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::escalation).collect(), found.next)))
}

/// An escalation with what it says.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/escalations/{escalation}", tag = "agents", params(EscalationPath), responses((status = 200, body = EscalationDetail)))]
async fn show_escalation(caller: Caller, At(path): At<EscalationPath>) -> Result<Json<EscalationDetail>, Failure> {
    detail(&caller.op, &escalations::find(&caller.op, path.escalation).await?).await
}

/// Says that the caller looks into it.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/escalations/{escalation}/acknowledge", tag = "agents", params(EscalationPath), responses((status = 200, body = EscalationDetail)))]
async fn acknowledge_escalation(caller: Caller, At(path): At<EscalationPath>) -> Result<Json<EscalationDetail>, Failure> {
    detail(&caller.op, &escalations::acknowledge(&caller.op, path.escalation).await?).await
}

/// Answers it; the agent gets the answer as an order.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/escalations/{escalation}/answer", tag = "agents", params(EscalationPath), request_body = AnswerEscalation, responses((status = 200, body = EscalationDetail)))]
async fn answer_escalation(
    caller: Caller,
    At(path): At<EscalationPath>,
    Body(body): Body<AnswerEscalation>,
) -> Result<Json<EscalationDetail>, Failure> {
    detail(&caller.op, &escalations::answer(&caller.op, path.escalation, body.text).await?).await
}

/// Says that it is over.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/escalations/{escalation}/resolve", tag = "agents", params(EscalationPath), responses((status = 200, body = EscalationDetail)))]
async fn resolve_escalation(caller: Caller, At(path): At<EscalationPath>) -> Result<Json<EscalationDetail>, Failure> {
    detail(&caller.op, &escalations::resolve(&caller.op, path.escalation).await?).await
}
