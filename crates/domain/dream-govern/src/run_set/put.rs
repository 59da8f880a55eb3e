//! A person's own version of an artifact.

use super::{
    RunSet,
    attempts::{Product, check_size},
};
use crate::{CheckResult, Decision, Gate, NewIds, ProducedBy, Refusal, Stage, StageEvent, VersionRef, Why};
use dream_id::{ArtifactId, ReviewId};
use dream_ledger::{By, Digest};
use std::collections::BTreeSet;

/// A person's own version of an artifact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// The artifact.
    pub artifact: ArtifactId,
    /// The SHA-256 of its manifest of files.
    pub digest: Digest,
    /// Its media type.
    pub media_type: String,
    /// How many files it has.
    pub files: u32,
    /// How many bytes they have together.
    pub bytes: u64,
    /// What the machine's checks found in the stage's whole output with this version in it.
    pub checks: Vec<CheckResult>,
    /// The version of the access policy now.
    pub policy_version: Digest,
}

impl RunSet {
    /// Puts a person's version in the place of the newest one. Votes and the approval on the old one are void; everything that
    /// was made from the old one starts over.
    ///
    /// # Errors
    /// Not a person, the same bytes, too large, a run that is over, or a stage whose work does not stand.
    pub fn put_artifact(&mut self, new: NewVersion, by: &By, ids: &mut NewIds<'_>) -> Result<VersionRef, Refusal> {
        let person = by.actor.person().ok_or(Refusal::NotAPerson { doing: "put a version of their own" })?;
        self.check_open()?;
        let artifact = self.artifact(new.artifact).ok_or_else(|| Refusal::UnknownArtifact { name: new.artifact.to_string() })?;
        let index = self.stage_index(artifact.stage)?;
        let stage = self.at(index)?;
        let Some(output) = stage.output.as_ref().filter(|_| stage.phase.takes_versions()) else {
            return Err(self.not_ready(stage, "it has no output that stands; re-run it, or roll back first"));
        };
        let name = artifact.name.clone();
        if artifact.newest.as_ref().is_some_and(|newest| newest.digest == new.digest) {
            return Err(Refusal::Unchanged { name });
        }
        self.basis(index)?;
        let checks_passed = stage.spec.checks_pass(&new.checks);
        if !checks_passed && matches!(stage.spec.gate, Gate::None {}) {
            let why = String::from("its checks failed, and its gate asks nobody");
            return Err(Refusal::WrongOutput { stage: stage.spec.name.clone(), why });
        }
        let NewVersion { digest, media_type, files, bytes, checks, policy_version, .. } = new;
        let product = Product { name, digest, media_type, files, bytes };
        check_size(stage, &product)?;
        let (mut artifacts, asked) = (output.artifacts.clone(), self.asked(stage));
        self.stop_attempt(index, Why::NewVersion, by);
        if asked.is_none()
            && let Some(review) = self.at(index)?.review
        {
            self.void(review, Why::NewVersion, by);
        }
        let version = self.add_version(index, product, ProducedBy::Person { id: person }, by, ids)?;
        if let Some(place) = artifacts.iter_mut().find(|old| old.artifact == version.artifact) {
            place.clone_from(&version);
        }
        self.on_stage(index, by, StageEvent::OutputReplaced { artifacts, checks_passed, checks: Some(checks) });
        self.reset(&self.descendants(&BTreeSet::from([index])), Why::StaleInput, by);
        match asked {
            Some(review) => self.rebind(index, review, policy_version, by, ids)?,
            None => self.enter_gate(index, policy_version, true, by, ids).map(|_| ())?,
        }
        self.settle(by);
        Ok(version)
    }

    /// The review that asks about the stage's output now, open or lapsed.
    fn asked(&self, stage: &Stage) -> Option<ReviewId> {
        let review = stage.review.and_then(|id| self.review(id))?;
        let asks = review.closed.as_ref().is_none_or(|closed| closed.decision == Decision::Expired);
        (asks && stage.phase == crate::Phase::Waiting).then_some(review.id)
    }
}
