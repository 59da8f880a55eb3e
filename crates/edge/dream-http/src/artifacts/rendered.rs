//! A file of an artifact as HTML that may stand in a page.

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::ArtifactPath;
use crate::render;
use crate::tagged::Tags;
use axum::response::Response;
use dream_app::{AppError, artifacts};
use http::{HeaderValue, header};
use serde::Deserialize;
use utoipa::IntoParams;

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(render_artifact))
}

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RenderedQuery {
    /// The version's number; the newest when left out.
    #[param(minimum = 1)]
    version: Option<u32>,
    /// The file's path; the first Markdown file, or else the first file, when left out.
    path: Option<String>,
}

/// A file of a version as an HTML fragment: Markdown by its structure, everything else as plain text. Whatever the file says, the
/// fragment has no script, no style, no image and nothing that is fetched, and its links lead to web and mail addresses alone.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/artifacts/{artifact}/rendered", tag = "artifacts", params(ArtifactPath, RenderedQuery), responses((status = 200, body = String, content_type = "text/html")))]
async fn render_artifact(
    caller: Caller,
    At(path): At<ArtifactPath>,
    Params(query): Params<RenderedQuery>,
    tags: Tags,
) -> Result<Response, Failure> {
    let detail = artifacts::find(&caller.op, path.artifact, query.version).await?;
    let number = detail.version.made.number;
    let name = match query.path {
        Some(name) => name,
        None => {
            let files = detail.files()?.files();
            let first = files.iter().find(|file| render::is_markdown(&file.path)).or(files.first());
            first.ok_or_else(|| AppError::not_found("file", path.artifact))?.path.clone()
        }
    };
    let bytes = artifacts::file(&caller.op, path.artifact, Some(number), &name).await?;
    let html = render::document(&name, &String::from_utf8_lossy(&bytes));
    let mut response = tags.bytes(html.into(), HeaderValue::from_static("text/html; charset=utf-8"));
    // Opened by itself it is a page, in which nothing may run either.
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    Ok(response)
}
