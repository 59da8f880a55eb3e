//! The manifest of a release: what it holds, who approved it, and what it was made from. The same run gives the same bytes.

use crate::{RunSet, StageIndex, TemplatePin};
use dream_clock::Timestamp;
use dream_id::{PersonId, ReviewId, RunId};
use dream_ledger::{
    Digest,
    jcs::{self, JcsError},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a release holds, and why it may be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseManifest {
    /// The format of this manifest.
    pub format: u32,
    /// The run.
    pub run: RunId,
    /// The exact template.
    pub template: TemplatePin,
    /// The digest of the brief.
    pub brief: Digest,
    /// The artifacts that the release stage works from, in the order of the stages.
    pub artifacts: Vec<ReleasedArtifact>,
    /// The approvals behind them, in the order of the stages.
    pub approvals: Vec<ReleaseApproval>,
    /// What was made from what, by artifact and version number.
    pub lineage: Vec<LineageEdge>,
}

/// One artifact of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedArtifact {
    /// Its name.
    pub name: String,
    /// Its version's number.
    pub version: u32,
    /// The SHA-256 of its manifest of files.
    pub digest: Digest,
    /// The stage that handed it in.
    pub stage: String,
    /// How it passed its gate: `approved` by people, `break_glass` by one person alone, or `passed` by machine checks.
    pub passed_by: String,
}

/// One approval behind a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseApproval {
    /// The review.
    pub review: ReviewId,
    /// The stage.
    pub stage: String,
    /// The digest that was approved.
    pub digest: Digest,
    /// Whose votes counted.
    pub by: Vec<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Whether one person approved alone.
    pub break_glass: bool,
}

/// One step of lineage: `from` was among the inputs of `to`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineageEdge {
    /// The input, as `name@number`.
    pub from: String,
    /// What was made from it, as `name@number`.
    pub to: String,
}

impl ReleaseManifest {
    /// The manifest's canonical bytes (RFC 8785).
    ///
    /// # Errors
    /// [`JcsError`] never happens for the values of a manifest.
    pub fn canonical(&self) -> Result<Vec<u8>, JcsError> {
        jcs::to_vec(self)
    }
}

impl RunSet {
    /// The manifest of a release that the stage at `release` puts together from all that it rests on.
    #[must_use]
    pub fn release_manifest(&self, release: StageIndex) -> ReleaseManifest {
        let mut artifacts = Vec::new();
        let mut approvals = Vec::new();
        let mut lineage = BTreeSet::new();
        for stage in self.ancestors(release).into_iter().filter_map(|index| self.stage(index)) {
            let review = stage.review.and_then(|id| self.review(id)).filter(|review| review.stands());
            let passed_by = match review {
                Some(review) if review.broken_glass.is_some() => "break_glass",
                Some(_) => "approved",
                None => "passed",
            };
            if let Some((review, closed)) = review.and_then(|review| review.closed.as_ref().map(|closed| (review, closed))) {
                approvals.push(ReleaseApproval {
                    review: review.id,
                    stage: stage.spec.name.clone(),
                    digest: review.digest,
                    by: closed.by.clone(),
                    at: closed.at,
                    break_glass: review.broken_glass.is_some(),
                });
            }
            let Some(output) = &stage.output else { continue };
            for version in &output.artifacts {
                artifacts.push(ReleasedArtifact {
                    name: version.name.clone(),
                    version: version.number,
                    digest: version.digest,
                    stage: stage.spec.name.clone(),
                    passed_by: passed_by.to_owned(),
                });
                let inputs = self.version(version.version).map(|version| version.made.inputs.as_slice()).unwrap_or_default();
                let to = format!("{}@{}", version.name, version.number);
                lineage.extend(inputs.iter().map(|input| LineageEdge { from: format!("{}@{}", input.name, input.number), to: to.clone() }));
            }
        }
        let run = self.run();
        let (template, brief) = (run.template.clone(), run.brief);
        ReleaseManifest { format: 1, run: run.id, template, brief, artifacts, approvals, lineage: lineage.into_iter().collect() }
    }
}
