//! Artifacts, their versions and their bytes.

mod put;
mod rendered;

use crate::extract::{At, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{PageQuery, cut, page};
use crate::paths::{ArtifactPath, FilePath, RunPath};
use crate::render;
use crate::tagged::Tags;
use axum::Json;
use axum::response::Response;
use dream_api::{Artifact, Diff, Lineage, Page};
use dream_app::{artifacts, runs};
use dream_govern::Version;
use dream_ledger::Stream;
use http::{HeaderValue, header};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_artifacts))
        .routes(routes!(show_artifact))
        .routes(routes!(list_versions))
        .routes(routes!(get_file))
        .routes(routes!(diff_artifact))
        .routes(routes!(show_lineage))
        .merge(put::routes())
        .merge(rendered::routes())
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    /// The version's number; the newest when left out.
    #[param(minimum = 1)]
    version: Option<u32>,
}

/// Which versions to compare.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DiffQuery {
    /// The older version's number.
    #[param(minimum = 1)]
    from: u32,
    /// The newer version's number.
    #[param(minimum = 1)]
    to: u32,
}

/// Lists the artifacts of a run, newest versions.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/runs/{run}/artifacts", tag = "artifacts", params(RunPath, PageQuery), responses((status = 200, body = Page<Artifact>)))]
async fn list_artifacts(caller: Caller, At(path): At<RunPath>, Params(query): Params<PageQuery>) -> Result<Json<Page<Artifact>>, Failure> {
    let (cursor, limit) = query.read()?;
    let all = artifacts::of_run(&caller.op, path.run).await?;
    let found = cut(all, cursor.as_ref(), limit, |detail| detail.artifact.id().to_string())?;
    Ok(Json(page(found.items.iter().map(render::artifact).collect(), found.next)))
}

/// One version of an artifact.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/artifacts/{artifact}", tag = "artifacts", params(ArtifactPath, VersionQuery), responses((status = 200, body = Artifact)))]
async fn show_artifact(
    caller: Caller,
    At(path): At<ArtifactPath>,
    Params(query): Params<VersionQuery>,
    tags: Tags,
) -> Result<Response, Failure> {
    let detail = artifacts::find(&caller.op, path.artifact, query.version).await?;
    tags.json(&render::artifact(&detail))
}

/// Lists the versions of an artifact, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/artifacts/{artifact}/versions", tag = "artifacts", params(ArtifactPath, PageQuery), responses((status = 200, body = Page<Artifact>)))]
async fn list_versions(
    caller: Caller,
    At(path): At<ArtifactPath>,
    Params(query): Params<PageQuery>,
) -> Result<Json<Page<Artifact>>, Failure> {
    let (cursor, limit) = query.read()?;
    let op = &caller.op;
    let (artifact, versions) = artifacts::versions(op, path.artifact).await?;
    let newest_first = versions.into_iter().rev().collect();
    let found = cut(newest_first, cursor.as_ref(), limit, |version: &Stream<Version>| version.made.number.to_string())?;
    let described = artifacts::described(op, &artifact, found.items).await?;
    Ok(Json(page(described.iter().map(render::artifact).collect(), found.next)))
}

/// The bytes of one file of a version.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/artifacts/{artifact}/versions/{version}/files/{*path}", tag = "artifacts", params(FilePath), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn get_file(caller: Caller, At(path): At<FilePath>, tags: Tags) -> Result<Response, Failure> {
    let bytes = artifacts::file(&caller.op, path.artifact, Some(path.version), &path.path).await?;
    let mut response = tags.bytes(bytes.into(), HeaderValue::from_static("application/octet-stream"));
    // A model wrote these bytes: no browser may show or run them in the name of this server.
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    Ok(response)
}

/// What differs between two versions, file by file.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/artifacts/{artifact}/diff", tag = "artifacts", params(ArtifactPath, DiffQuery), responses((status = 200, body = Diff)))]
async fn diff_artifact(
    caller: Caller,
    At(path): At<ArtifactPath>,
    Params(query): Params<DiffQuery>,
    tags: Tags,
) -> Result<Response, Failure> {
    let compared = artifacts::diff(&caller.op, path.artifact, query.from, query.to).await?;
    tags.json(&render::diff(&compared))
}

/// Where a version came from and where it went.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/artifacts/{artifact}/lineage", tag = "artifacts", params(ArtifactPath, VersionQuery), responses((status = 200, body = Lineage)))]
async fn show_lineage(
    caller: Caller,
    At(path): At<ArtifactPath>,
    Params(query): Params<VersionQuery>,
    tags: Tags,
) -> Result<Response, Failure> {
    let detail = artifacts::find(&caller.op, path.artifact, query.version).await?;
    let set = runs::find(&caller.op, detail.artifact.run).await?;
    tags.json(&render::lineage(&detail, &set))
}
