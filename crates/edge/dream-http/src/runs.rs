//! Runs: starting, looking, steering.

mod steer;

pub(crate) use steer::Nothing;

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{OrgPath, ProjectPath, RunPath};
use crate::render;
use crate::tagged::Tags;
use crate::texts::Texts;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{Page, Run, StartRun, Status, schema};
use dream_app::Op;
use dream_app::constraints::NewConstraint;
use dream_app::runs::{self, NewRun, RunConstraint, RunFilter, TemplateChoice, Terms};
use dream_govern::{ConstraintScope, UnknownWord};
use dream_id::{ProjectId, RunId};
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(start_run)).routes(routes!(list_runs)).routes(routes!(show_run)).merge(steer::routes())
}

/// Which runs to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RunQuery {
    /// Those of one project.
    #[param(value_type = Option<schema::ProjectId>)]
    project: Option<ProjectId>,
    /// Those that stand so.
    status: Option<Status>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// The run `id` as it stands now.
pub(crate) async fn standing(op: &Op, id: RunId) -> Result<Run, Failure> {
    let run = runs::summary(op, id).await?;
    let texts = Texts::read(op, render::texts_of_run(&run)).await?;
    Ok(render::run(&run, &texts))
}

/// Starts a run of a project.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/projects/{project}/runs", tag = "runs", params(ProjectPath), request_body = StartRun, responses((status = 201, body = Run)))]
async fn start_run(caller: Caller, At(path): At<ProjectPath>, Body(body): Body<StartRun>) -> Result<Response, Failure> {
    let op = &caller.op;
    let cap = body.max_cost_usd.map(|usd| render::micros(usd, "max_cost_usd")).transpose()?;
    let constraints = body.constraints.into_iter().map(|new| binding(new).map(Binding::of_new_run)).collect::<Result<Vec<_>, _>>()?;
    let template = chosen(body.template, body.template_version)?;
    let run = runs::start_under(op, NewRun { project: path.project, cost_cap_micros: cap }, Terms { template, constraints }).await?;
    Ok((StatusCode::CREATED, Json(standing(op, run).await?)).into_response())
}

/// The template that a caller names.
fn chosen(name: Option<String>, version: Option<u32>) -> Result<Option<TemplateChoice>, Failure> {
    match (name, version) {
        (Some(name), version) => Ok(Some(TemplateChoice { name, version })),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Failure::field("template_required", "template", "name the template that this is a version of")),
    }
}

/// A constraint whose run is not known yet.
pub(crate) struct Binding {
    stages: Vec<String>,
    text: String,
    rules: Vec<dream_govern::Rule>,
}

/// What a caller wants to hold from now on.
pub(crate) fn binding(new: dream_api::NewConstraint) -> Result<Binding, Failure> {
    let rules = new.rules.into_iter().map(render::rule).collect::<Result<_, _>>()?;
    Ok(Binding { stages: new.stages, text: new.text, rules })
}

impl Binding {
    /// The constraint of a run that is about to start.
    fn of_new_run(self) -> RunConstraint {
        RunConstraint { stages: self.stages, text: self.text, rules: self.rules }
    }

    /// The constraint, on `run` or on the stages of it that it names.
    pub(crate) fn on(self, run: RunId) -> NewConstraint {
        let scope =
            if self.stages.is_empty() { ConstraintScope::Run { run } } else { ConstraintScope::Stages { run, stages: self.stages } };
        NewConstraint { scope, text: self.text, rules: self.rules }
    }

    /// The constraint on something wider than a run, which has no stages to name.
    pub(crate) fn beyond(self, scope: ConstraintScope) -> Result<NewConstraint, Failure> {
        if self.stages.is_empty() {
            return Ok(NewConstraint { scope, text: self.text, rules: self.rules });
        }
        Err(Failure::field("stages_not_allowed", "stages", "stages belong to one run: leave them out, or add the constraint to that run"))
    }
}

/// Lists runs, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs", tag = "runs", params(OrgPath, RunQuery), responses((status = 200, body = Page<Run>)))]
async fn list_runs(caller: Caller, _org: At<OrgPath>, Params(query): Params<RunQuery>) -> Result<Json<Page<Run>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let unknown =
        |_: UnknownWord| Failure::field("invalid_query", "status", "use queued, running, waiting, blocked, failed, done or cancelled");
    let status = query.status.map(|status| status.as_str().parse()).transpose().map_err(unknown)?;
    let found = runs::list(&caller.op, RunFilter { project: query.project, status }, cursor, limit).await?;
    let texts = Texts::read(&caller.op, found.items.iter().flat_map(render::texts_of_run).collect()).await?;
    Ok(Json(page(found.items.iter().map(|run| render::run(run, &texts)).collect(), found.next)))
}

/// One run.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs/{run}", tag = "runs", params(RunPath), responses((status = 200, body = Run)))]
async fn show_run(caller: Caller, At(path): At<RunPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&standing(&caller.op, path.run).await?)
}
