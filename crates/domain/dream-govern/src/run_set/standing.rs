//! Whether earlier work stands: the check before every start, that each approval covers exactly the versions in use.

use super::{RunSet, StageIndex};
use crate::{Gate, GateWhen, Output, Phase, Refusal, Stage, UnderReview, VersionRef, digest_under_review};
use dream_id::ReviewId;

/// What an attempt may start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Basis {
    /// The exact versions, in the order of the template.
    pub(super) inputs: Vec<VersionRef>,
    /// The approvals behind everything upstream.
    pub(super) rests_on: Vec<ReviewId>,
}

impl RunSet {
    /// What `index` may start from now.
    ///
    /// # Errors
    /// The first thing upstream that is not done, not approved as it is, or changed since.
    pub(super) fn basis(&self, index: StageIndex) -> Result<Basis, Refusal> {
        let stage = self.at(index)?;
        let mut rests_on = Vec::new();
        for upstream in self.ancestors(index) {
            rests_on.extend(self.check_upstream(stage, self.at(upstream)?)?);
        }
        let inputs = stage.spec.inputs.iter().map(|name| self.input(stage, name)).collect::<Result<_, _>>()?;
        Ok(Basis { inputs, rests_on })
    }

    fn input(&self, stage: &Stage, name: &str) -> Result<VersionRef, Refusal> {
        let producer = self.producer(name).and_then(|index| self.stage(index));
        let output = producer.filter(|producer| producer.phase.is_done()).and_then(|producer| producer.output.as_ref());
        let found = output.and_then(|output| output.artifacts.iter().find(|version| version.name == name));
        found.cloned().ok_or_else(|| Refusal::InputNotApproved {
            stage: stage.spec.name.clone(),
            artifact: name.to_owned(),
            found: String::from("nothing"),
            approved: String::from("nothing"),
        })
    }

    /// Whether the output of `upstream` may be used by `stage`, and through which approval.
    fn check_upstream(&self, stage: &Stage, upstream: &Stage) -> Result<Option<ReviewId>, Refusal> {
        if !upstream.phase.is_done() {
            return Err(Refusal::NeedNotDone { stage: stage.spec.name.clone(), need: upstream.spec.name.clone() });
        }
        let refuse = |why| Refusal::ApprovalNotStanding { stage: stage.spec.name.clone(), upstream: upstream.spec.name.clone(), why };
        let output = upstream.output.as_ref().ok_or_else(|| refuse("has no output"))?;
        let approval = match upstream.phase {
            Phase::Approved => Some(self.standing_approval(upstream, output).map_err(refuse)?),
            _ if passes_without_people(upstream, output) => None,
            _ => return Err(refuse("passed no gate")),
        };
        self.check_newest(stage, output)?;
        self.check_made_from_current(output).map_err(refuse)?;
        Ok(approval)
    }

    fn standing_approval(&self, upstream: &Stage, output: &Output) -> Result<ReviewId, &'static str> {
        let review = upstream.review.and_then(|id| self.review(id)).ok_or("has no approval")?;
        if review.voided.is_some() {
            return Err("has an approval that no longer stands");
        }
        if !review.stands() {
            return Err("is not approved");
        }
        let digest = digest_under_review(&UnderReview {
            run: self.run().id,
            stage: upstream.name(),
            attempt: output.attempt,
            artifacts: &output.artifacts,
            policy_version: review.policy_version,
        });
        if review.artifacts != output.artifacts || review.digest != digest {
            return Err("has changed since it was approved");
        }
        Ok(review.id)
    }

    /// Every artifact of the output is the newest version of it.
    fn check_newest(&self, stage: &Stage, output: &Output) -> Result<(), Refusal> {
        for version in &output.artifacts {
            let newest = self.artifact(version.artifact).and_then(|artifact| artifact.newest.as_ref());
            if newest.is_none_or(|newest| newest.version != version.version || newest.digest != version.digest) {
                return Err(Refusal::InputNotApproved {
                    stage: stage.spec.name.clone(),
                    artifact: version.name.clone(),
                    found: newest.map_or_else(|| String::from("nothing"), |newest| newest.digest.to_string()),
                    approved: version.digest.to_string(),
                });
            }
        }
        Ok(())
    }

    /// Everything that the output was made from is still what its stage's output is.
    pub(super) fn check_made_from_current(&self, output: &Output) -> Result<(), &'static str> {
        let attempt = self.attempt(output.attempt).ok_or("comes from an attempt that is not known")?;
        let is_current = |input: &VersionRef| {
            let producer = self.producer(&input.name).and_then(|index| self.stage(index));
            producer.is_some_and(|producer| {
                producer.phase.is_done() && producer.output.as_ref().is_some_and(|output| output.artifacts.contains(input))
            })
        };
        if attempt.basis.inputs.iter().all(is_current) { Ok(()) } else { Err("was made from something that has changed") }
    }
}

/// Only a gate that says so lets an output pass without people, and only when every check passed.
pub(super) fn passes_without_people(stage: &Stage, output: &Output) -> bool {
    let may = match &stage.spec.gate {
        Gate::None {} => true,
        Gate::People(rule) => rule.when == GateWhen::FailedChecks,
    };
    may && output.checks_passed
}
