//! The release bundle: the approved artifacts with a manifest of digests, approvals and lineage; the same facts give the same bytes.

use super::{Product, Task};
use crate::{AppError, Op, files};
use dream_govern::{ArtifactKind, ProducedBy, Project, ReleaseManifest, ReleasedArtifact, RunSet};
use dream_id::Scope;
use dream_ledger::Stream;
use dream_roles::{CheckResult, File, Input, ReleaseApproval, ReleaseArtifact, ReleaseFacts, release_notes};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};

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
    let mut entries = vec![File::text("RELEASE_NOTES.md", notes), File::new("manifest.json", manifest_bytes.clone())];
    for input in inputs {
        let below = |file: File| File { path: format!("artifacts/{}/{}", input.name, file.path), ..file };
        entries.extend(input.files.into_iter().map(below));
    }
    let archive = archive(entries).map_err(|error| AppError::internal("writing a release bundle", error))?;
    let check = contents(&archive, &manifest).map_err(|error| AppError::internal("reading a release bundle back", error))?;
    let name = task.stage.spec.produces.iter().find(|product| product.kind == ArtifactKind::Bundle);
    let name = name.map_or_else(|| "release".to_owned(), |product| product.name.clone());
    let files = vec![File::new(format!("{name}.tar.zst"), archive), File::new("manifest.json", manifest_bytes)];
    Ok(Product { name, media_type: BUNDLE_MEDIA_TYPE, files, checks: vec![check] })
}

/// What the release notes tell.
async fn facts(op: &Op, task: &Task, set: &RunSet, manifest: &ReleaseManifest) -> Result<ReleaseFacts, AppError> {
    let missing = || AppError::not_found("project", task.run.project);
    let project: Option<Stream<Project>> = op.read().await?.find(Scope::Org(task.org), task.run.project).await?;
    let artifacts = manifest.artifacts.iter().map(|artifact| released(set, manifest, artifact)).collect();
    // Those that bound the attempt, whatever was added or lifted since: the same attempt always makes the same bundle.
    let bound = task.constraints(&mut op.read().await?).await?;
    let constraints = bound.iter().map(|constraint| constraint.added.title.clone()).collect();
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

/// A tar in path order without owners, times or other modes of this machine than whether a file may be executed, compressed with fixed
/// settings.
fn archive(mut entries: Vec<File>) -> std::io::Result<Vec<u8>> {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut compressed = zstd::Encoder::new(Vec::new(), LEVEL)?;
    let mut tar = tar::Builder::new(Vec::new());
    for File { path, bytes, executable } in entries {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(if executable { 0o755 } else { 0o644 });
        header.set_mtime(0);
        tar.append_data(&mut header, path, bytes.as_slice())?;
    }
    compressed.write_all(&tar.into_inner()?)?;
    compressed.finish()
}

/// Reads the archive back: every artifact in it must have the digest that the manifest gives it.
fn contents(archive: &[u8], manifest: &ReleaseManifest) -> std::io::Result<CheckResult> {
    let mut found: BTreeMap<String, Vec<File>> = BTreeMap::new();
    let unpacked = zstd::decode_all(archive)?;
    for entry in tar::Archive::new(unpacked.as_slice()).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let Some((name, path)) = path.strip_prefix("artifacts/").and_then(|rest| rest.split_once('/')) else { continue };
        let (name, path) = (name.to_owned(), path.to_owned());
        let (mut bytes, executable) = (Vec::new(), entry.header().mode()? & 0o100 != 0);
        entry.read_to_end(&mut bytes)?;
        found.entry(name).or_default().push(File { path, bytes, executable });
    }
    let digest = |name: &str| found.get(name).and_then(|files| files::tree_of(files).ok()).and_then(|tree| tree.digest().ok());
    let released = manifest.artifacts.iter().filter(|artifact| found.contains_key(&artifact.name));
    let differing = released.filter(|artifact| digest(&artifact.name) != Some(artifact.digest));
    let failures: Vec<String> =
        differing.map(|artifact| format!("The bundle's {} is not the one that was approved.", artifact.name)).collect();
    Ok(CheckResult { name: "contents".to_owned(), passed: failures.is_empty(), failures })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_in_any_order_make_the_same_bytes() {
        let one = vec![File::text("b.txt", "B"), File { executable: true, ..File::text("a/x.sh", "X") }];
        let other = one.iter().rev().cloned().collect();
        assert_eq!(archive(one.clone()).unwrap(), archive(other).unwrap());
        let unpacked = zstd::decode_all(archive(one).unwrap().as_slice()).unwrap();
        let mut tar = tar::Archive::new(unpacked.as_slice());
        let entries = tar.entries().unwrap().map(Result::unwrap);
        let found: Vec<_> = entries.map(|entry| (entry.path().unwrap().display().to_string(), entry.header().mode().unwrap())).collect();
        assert_eq!(found, [("a/x.sh".to_owned(), 0o755), ("b.txt".to_owned(), 0o644)], "what may be executed stays so");
    }
}
