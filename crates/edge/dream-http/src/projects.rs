//! Projects.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::{OrgPath, ProjectPath};
use crate::render;
use crate::tagged::Tags;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{ChangeProject, CreateProject, Page, Project, ProjectRepository};
use dream_app::projects::{self, NewProject, ProjectChange, ProjectFilter};
use dream_ledger::Stream;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

/// A brief of 1 MiB, every byte of it escaped in JSON, and what stands around it.
const LARGEST_PROJECT: usize = 7 << 20;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_projects))
        .routes(routes!(create_project).up_to(LARGEST_PROJECT))
        .routes(routes!(show_project))
        .routes(routes!(change_project))
        .routes(routes!(show_brief))
}

/// Which projects to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProjectQuery {
    /// Those that are put away as well.
    #[serde(default)]
    archived: bool,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// A project.
pub(crate) fn project(project: &Stream<dream_govern::Project>) -> Project {
    Project {
        id: project.id(),
        name: project.name.clone(),
        template: project.template.clone(),
        brief_digest: render::digest(project.brief),
        brief_bytes: project.brief_bytes,
        archived: project.archived,
        created_at: project.created_at,
        created_by: project.created_by,
        repository: project.repository.as_ref().map(|at| ProjectRepository { path: at.path.clone(), branch: at.branch.clone() }),
    }
}

/// Opens a project from a brief.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/projects", tag = "projects", params(OrgPath), request_body = CreateProject, responses((status = 201, body = Project)))]
async fn create_project(caller: Caller, _org: At<OrgPath>, Body(new): Body<CreateProject>) -> Result<Response, Failure> {
    let new = NewProject { name: new.name, brief: new.brief.into_bytes(), template: new.template };
    let created = projects::create(&caller.op, new).await?;
    Ok((StatusCode::CREATED, Json(project(&created))).into_response())
}

/// Lists projects, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/projects", tag = "projects", params(OrgPath, ProjectQuery), responses((status = 200, body = Page<Project>)))]
async fn list_projects(caller: Caller, _org: At<OrgPath>, Params(query): Params<ProjectQuery>) -> Result<Json<Page<Project>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = projects::list(&caller.op, ProjectFilter { archived: query.archived }, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(project).collect(), found.next)))
}

/// One project.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/projects/{project}", tag = "projects", params(ProjectPath), responses((status = 200, body = Project)))]
async fn show_project(caller: Caller, At(path): At<ProjectPath>, tags: Tags) -> Result<Response, Failure> {
    tags.json(&project(&projects::find(&caller.op, path.project).await?))
}

/// Renames a project, puts it away or takes it out again. What is left out stays.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/projects/{project}/change", tag = "projects", params(ProjectPath), request_body = ChangeProject, responses((status = 200, body = Project)))]
async fn change_project(caller: Caller, At(path): At<ProjectPath>, Body(body): Body<ChangeProject>) -> Result<Json<Project>, Failure> {
    let change = ProjectChange { name: body.name, archived: body.archived };
    Ok(Json(project(&projects::change(&caller.op, path.project, change).await?)))
}

/// The brief of a project, as Markdown.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/projects/{project}/brief", tag = "projects", params(ProjectPath), responses((status = 200, body = String, content_type = "text/markdown")))]
async fn show_brief(caller: Caller, At(path): At<ProjectPath>, tags: Tags) -> Result<Response, Failure> {
    let found = projects::find(&caller.op, path.project).await?;
    let text = projects::brief(&caller.op, &found).await?;
    Ok(tags.bytes(text.into(), HeaderValue::from_static("text/markdown; charset=utf-8")))
}
