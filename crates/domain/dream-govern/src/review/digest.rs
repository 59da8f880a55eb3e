//! The digest that an approval binds.

use crate::VersionRef;
use dream_id::{AttemptId, RunId};
use dream_ledger::{Digest, jcs};
use serde_json::json;

/// What the digest is taken over.
#[derive(Debug, Clone, Copy)]
pub struct UnderReview<'a> {
    /// The run.
    pub run: RunId,
    /// The stage's name in the run.
    pub stage: &'a str,
    /// The attempt that handed the output in.
    pub attempt: AttemptId,
    /// The exact versions, in the order of the template.
    pub artifacts: &'a [VersionRef],
    /// The version of the access policy.
    pub policy_version: Digest,
}

/// The digest under review: the SHA-256 of the RFC 8785 JSON
/// `{"artifacts":[{"digest","name","version"}],"attempt","policy_version","run","stage"}`, where `version` is the version's number.
#[must_use]
pub fn digest_under_review(subject: &UnderReview<'_>) -> Digest {
    let artifact = |version: &VersionRef| json!({"name": version.name, "version": version.number, "digest": version.digest});
    let object = json!({
        "run": subject.run,
        "stage": subject.stage,
        "attempt": subject.attempt,
        "artifacts": subject.artifacts.iter().map(artifact).collect::<Vec<_>>(),
        "policy_version": subject.policy_version,
    });
    // Strings and 32-bit integers always have a canonical form; the empty text stands for none and equals no other digest.
    Digest::of(&jcs::to_vec(&object).unwrap_or_default())
}
