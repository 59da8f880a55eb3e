//! Budgets: what a run may spend, and has spent.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::RunPath;
use crate::render::{micros, usd};
use crate::tagged::Tags;
use axum::Json;
use axum::response::Response;
use dream_access::Action;
use dream_api::{Budget, RaiseBudget};
use dream_app::{Op, budgets, runs};
use dream_id::RunId;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_budget)).routes(routes!(raise_budget))
}

async fn standing(op: &Op, run: RunId) -> Result<Budget, Failure> {
    let set = runs::find(op, run).await?;
    op.allow(Action::BudgetRead, Some(set.run().project))?;
    let budget = set.budget();
    Ok(Budget { run, cap_usd: usd(budget.cap_micros), reserved_usd: usd(budget.reserved_micros()), spent_usd: usd(budget.settled_micros) })
}

/// The budget of a run.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs/{run}/budget", tag = "budgets", params(RunPath), responses((status = 200, body = Budget)))]
async fn show_budget(caller: Caller, At(path): At<RunPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&standing(&caller.op, path.run).await?)
}

/// Raises what a run may spend; stages that waited for money go on.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/runs/{run}/budget/raise", tag = "budgets", params(RunPath), request_body = RaiseBudget, responses((status = 200, body = Budget)))]
async fn raise_budget(caller: Caller, At(path): At<RunPath>, Body(body): Body<RaiseBudget>) -> Result<Json<Budget>, Failure> {
    budgets::raise(&caller.op, path.run, micros(body.cap_usd, "cap_usd")?, Some(body.reason)).await?;
    standing(&caller.op, path.run).await.map(Json)
}
