//! Artifacts and their versions.

use super::values::{digest, version_ref};
use dream_api::{Artifact, ArtifactFile, ArtifactRef, ProducedBy};
use dream_app::artifacts::VersionDetail;
use dream_blobs::{Tree, TreeFile};
use dream_govern::Version;

/// One version of an artifact.
pub(crate) fn artifact(detail: &VersionDetail) -> Artifact {
    let (artifact, version) = (&detail.artifact, &detail.version);
    let files = detail.tree.iter().flat_map(Tree::files);
    let file = |file: &TreeFile| ArtifactFile {
        path: file.path.clone(),
        digest: digest(file.digest),
        size: file.size,
        executable: file.executable,
    };
    Artifact {
        id: artifact.id(),
        run: artifact.run,
        name: artifact.name.clone(),
        kind: artifact.kind.name().to_owned(),
        version: version.made.number,
        version_id: version.id(),
        digest: digest(version.made.digest),
        media_type: version.made.media_type.clone(),
        files: files.map(file).collect(),
        damaged: detail.tree.is_none(),
        produced_by: produced_by(detail),
        inputs: version.made.inputs.iter().map(version_ref).collect(),
        approved_version: detail.approved,
        created_at: version.made_at,
    }
}

/// A reference to a version.
pub(crate) fn artifact_ref(version: &Version) -> ArtifactRef {
    version_ref(&version.reference())
}

fn produced_by(detail: &VersionDetail) -> ProducedBy {
    match detail.version.made.produced_by {
        dream_govern::ProducedBy::Person { id } => ProducedBy::Person { person: id },
        dream_govern::ProducedBy::Attempt { id } => {
            ProducedBy::Attempt { attempt: id, stage: detail.stage.clone(), number: detail.attempt }
        }
    }
}
