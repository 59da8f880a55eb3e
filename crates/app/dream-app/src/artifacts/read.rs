//! Questions about artifacts: versions, files, differences, lineage.

use crate::{AppError, Op, files};
use dream_access::Action;
use dream_blobs::Tree;
use dream_govern::{Artifact, Attempt, ProducedBy, Run, Version};
use dream_id::{ArtifactId, RunId, Scope, VersionId};
use dream_ledger::Stream;
use dream_roles::File;
use dream_store::{Filter, Reader};

/// One version of an artifact with the artifact it belongs to.
#[derive(Debug, Clone)]
pub struct VersionDetail {
    /// The artifact.
    pub artifact: Stream<Artifact>,
    /// The version.
    pub version: Stream<Version>,
    /// Its files.
    pub tree: Tree,
}

/// The artifacts of a run.
pub async fn of_run(op: &Op, run: RunId) -> Result<Vec<VersionDetail>, AppError> {
    let mut reader = op.read().await?;
    let found: Stream<Run> = reader.find(op.scope(), run).await?.ok_or_else(|| AppError::not_found("run", run))?;
    op.allow(Action::ArtifactRead, Some(found.project))?;
    let artifacts: Vec<Stream<Artifact>> = reader.list(op.scope(), &Filter::default().eq("run", run.to_string())).await?;
    let mut details = Vec::with_capacity(artifacts.len());
    for artifact in artifacts {
        if artifact.newest.is_some() {
            details.push(detail(op, &mut reader, artifact, None).await?);
        }
    }
    Ok(details)
}

/// The version `number` of an artifact, or its newest.
pub async fn find(op: &Op, id: ArtifactId, number: Option<u32>) -> Result<VersionDetail, AppError> {
    let mut reader = op.read().await?;
    let artifact = allowed(op, &mut reader, id).await?;
    detail(op, &mut reader, artifact, number).await
}

/// All versions of an artifact, oldest first.
pub async fn versions(op: &Op, id: ArtifactId) -> Result<(Stream<Artifact>, Vec<Stream<Version>>), AppError> {
    let mut reader = op.read().await?;
    let artifact = allowed(op, &mut reader, id).await?;
    let mut versions: Vec<Stream<Version>> = reader.list(op.scope(), &Filter::default().eq("artifact", id.to_string())).await?;
    versions.sort_by_key(|version| version.made.number);
    Ok((artifact, versions))
}

/// The bytes of one file of a version.
pub async fn file(op: &Op, id: ArtifactId, number: Option<u32>, path: &str) -> Result<Vec<u8>, AppError> {
    let detail = find(op, id, number).await?;
    let missing = || AppError::not_found("file", path);
    let file = detail.tree.file(path).ok_or_else(missing)?;
    Ok(op.app().blobs.get(detail.artifact.org(), file.digest).await?.to_vec())
}

/// All files of a version.
pub async fn all_files(op: &Op, id: ArtifactId, number: Option<u32>) -> Result<(VersionDetail, Vec<File>), AppError> {
    let detail = find(op, id, number).await?;
    let files = files::load(op.app(), detail.artifact.org(), detail.version.made.digest).await?;
    Ok((detail, files))
}

/// Where a version comes from and what was made of it.
#[derive(Debug, Clone)]
pub struct Lineage {
    /// The version itself.
    pub version: Stream<Version>,
    /// The attempt that made it, if one did.
    pub attempt: Option<Stream<Attempt>>,
    /// The versions it was made from, directly or not.
    pub made_from: Vec<Stream<Version>>,
    /// The versions that were made from it, directly or not.
    pub made_into: Vec<Stream<Version>>,
}

/// The lineage of a version, both ways.
pub async fn lineage(op: &Op, id: ArtifactId, number: Option<u32>) -> Result<Lineage, AppError> {
    let detail = find(op, id, number).await?;
    let mut reader = op.read().await?;
    let of_run = Filter::default().eq("run", detail.artifact.run.to_string());
    let all: Vec<Stream<Version>> = reader.list(op.scope(), &of_run).await?;
    let attempt = match detail.version.made.produced_by {
        ProducedBy::Attempt { id } => reader.find(Scope::Org(detail.artifact.org()), id).await?,
        ProducedBy::Person { .. } => None,
    };
    let states: Vec<&Version> = all.iter().map(Stream::state).collect();
    let ids = dream_govern::Lineage::of(detail.version.id(), &states);
    let pick = |wanted: &[VersionId]| wanted.iter().filter_map(|id| all.iter().find(|version| version.id() == *id).cloned()).collect();
    Ok(Lineage { made_from: pick(&ids.made_from), made_into: pick(&ids.used_by), version: detail.version, attempt })
}

async fn allowed(op: &Op, reader: &mut Reader, id: ArtifactId) -> Result<Stream<Artifact>, AppError> {
    let missing = || AppError::not_found("artifact", id);
    let artifact: Stream<Artifact> = reader.find(op.scope(), id).await?.ok_or_else(missing)?;
    let run: Stream<Run> = reader.find(op.scope(), artifact.run).await?.ok_or_else(missing)?;
    op.allow(Action::ArtifactRead, Some(run.project))?;
    Ok(artifact)
}

async fn detail(op: &Op, reader: &mut Reader, artifact: Stream<Artifact>, number: Option<u32>) -> Result<VersionDetail, AppError> {
    let newest = artifact.newest.as_ref().map(|newest| newest.number);
    let wanted = number.or(newest).unwrap_or(0);
    let filter = Filter::default().eq("artifact", artifact.id().to_string()).eq("number", i64::from(wanted));
    let found: Vec<Stream<Version>> = reader.list(Scope::Org(artifact.org()), &filter).await?;
    let missing = || AppError::not_found("artifact version", format!("{}@{wanted}", artifact.id()));
    let version = found.into_iter().next().ok_or_else(missing)?;
    let tree = files::tree(op.app(), artifact.org(), version.made.digest).await?;
    Ok(VersionDetail { artifact, version, tree })
}
