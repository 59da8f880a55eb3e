//! Constraints: what binds later work.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::ledger::History;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{ConstraintPath, OrgPath, ProjectPath, RunPath};
use crate::render;
use crate::runs::binding;
use crate::texts::Texts;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Constraint, LiftConstraint, NewConstraint, Page};
use dream_app::{Op, constraints, runs};
use dream_govern::ConstraintScope;
use dream_id::ConstraintId;
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_constraints, constrain_run))
        .routes(routes!(constrain_project))
        .routes(routes!(constrain_organisation))
        .routes(routes!(lift_constraint))
}

/// One constraint, with what the ledger alone knows of it.
async fn standing(op: &Op, id: ConstraintId) -> Result<Constraint, Failure> {
    let constraint = constraints::find(op, id).await?;
    let texts = Texts::read(op, vec![constraint.added.text]).await?;
    Ok(render::constraint(&constraint, None, &texts, &History::of(op, id).await?))
}

async fn added(op: &Op, new: constraints::NewConstraint) -> Result<Response, Failure> {
    let id = constraints::add(op, new, None).await?;
    Ok((StatusCode::CREATED, Json(standing(op, id).await?)).into_response())
}

/// Lists what binds a run, oldest first: its own constraints, its project's and its organisation's.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs/{run}/constraints", tag = "constraints", params(RunPath, PageQuery), responses((status = 200, body = Page<Constraint>)))]
async fn list_constraints(
    caller: Caller,
    At(path): At<RunPath>,
    Params(query): Params<PageQuery>,
) -> Result<Json<Page<Constraint>>, Failure> {
    let (cursor, limit) = query.read()?;
    let op = &caller.op;
    let set = runs::find(op, path.run).await?;
    let mut binding = constraints::of_run(op, path.run).await?;
    binding.sort_by_key(|constraint| (constraint.added_at, constraint.id));
    let found = cut(binding, cursor.as_ref(), limit, |constraint| constraint.id.to_string())?;
    let digests = found.items.iter().map(|constraint| constraint.added.text).collect();
    let texts = Texts::read(op, digests).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for constraint in &found.items {
        items.push(render::constraint(constraint, Some(&set), &texts, &History::of(op, constraint.id).await?));
    }
    Ok(Json(page(items, found.next)))
}

/// Binds what starts later in a run.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/constraints", tag = "constraints", params(RunPath), request_body = NewConstraint, responses((status = 201, body = Constraint)))]
async fn constrain_run(caller: Caller, At(path): At<RunPath>, Body(body): Body<NewConstraint>) -> Result<Response, Failure> {
    added(&caller.op, binding(body)?.on(path.run)).await
}

/// Binds what starts later in every run of a project.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/projects/{project}/constraints", tag = "constraints", params(ProjectPath), request_body = NewConstraint, responses((status = 201, body = Constraint)))]
async fn constrain_project(caller: Caller, At(path): At<ProjectPath>, Body(body): Body<NewConstraint>) -> Result<Response, Failure> {
    added(&caller.op, binding(body)?.beyond(ConstraintScope::Project { project: path.project })?).await
}

/// Binds what starts later in every run of the organisation.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/constraints", tag = "constraints", params(OrgPath), request_body = NewConstraint, responses((status = 201, body = Constraint)))]
async fn constrain_organisation(caller: Caller, _org: At<OrgPath>, Body(body): Body<NewConstraint>) -> Result<Response, Failure> {
    added(&caller.op, binding(body)?.beyond(ConstraintScope::Organisation {})?).await
}

/// Lifts a constraint: it binds nothing that starts later.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/constraints/{constraint}/lift", tag = "constraints", params(ConstraintPath), request_body = LiftConstraint, responses((status = 200, body = Constraint)))]
async fn lift_constraint(
    caller: Caller,
    At(path): At<ConstraintPath>,
    Body(body): Body<LiftConstraint>,
) -> Result<Json<Constraint>, Failure> {
    constraints::lift(&caller.op, path.constraint, body.reason).await?;
    standing(&caller.op, path.constraint).await.map(Json)
}
