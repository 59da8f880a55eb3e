//! The release bundle: the approved artifacts with a manifest of digests, approvals and lineage; the same facts give the same bytes.

use super::{Product, Task};
use crate::{AppError, Op, files};
use dream_govern::{ArtifactKind, ProducedBy, Project, ReleaseManifest, ReleasedArtifact, RunSet};
use dream_id::Scope;
use dream_ledger::Stream;
use dream_roles::{CheckResult, File, Input, ReleaseApproval, ReleaseArtifact, ReleaseFacts, release_notes};
use std::io::Write as _;

/// The media type of a bundle.
pub(crate) const BUNDLE_MEDIA_TYPE: &str = "application/vnd.dreamos.bundle+zstd";
/// The compression level: part of what makes the bytes the same everywhere.
const LEVEL: i32 = 9;

/// Assembles the release of a bundle stage's attempt.
pub(crate) async fn bundle(op: &Op, task: &Task) -> Result<Product, AppError> {
    let missing = || AppError::not_found("run", task.run.id());
    let set = op.read().await?.run_set(Scope::Org(task.org), task.run.id()).await?.ok_or_else(missing)?;
    let manifest = set.release_manifest(set.stage_index(task.stage.id())?);
    let mut inputs = Vec::with_capacity(task.attempt.basis.inputs.len());
    for input in &task.attempt.basis.inputs {
        inputs.push(Input { name: input.name.clone(), files: files::load(op.app(), task.org, input.digest).await? });
    }
    let manifest_bytes = manifest.canonical().map_err(|error| AppError::internal("writing a release manifest", error))?;
    let notes = release_notes(&facts(op, task, &set, &manifest).await?);
    let mut entries = vec![("RELEASE_NOTES.md".to_owned(), notes.into_bytes()), ("manifest.json".to_owned(), manifest_bytes.clone())];
    for input in inputs {
        entries.extend(input.files.into_iter().map(|file| (format!("artifacts/{}/{}", input.name, file.path), file.bytes)));
    }
    let archive = archive(entries).map_err(|error| AppError::internal("writing a release bundle", error))?;
    let name = task.stage.spec.produces.iter().find(|product| product.kind == ArtifactKind::Bundle);
    let name = name.map_or_else(|| "release".to_owned(), |product| product.name.clone());
    let files =
        vec![File { path: format!("{name}.tar.zst"), bytes: archive }, File { path: "manifest.json".to_owned(), bytes: manifest_bytes }];
    let checks = task.stage.spec.checks.iter().map(|check| CheckResult { name: check.clone(), passed: true, failures: Vec::new() });
    Ok(Product { name, media_type: BUNDLE_MEDIA_TYPE, files, checks: checks.collect() })
}

/// What the release notes tell.
async fn facts(op: &Op, task: &Task, set: &RunSet, manifest: &ReleaseManifest) -> Result<ReleaseFacts, AppError> {
    let missing = || AppError::not_found("project", task.run.project);
    let project: Option<Stream<Project>> = op.read().await?.find(Scope::Org(task.org), task.run.project).await?;
    let artifacts = manifest.artifacts.iter().map(|artifact| released(set, manifest, artifact)).collect();
    let constraints = set.constraints().map(|constraint| constraint.added.title.clone()).collect();
    Ok(ReleaseFacts {
        project: project.ok_or_else(missing)?.name.clone(),
        template: task.run.template.name.clone(),
        artifacts,
        constraints,
    })
}

fn released(set: &RunSet, manifest: &ReleaseManifest, artifact: &ReleasedArtifact) -> ReleaseArtifact {
    let version = set.versions().find(|version| version.made.name == artifact.name && version.made.number == artifact.version);
    let approvals = manifest.approvals.iter().filter(|approval| approval.stage == artifact.stage);
    let approvals = approvals.map(|approval| ReleaseApproval {
        by: approval.by.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        at: approval.at.to_string(),
        broken_glass: approval.break_glass,
    });
    let checks = version.and_then(|version| match version.made.produced_by {
        ProducedBy::Attempt { id } => set.attempt(id),
        ProducedBy::Person { .. } => None,
    });
    ReleaseArtifact {
        name: artifact.name.clone(),
        number: u64::from(artifact.version),
        digest: artifact.digest.to_string(),
        files: version.map_or(0, |version| u64::from(version.made.files)),
        bytes: version.map_or(0, |version| version.made.bytes),
        approvals: approvals.collect(),
        checks: checks
            .map(|attempt| attempt.checks.iter().filter(|check| check.passed).map(|check| check.name.clone()).collect())
            .unwrap_or_default(),
    }
}

/// A tar in path order without owners, times or modes of this machine, compressed with fixed settings.
fn archive(mut entries: Vec<(String, Vec<u8>)>) -> std::io::Result<Vec<u8>> {
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut compressed = zstd::Encoder::new(Vec::new(), LEVEL)?;
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o644);
        header.set_mtime(0);
        tar.append_data(&mut header, path, bytes.as_slice())?;
    }
    compressed.write_all(&tar.into_inner()?)?;
    compressed.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_in_any_order_make_the_same_bytes() {
        let one = vec![("b.txt".to_owned(), b"B".to_vec()), ("a/x.txt".to_owned(), b"X".to_vec())];
        let other = one.iter().rev().cloned().collect();
        assert_eq!(archive(one.clone()).unwrap(), archive(other).unwrap());
        let unpacked = zstd::decode_all(archive(one).unwrap().as_slice()).unwrap();
        let mut tar = tar::Archive::new(unpacked.as_slice());
        let paths: Vec<_> = tar.entries().unwrap().map(|entry| entry.unwrap().path().unwrap().display().to_string()).collect();
        assert_eq!(paths, ["a/x.txt", "b.txt"]);
    }
}
