//! A person's own version of an artifact.

use crate::extract::{At, Caller, Params, Raw};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::ArtifactPath;
use crate::render;
use axum::Json;
use dream_api::Artifact;
use dream_app::artifacts::{self, PutArtifact};
use dream_roles::{File, check_path};
use serde::Deserialize;
use utoipa::IntoParams;

/// The largest file that a person may put: 64 MiB.
const LARGEST_FILE: usize = 64 << 20;

pub(super) fn routes() -> Operations {
    Operations::default().routes(routes!(put_artifact).up_to(LARGEST_FILE))
}

/// Which file, and of which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PutQuery {
    /// The file's path; may be left out for an artifact of one file.
    path: Option<String>,
    /// The version that the new one replaces: refused when there is a newer one. Not checked when left out.
    #[param(minimum = 1)]
    replaces: Option<u32>,
}

/// Makes a new version with one file put or replaced: it voids the approval of the old one, and makes stale what rested on it.
#[utoipa::path(put, path = "/api/v1/orgs/{org}/artifacts/{artifact}/content", tag = "artifacts", params(ArtifactPath, PutQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Artifact)))]
async fn put_artifact(
    caller: Caller,
    At(path): At<ArtifactPath>,
    Params(query): Params<PutQuery>,
    Raw(bytes): Raw,
) -> Result<Json<Artifact>, Failure> {
    let op = &caller.op;
    let (newest, files) = artifacts::all_files(op, path.artifact, None).await?;
    // The other files are those of the version that was just read, so that one must still be the newest when this is saved.
    let base = query.replaces.unwrap_or(newest.version.made.number);
    let files = with_file(files, query.path, bytes.to_vec())?;
    let number = artifacts::put_over(op, PutArtifact { artifact: path.artifact, files }, Some(base)).await?;
    let detail = artifacts::find(op, path.artifact, Some(number)).await?;
    Ok(Json(render::artifact(&detail)))
}

/// The files with one put or replaced.
fn with_file(mut files: Vec<File>, path: Option<String>, bytes: Vec<u8>) -> Result<Vec<File>, Failure> {
    let path = match (path, files.as_slice()) {
        (Some(path), _) => path,
        (None, [only]) => only.path.clone(),
        (None, files) => {
            let message = format!("this artifact has {} files; say which one to put", files.len());
            return Err(Failure::field("path_required", "path", message));
        }
    };
    check_path(&path).map_err(|refusal| Failure::field("invalid_path", "path", refusal.to_string()))?;
    match files.iter_mut().find(|file| file.path == path) {
        Some(file) => file.bytes = bytes,
        None => files.push(File::new(path, bytes)),
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> File {
        File::text(path, "old")
    }

    fn check(files: &[&str], path: Option<&str>, expected: Result<&[(&str, &str)], &str>) {
        let found = with_file(files.iter().map(|path| file(path)).collect(), path.map(str::to_owned), b"new".to_vec());
        let found =
            found.map(|files| files.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect::<Vec<_>>());
        let expected = expected.map(|files| files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<Vec<_>>());
        assert_eq!(found.map_err(|failure| failure.facts().code), expected, "{files:?} {path:?}");
    }

    #[test]
    fn one_file_is_put_and_the_others_stay() {
        check(&["prd.md"], None, Ok(&[("prd.md", "new")]));
        check(&["a", "b"], Some("b"), Ok(&[("a", "old"), ("b", "new")]));
        check(&["a"], Some("b"), Ok(&[("a", "old"), ("b", "new")]));
        check(&["a", "b"], None, Err("path_required"));
        check(&["a"], Some("../b"), Err("invalid_path"));
        check(&["a"], Some("/etc/passwd"), Err("invalid_path"));
    }
}
