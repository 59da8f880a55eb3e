//! The git repository that a project's work begins from.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::ProjectPath;
use crate::projects::project;
use axum::Json;
use dream_api::{Project, SetRepository};
use dream_app::projects::{self, NewRepository};

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(set_repository)).routes(routes!(clear_repository))
}

/// Has the work of a project begin from a git repository on the server's machine. Work under way keeps what it began from.
#[utoipa::path(put, path = "/api/v1/orgs/{org}/projects/{project}/repository", tag = "projects", params(ProjectPath), request_body = SetRepository, responses((status = 200, body = Project)))]
async fn set_repository(caller: Caller, At(path): At<ProjectPath>, Body(body): Body<SetRepository>) -> Result<Json<Project>, Failure> {
    let new = NewRepository { path: body.path, branch: body.branch };
    Ok(Json(project(&projects::set_repository(&caller.op, path.project, new).await?)))
}

/// Has the work of a project begin from no repository. Work under way keeps what it began from.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/projects/{project}/repository/remove", tag = "projects", params(ProjectPath), responses((status = 200, body = Project)))]
async fn clear_repository(caller: Caller, At(path): At<ProjectPath>) -> Result<Json<Project>, Failure> {
    Ok(Json(project(&projects::clear_repository(&caller.op, path.project).await?)))
}
