//! What happens to an output at its gate: it passes, or people are asked about exactly these versions.

use super::{RunSet, StageIndex, standing::passes_without_people};
use crate::{
    ArtifactKind, Gate, GateRule, NewIds, Output, ProducedBy, Refusal, Review, ReviewEvent, ReviewOpened, Risk, Stage, StageEvent,
    UnderReview, VersionRef, Why, digest_under_review,
};
use dream_clock::Timestamp;
use dream_id::ReviewId;
use dream_ledger::{Aggregate, By, Digest, Stream};
use std::time::Duration;

/// What is asked about an output.
struct Question {
    artifacts: Vec<VersionRef>,
    authors: Vec<ProducedBy>,
    digest: Digest,
    risk: Risk,
    expires_at: Timestamp,
}

impl RunSet {
    /// Lets the output of `index` pass its gate, or asks people about it; `ask` asks them even if the gate need not.
    /// Returns the review, if people are asked.
    pub(super) fn enter_gate(
        &mut self,
        index: StageIndex,
        policy_version: Digest,
        ask: bool,
        by: &By,
        ids: &mut NewIds<'_>,
    ) -> Result<Option<ReviewId>, Refusal> {
        let stage = self.at(index)?;
        let Some(output) = stage.output.clone() else { return Err(self.not_ready(stage, "it has no output")) };
        let rule = match &stage.spec.gate {
            Gate::People(rule) if ask || !passes_without_people(stage, &output) => rule.clone(),
            _ if output.checks_passed => {
                self.on_stage(index, by, StageEvent::Passed {});
                return Ok(None);
            }
            _ => return Err(self.not_ready(stage, "its checks failed, and its gate asks nobody")),
        };
        let question = self.question(stage, &output, &rule, policy_version, by);
        let digest = question.digest;
        let opened = ReviewOpened {
            run: self.run().id,
            stage: stage.id,
            stage_name: stage.spec.name.clone(),
            attempt: output.attempt,
            artifacts: question.artifacts,
            digest,
            policy_version,
            requester: self.run().requester,
            authors: question.authors,
            gate: rule,
            nonce: ids.nonce(),
            expires_at: question.expires_at,
            risk: question.risk,
        };
        let review: ReviewId = ids.make(by.at);
        self.streams.reviews.push(Stream::<Review>::create(self.org(), review, by, ReviewEvent::Opened(Box::new(opened)))?);
        self.on_stage(index, by, StageEvent::ReviewOpened { review, digest });
        Ok(Some(review))
    }

    /// Asks the open (or lapsed) review of `index` about the versions as they are now; every vote so far is void.
    pub(super) fn rebind(
        &mut self,
        index: StageIndex,
        id: ReviewId,
        policy_version: Digest,
        by: &By,
        ids: &mut NewIds<'_>,
    ) -> Result<(), Refusal> {
        let stage = self.at(index)?;
        let review = self.review(id).ok_or(Refusal::UnknownReview { review: id })?;
        let Some(output) = &stage.output else { return Err(self.not_ready(stage, "it has no output")) };
        let question = self.question(stage, output, &review.gate, policy_version, by);
        let digest = question.digest;
        let event = ReviewEvent::Rebound {
            why: Why::NewVersion,
            artifacts: question.artifacts,
            authors: question.authors,
            digest,
            policy_version,
            risk: question.risk,
            nonce: ids.nonce(),
            expires_at: question.expires_at,
        };
        self.on_review(id, by, event);
        self.on_stage(index, by, StageEvent::ReviewOpened { review: id, digest });
        Ok(())
    }

    fn question(&self, stage: &Stage, output: &Output, rule: &GateRule, policy_version: Digest, by: &By) -> Question {
        let artifacts = output.artifacts.clone();
        let made_by = artifacts.iter().filter_map(|version| self.version(version.version)).map(|version| version.made.produced_by);
        let mut authors: Vec<ProducedBy> = made_by.collect();
        authors.sort();
        authors.dedup();
        let digest = digest_under_review(&UnderReview {
            run: self.run().id,
            stage: stage.name(),
            attempt: output.attempt,
            artifacts: &artifacts,
            policy_version,
        });
        let expires_at = lapses(rule, by);
        Question { artifacts, authors, digest, risk: risk(stage, output), expires_at }
    }

    pub(super) fn on_review(&mut self, id: ReviewId, by: &By, event: ReviewEvent) {
        record_on(&mut self.streams.reviews, id, by, event);
    }
}

/// When a question that is asked now lapses.
pub(super) fn lapses(rule: &GateRule, by: &By) -> Timestamp {
    by.at.plus(Duration::from_secs(rule.expires_seconds))
}

fn risk(stage: &Stage, output: &Output) -> Risk {
    let makes = |kind| stage.spec.produces.iter().any(|product| product.kind == kind);
    if !output.checks_passed || makes(ArtifactKind::Bundle) {
        Risk::High
    } else if makes(ArtifactKind::Tree) {
        Risk::Medium
    } else {
        Risk::Low
    }
}

/// Records `event` on the stream `id`, if it is loaded.
pub(super) fn record_on<A: Aggregate>(streams: &mut [Stream<A>], id: A::Id, by: &By, event: A::Event) {
    if let Some(stream) = streams.iter_mut().find(|stream| stream.id() == id) {
        stream.record(by, event);
    }
}
