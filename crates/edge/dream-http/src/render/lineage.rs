//! Where a version came from, and where it went.

use super::artifact::{artifact, artifact_ref};
use super::values::digest;
use dream_api::{Lineage, LineageApproval, LineageUse};
use dream_app::artifacts::VersionDetail;
use dream_govern::{Decision, ProducedBy, Review, RunSet, Version};
use dream_id::VersionId;

/// The lineage of one version, within its run `set`.
pub(crate) fn lineage(detail: &VersionDetail, set: &RunSet) -> Lineage {
    let versions: Vec<&Version> = set.versions().collect();
    let found = dream_govern::Lineage::of(detail.version.id(), &versions);
    let named = |ids: &[VersionId]| ids.iter().filter_map(|id| set.version(*id)).cloned().collect::<Vec<Version>>();
    // The domain lists both oldest first: of what a version was made from, the youngest are the nearest.
    let (mut behind, ahead) = (named(&found.made_from), named(&found.used_by));
    behind.reverse();
    Lineage {
        artifact: artifact(detail),
        made_from: behind.iter().map(artifact_ref).collect(),
        used_by: ahead.iter().map(used).collect(),
        approvals: set.reviews().filter(|review| covers(review, detail.version.id())).filter_map(approval).collect(),
    }
}

fn used(version: &Version) -> LineageUse {
    let attempt = match version.made.produced_by {
        ProducedBy::Attempt { id } => Some(id),
        ProducedBy::Person { .. } => None,
    };
    LineageUse { artifact: artifact_ref(version), attempt }
}

fn covers(review: &Review, version: VersionId) -> bool {
    review.artifacts.iter().any(|artifact| artifact.version == version)
}

fn approval(review: &Review) -> Option<LineageApproval> {
    let closed = review.closed.as_ref().filter(|closed| closed.decision == Decision::Approved)?;
    Some(LineageApproval {
        review: review.id,
        digest: digest(review.digest),
        decided_by: closed.by.last().copied(),
        decided_at: Some(closed.at),
        holds: review.stands(),
    })
}
