//! Artifacts, their versions and their bytes.

use crate::call::{Body, Call};
use crate::{Client, ClientError, Download, PageOf, send};
use bytes::Bytes;
use dream_api::{Artifact, Diff, Lineage, Page};
use dream_id::{ArtifactId, RunId};
use reqwest::Method;

/// The bytes of one file of a new version.
#[derive(Debug, Clone)]
pub struct PutContent {
    /// The file's path; the artifact's only file when `None`.
    pub path: Option<String>,
    /// The version that the new one replaces: refused when there is a newer one. Not checked when `None`.
    pub replaces: Option<u32>,
    /// The bytes.
    pub bytes: Bytes,
}

impl Client {
    /// Lists the artifacts of a run, newest versions.
    pub async fn artifacts(&self, run: RunId, page: &PageOf) -> Result<Page<Artifact>, ClientError> {
        self.org_get(Call::get(&["runs", &run.to_string(), "artifacts"]).page(page)).await
    }

    /// One version of an artifact; the newest when `version` is `None`.
    pub async fn artifact(&self, artifact: ArtifactId, version: Option<u32>) -> Result<Artifact, ClientError> {
        self.org_get(Call::get(&["artifacts", &artifact.to_string()]).query("version", version)).await
    }

    /// Lists the versions of an artifact, newest first.
    pub async fn versions(&self, artifact: ArtifactId, page: &PageOf) -> Result<Page<Artifact>, ClientError> {
        self.org_get(Call::get(&["artifacts", &artifact.to_string(), "versions"]).page(page)).await
    }

    /// The bytes of one file of a version.
    pub async fn artifact_file(&self, artifact: ArtifactId, version: u32, path: &str) -> Result<Download, ClientError> {
        let (artifact, version) = (artifact.to_string(), version.to_string());
        let mut parts = vec!["artifacts", &artifact, "versions", &version, "files"];
        parts.extend(path.split('/'));
        self.download(Call::get(&parts)).await
    }

    /// Makes a new version with one file put or replaced.
    pub async fn put_artifact(&self, artifact: ArtifactId, content: PutContent) -> Result<Artifact, ClientError> {
        let mut call = Call::new(Method::PUT, &["artifacts", &artifact.to_string(), "content"]).long();
        call = call.query("path", content.path).query("replaces", content.replaces);
        call.body = Body::Bytes(content.bytes);
        let call = self.below_org(call).await?;
        send::read(self.send(call).await?).await
    }

    /// Compares two versions.
    pub async fn diff(&self, artifact: ArtifactId, from: u32, to: u32) -> Result<Diff, ClientError> {
        self.org_get(Call::get(&["artifacts", &artifact.to_string(), "diff"]).query("from", Some(from)).query("to", Some(to))).await
    }

    /// Where a version came from and where it went; the newest when `version` is `None`.
    pub async fn lineage(&self, artifact: ArtifactId, version: Option<u32>) -> Result<Lineage, ClientError> {
        self.org_get(Call::get(&["artifacts", &artifact.to_string(), "lineage"]).query("version", version)).await
    }
}
