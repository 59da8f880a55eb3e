//! Artifacts: what work gives and what goes into it.

use crate::{Context, Error};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// An artifact in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Artifact {
    /// Its name.
    pub name: String,
    /// Its newest version.
    #[serde(default)]
    pub version: Option<u32>,
    /// The paths of its files.
    #[serde(default)]
    pub files: Vec<String>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
    /// Bytes, in base64.
    Base64(String),
}

impl Content {
    /// The text, unless it is bytes.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Base64(_) => None,
        }
    }
}

/// A file that is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArtifactFile {
    path: String,
    #[serde(flatten)]
    source: Source,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    Text(String),
    Base64(String),
    From(String),
}

impl ArtifactFile {
    /// A text, at `path` in the artifact.
    #[must_use]
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), source: Source::Text(text.into()) }
    }

    /// Bytes that are already in base64.
    #[must_use]
    pub fn base64(path: impl Into<String>, base64: impl Into<String>) -> Self {
        Self { path: path.into(), source: Source::Base64(base64.into()) }
    }

    /// A file of the agent's folder, which the server reads itself: for large ones. `from` is relative to the folder.
    #[must_use]
    pub fn from_folder(path: impl Into<String>, from: impl AsRef<Path>) -> Self {
        Self { path: path.into(), source: Source::From(from.as_ref().to_string_lossy().into_owned()) }
    }
}

/// What became of a publication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Published {
    /// Whether it is good enough to be handed in: the last one that was counts when the turn ends.
    pub accepted: bool,
    /// What the checks found, for the agent to mend.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// The artifacts of the stage that are still to be published.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// Something that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The check.
    #[serde(default)]
    pub check: String,
    /// What is wrong.
    pub message: String,
}

#[derive(Deserialize)]
struct Listed {
    artifacts: Vec<Artifact>,
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Read<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
}

#[derive(Deserialize)]
struct ReadFile {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    base64: Option<String>,
}

#[derive(Serialize)]
struct Publish<'a> {
    name: &'a str,
    files: &'a [ArtifactFile],
}

impl Context {
    /// The artifacts that the agent may read.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn list_artifacts(&self) -> Result<Vec<Artifact>, Error> {
        let listed: Listed = self.tools().await?.get("list_artifacts", &Nothing {}).await?;
        Ok(listed.artifacts)
    }

    /// One file of an artifact: `path` may be left out where there is one file, `version` for the newest.
    ///
    /// # Errors
    /// [`Error::Tool`] when there is none of that name, [`Error::Connection`].
    pub async fn read_artifact(&self, name: &str, version: Option<u32>, path: Option<&str>) -> Result<Content, Error> {
        let read: ReadFile = self.tools().await?.get("read_artifact", &Read { name, version, path }).await?;
        Ok(match (read.text, read.base64) {
            (Some(text), _) => Content::Text(text),
            (None, bytes) => Content::Base64(bytes.unwrap_or_default()),
        })
    }

    /// The text of an artifact's only file, in its newest version.
    ///
    /// # Errors
    /// [`Error::Tool`] when there is none or it holds bytes, [`Error::Connection`].
    pub async fn read_text(&self, name: &str) -> Result<String, Error> {
        match self.read_artifact(name, None, None).await? {
            Content::Text(text) => Ok(text),
            Content::Base64(_) => {
                Err(Error::Tool { tool: "read_artifact".to_owned(), code: "no_text".to_owned(), message: format!("{name} is no text") })
            }
        }
    }

    /// Publishes one of the artifacts that the task's stage produces. It is examined at once: mend what was found, and publish again.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn publish(&self, name: &str, files: &[ArtifactFile]) -> Result<Published, Error> {
        self.tools().await?.get("publish_artifact", &Publish { name, files }).await
    }

    /// Publishes an artifact of one text.
    ///
    /// # Errors
    /// As [`Context::publish`].
    pub async fn publish_text(&self, name: &str, path: &str, text: &str) -> Result<Published, Error> {
        self.publish(name, &[ArtifactFile::text(path, text)]).await
    }
}
