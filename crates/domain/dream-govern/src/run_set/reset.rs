//! Making earlier work superseded: nothing is erased, and nothing of it is used again.

use super::{RunSet, StageIndex, gatekeeping::record_on};
use crate::{ArtifactEvent, AttemptEvent, AttemptStatus, NewIds, Output, Refusal, ReviewEvent, StageEvent, VersionEvent, Why};
use dream_id::ReviewId;
use dream_ledger::{By, Digest};
use std::collections::BTreeSet;

impl RunSet {
    /// Supersedes all work of the stages at `indexes` that have begun; they start over.
    pub(super) fn reset(&mut self, indexes: &BTreeSet<StageIndex>, why: Why, by: &By) {
        for index in indexes {
            let Some(stage) = self.stage(*index).filter(|stage| stage.has_begun()) else { continue };
            let (generation, review, output) = (stage.generation + 1, stage.review, stage.output.clone());
            self.stop_attempt(*index, why, by);
            if let Some(review) = review {
                self.void(review, why, by);
            }
            if let Some(output) = output {
                self.supersede_output(&output, why, by);
            }
            self.on_stage(*index, by, StageEvent::Reset { generation, why });
        }
    }

    /// Supersedes the running attempt of the stage at `index`, if there is one.
    pub(super) fn stop_attempt(&mut self, index: StageIndex, why: Why, by: &By) {
        if let Some(attempt) = self.stage(index).and_then(|stage| stage.attempt) {
            self.on_attempt(attempt, by, AttemptEvent::Superseded { why });
        }
    }

    fn supersede_output(&mut self, output: &Output, why: Why, by: &By) {
        if self.attempt(output.attempt).is_some_and(|attempt| attempt.status == AttemptStatus::Produced) {
            self.on_attempt(output.attempt, by, AttemptEvent::Superseded { why });
        }
        for version in &output.artifacts {
            record_on(&mut self.streams.artifacts, version.artifact, by, ArtifactEvent::Superseded { why });
            if self.version(version.version).is_some_and(|version| version.superseded.is_none()) {
                record_on(&mut self.streams.versions, version.version, by, VersionEvent::Superseded { why });
            }
        }
    }

    /// Withdraws the review if it is open, and voids its approval if it stands.
    pub(super) fn void(&mut self, id: ReviewId, why: Why, by: &By) {
        let Some(review) = self.review(id) else { return };
        if review.is_open() {
            self.withdraw(id, by);
        } else if review.stands() {
            let artifacts = review.artifacts.clone();
            self.on_review(id, by, ReviewEvent::Voided { why });
            for version in artifacts {
                record_on(&mut self.streams.artifacts, version.artifact, by, ArtifactEvent::Superseded { why });
                record_on(&mut self.streams.versions, version.version, by, VersionEvent::Unapproved { review: id, why });
            }
        }
    }

    /// Puts the output of the stage at `index` under a new review: an open one stays, an approval no longer stands.
    pub(super) fn review_again(
        &mut self,
        index: StageIndex,
        why: Why,
        policy_version: Digest,
        by: &By,
        ids: &mut NewIds<'_>,
    ) -> Result<Option<ReviewId>, Refusal> {
        self.stop_attempt(index, why, by);
        if let Some(review) = self.at(index)?.review {
            if self.review(review).is_some_and(crate::Review::is_open) {
                return Ok(Some(review));
            }
            self.void(review, why, by);
        }
        self.enter_gate(index, policy_version, true, by, ids)
    }
}
