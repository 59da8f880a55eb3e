//! Questions about artifacts: versions, files, differences, lineage.

use crate::{AppError, Kind, Op, files};
use dream_access::Action;
use dream_blobs::Tree;
use dream_govern::{Artifact, Attempt, ProducedBy, Run, Stage, Version};
use dream_id::{ArtifactId, AttemptId, OrgId, RunId, Scope, VersionId};
use dream_ledger::{Digest, Stream};
use dream_roles::File;
use dream_store::{Filter, Reader};
use std::collections::BTreeSet;

/// One version of an artifact with the artifact it belongs to.
#[derive(Debug, Clone)]
pub struct VersionDetail {
    /// The artifact.
    pub artifact: Stream<Artifact>,
    /// The version.
    pub version: Stream<Version>,
    /// Its files; `None` when the list of them is damaged or gone.
    pub tree: Option<Tree>,
    /// The name of the stage that hands it in.
    pub stage: String,
    /// The number of the attempt that made it; 0 when a person put it there.
    pub attempt: u32,
    /// The number of the artifact's newest approved version.
    pub approved: Option<u32>,
}

impl VersionDetail {
    /// Its files.
    ///
    /// # Errors
    /// `artifact_damaged` when the list of them cannot be read.
    pub fn files(&self) -> Result<&Tree, AppError> {
        let damaged = || {
            let (name, number) = (&self.artifact.name, self.version.made.number);
            let message = format!("the file list of {name}@{number} is damaged or gone; restore it from a backup");
            AppError::new(Kind::Internal, "artifact_damaged", message)
        };
        self.tree.as_ref().ok_or_else(damaged)
    }
}

/// The newest versions of a run's artifacts. One whose file list is damaged is among them without its files.
pub async fn of_run(op: &Op, run: RunId) -> Result<Vec<VersionDetail>, AppError> {
    let mut reader = op.read().await?;
    let found: Stream<Run> = reader.find(op.scope(), run).await?.ok_or_else(|| AppError::not_found("run", run))?;
    op.allow(Action::ArtifactRead, Some(found.project))?;
    let artifacts: Vec<Stream<Artifact>> = reader.list(op.scope(), &Filter::default().eq("run", run.to_string())).await?;
    let newest = artifacts.iter().filter_map(|artifact| artifact.newest.as_ref()).map(|newest| newest.version.to_string());
    let versions: Vec<Stream<Version>> = reader.list(op.scope(), &Filter::default().one_of("id", newest)).await?;
    let of = |artifact: Stream<Artifact>| {
        let newest = artifact.newest.as_ref()?.version;
        let version = versions.iter().find(|version| version.id() == newest)?.clone();
        Some((artifact, version))
    };
    describe(op, &mut reader, found.org(), artifacts.into_iter().filter_map(of).collect()).await
}

/// Versions of one artifact that were listed, with what there is to tell of each.
pub async fn described(op: &Op, artifact: &Stream<Artifact>, versions: Vec<Stream<Version>>) -> Result<Vec<VersionDetail>, AppError> {
    let pairs = versions.into_iter().map(|version| (artifact.clone(), version)).collect();
    describe(op, &mut op.read().await?, artifact.org(), pairs).await
}

/// What there is to tell of versions, with a few statements for all of them.
async fn describe(
    op: &Op,
    reader: &mut Reader,
    org: OrgId,
    pairs: Vec<(Stream<Artifact>, Stream<Version>)>,
) -> Result<Vec<VersionDetail>, AppError> {
    let digests: Vec<Digest> = pairs.iter().map(|(_, version)| version.made.digest).collect();
    let trees = files::manifests(op, reader, org, &digests).await?;
    let scope = Scope::Org(org);
    let stages = pairs.iter().map(|(_, version)| version.made.stage.to_string()).collect::<BTreeSet<_>>();
    let stages: Vec<Stream<Stage>> = reader.list(scope, &Filter::default().one_of("id", stages)).await?;
    let makers = pairs.iter().filter_map(|(_, version)| maker(version)).map(|id| id.to_string()).collect::<BTreeSet<_>>();
    let attempts: Vec<Stream<Attempt>> = reader.list(scope, &Filter::default().one_of("id", makers)).await?;
    let approved = pairs.iter().filter_map(|(artifact, _)| artifact.approved.as_ref()).map(|approved| approved.version.to_string());
    let approved: Vec<Stream<Version>> = reader.list(scope, &Filter::default().one_of("id", approved.collect::<BTreeSet<_>>())).await?;
    let detail = |(artifact, version): (Stream<Artifact>, Stream<Version>)| {
        let stage = stages.iter().find(|stage| stage.id() == version.made.stage).map(|stage| stage.spec.name.clone());
        let attempt = maker(&version).and_then(|id| attempts.iter().find(|attempt| attempt.id() == id));
        let newest = artifact.approved.as_ref().and_then(|newest| approved.iter().find(|version| version.id() == newest.version));
        VersionDetail {
            tree: trees.get(&version.made.digest).cloned(),
            stage: stage.unwrap_or_default(),
            attempt: attempt.map_or(0, |attempt| attempt.basis.number),
            approved: newest.map(|version| version.made.number),
            artifact,
            version,
        }
    };
    Ok(pairs.into_iter().map(detail).collect())
}

/// The attempt that made a version, if one did.
fn maker(version: &Version) -> Option<AttemptId> {
    match version.made.produced_by {
        ProducedBy::Attempt { id } => Some(id),
        ProducedBy::Person { .. } => None,
    }
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
    let file = detail.files()?.file(path).ok_or_else(missing)?;
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
    let attempt = match maker(&detail.version) {
        Some(id) => reader.find(Scope::Org(detail.artifact.org()), id).await?,
        None => None,
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
    let (org, id) = (artifact.org(), version.id());
    let described = describe(op, reader, org, vec![(artifact, version)]).await?;
    described.into_iter().next().ok_or_else(|| AppError::not_found("artifact version", id))
}
