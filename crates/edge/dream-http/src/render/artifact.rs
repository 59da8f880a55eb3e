//! Artifacts and their versions.

use super::values::{digest, version_ref};
use dream_api::{Artifact, ArtifactFile, ArtifactRef, ProducedBy};
use dream_app::artifacts::VersionDetail;
use dream_govern::{RunSet, Version};

/// One version of an artifact of the run `set`.
pub(crate) fn artifact(detail: &VersionDetail, set: &RunSet) -> Artifact {
    let (artifact, version) = (&detail.artifact, &detail.version);
    let approved = artifact.approved.as_ref().and_then(|approved| set.version(approved.version));
    let files: Vec<ArtifactFile> = detail
        .tree
        .files()
        .iter()
        .map(|file| ArtifactFile { path: file.path.clone(), digest: digest(file.digest), size: file.size })
        .collect();
    Artifact {
        id: artifact.id(),
        run: artifact.run,
        name: artifact.name.clone(),
        kind: artifact.kind.name().to_owned(),
        version: version.made.number,
        version_id: version.id(),
        digest: digest(version.made.digest),
        media_type: version.made.media_type.clone(),
        files,
        produced_by: produced_by(version, set),
        inputs: version.made.inputs.iter().map(version_ref).collect(),
        approved_version: approved.map(|version| version.made.number),
        created_at: version.made_at,
    }
}

/// A reference to a version.
pub(crate) fn artifact_ref(version: &Version) -> ArtifactRef {
    version_ref(&version.reference())
}

fn produced_by(version: &Version, set: &RunSet) -> ProducedBy {
    match version.made.produced_by {
        dream_govern::ProducedBy::Person { id } => ProducedBy::Person { person: id },
        dream_govern::ProducedBy::Attempt { id } => {
            let stage = set.stages().find(|(_, stage)| stage.id == version.made.stage);
            ProducedBy::Attempt {
                attempt: id,
                stage: stage.map(|(_, stage)| stage.spec.name.clone()).unwrap_or_default(),
                number: set.attempt(id).map_or(0, |attempt| attempt.basis.number),
            }
        }
    }
}
