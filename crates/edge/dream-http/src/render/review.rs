//! Reviews: as lists show them, and with everything that a decision needs.

use super::values::{checks, digest, usd, version_ref};
use crate::ledger::History;
use crate::texts::Texts;
use dream_api::{BrokenGlass, Constraint, Decider, Gate, Provenance, Review, ReviewDetail, ReviewStatus, Risk, Vote, YourVote};
use dream_app::attempts;
use dream_app::reviews::{Deciders, WhyNot};
use dream_clock::Timestamp;
use dream_govern::{GateRule, RunSet, Stage, Verdict};
use dream_id::{AttemptId, PersonId, ProjectId};
use std::collections::BTreeMap;

/// A review of a run of `project`; `attempt` is the number of the attempt that it asks about.
pub(crate) fn review(review: &dream_govern::Review, project: ProjectId, attempt: u32, you_may_decide: bool) -> Review {
    let closed = review.closed.as_ref();
    Review {
        id: review.id,
        project,
        run: review.run,
        stage: review.stage_name.clone(),
        attempt,
        digest: digest(review.digest),
        status: ReviewStatus::from_word(review.status()).unwrap_or(ReviewStatus::Unknown),
        risk: Risk::from_word(review.risk.name()).unwrap_or(Risk::Unknown),
        requested_at: review.requested_at,
        requested_by: Some(review.requester),
        expires_at: Some(review.expires_at),
        decided_by: closed.and_then(|closed| closed.by.last().copied()),
        decided_at: closed.map(|closed| closed.at),
        you_may_decide,
    }
}

/// What stands around a review.
pub(crate) struct Around<'a> {
    /// Its run.
    pub(crate) set: &'a RunSet,
    /// With what the attempt under review was made.
    pub(crate) provenance: attempts::Provenance,
    /// The votes with their comments.
    pub(crate) votes: &'a [(dream_govern::Vote, Option<String>)],
    /// Why the caller may not decide.
    pub(crate) why_not: Option<&'a WhyNot>,
    /// Who may decide now, and whether they are enough.
    pub(crate) deciders: &'a Deciders,
    /// What people are called.
    pub(crate) names: &'a BTreeMap<PersonId, String>,
    /// The constraints that bind the stage.
    pub(crate) constraints: Vec<Constraint>,
    /// The texts of checks and reasons.
    pub(crate) texts: &'a Texts,
    /// The review's entries in the ledger.
    pub(crate) history: &'a History,
    /// Now.
    pub(crate) now: Timestamp,
}

/// A review with everything that a decision needs.
pub(crate) fn detail(found: &dream_govern::Review, around: Around<'_>) -> ReviewDetail {
    let set = around.set;
    let attempt = set.attempt(found.attempt);
    let stage = set.stages().find(|(_, stage)| stage.id == found.stage).map(|(_, stage)| stage);
    let name = |person: PersonId| around.names.get(&person).cloned().unwrap_or_else(|| person.to_string());
    let why_not = closed_already(found).or_else(|| around.why_not.map(sentence));
    ReviewDetail {
        review: review(found, set.run().project, attempt.map_or(0, |attempt| attempt.basis.number), why_not.is_none()),
        artifacts: found.artifacts.iter().map(version_ref).collect(),
        checks: checks(set.checks_of(found), around.texts),
        gate: gate(&found.gate),
        votes: around.votes.iter().map(|(cast, comment)| vote(found, cast, comment.as_ref(), name(cast.person), &around)).collect(),
        approvals_missing: missing(found),
        approving_starts: stage.map(|stage| starts(set, stage)).unwrap_or_default(),
        you: YourVote { may_decide: why_not.is_none(), why_not },
        may_decide: around.deciders.people.iter().map(|person| Decider { person: *person, name: name(*person) }).collect(),
        shortage: around.deciders.shortage.clone(),
        provenance: provenance(found.attempt, attempt.map_or(0, |attempt| attempt.cost_micros), around.provenance),
        constraints: around.constraints,
        policy_version: found.policy_version.to_string(),
        nonce: found.nonce.clone(),
        broken_glass: found.broken_glass.as_ref().map(|glass| broken_glass(found, glass, around.texts)),
    }
}

fn provenance(attempt: AttemptId, cost_micros: u64, made: attempts::Provenance) -> Provenance {
    let attempts::Provenance { models, calls, input_tokens, output_tokens } = made;
    Provenance { attempt, models, calls, input_tokens, output_tokens, cost_usd: usd(cost_micros) }
}

fn gate(rule: &GateRule) -> Gate {
    Gate {
        approvers: rule.approvers.iter().map(ToString::to_string).collect(),
        quorum: rule.quorum,
        exclude_requester: rule.exclude_requester,
        exclude_author: rule.exclude_author,
    }
}

fn vote(review: &dream_govern::Review, cast: &dream_govern::Vote, comment: Option<&String>, name: String, around: &Around<'_>) -> Vote {
    let person = serde_json::json!(cast.person);
    let entry = around.history.find(|entry| {
        entry.kind == "review.voted"
            && entry.data.get("person") == Some(&person)
            && entry.data.get("nonce").and_then(|nonce| nonce.as_str()) == Some(&cast.nonce)
    });
    Vote {
        person: cast.person,
        name,
        on_behalf_of: cast.on_behalf_of,
        verdict: cast.verdict.name().to_owned(),
        digest: digest(cast.digest),
        comment: comment.cloned(),
        // A vote that has no place in the feed yet was cast a moment ago.
        at: entry.map(|entry| entry.at).or(review.closed.as_ref().map(|closed| closed.at)).unwrap_or(around.now),
    }
}

fn missing(review: &dream_govern::Review) -> u32 {
    if !review.is_open() {
        return 0;
    }
    let approvals = review.votes.iter().filter(|vote| vote.verdict == Verdict::Approve).count();
    review.gate.quorum.saturating_sub(u32::try_from(approvals).unwrap_or(u32::MAX))
}

fn closed_already(review: &dream_govern::Review) -> Option<String> {
    (!review.is_open()).then(|| format!("the review has ended as {}", review.status()))
}

fn sentence(why_not: &WhyNot) -> String {
    match why_not {
        WhyNot::Forbidden(message) => message.clone(),
        WhyNot::Ineligible(ineligible) => ineligible.to_string(),
    }
}

/// What approving starts, in a sentence.
fn starts(set: &RunSet, approved: &Stage) -> String {
    let done =
        |name: &String| *name == approved.spec.name || set.stages().any(|(_, stage)| stage.spec.name == *name && stage.phase.is_done());
    let next = set.stages().filter(|(_, stage)| stage.spec.needs.contains(&approved.spec.name) && stage.spec.needs.iter().all(done));
    let titles: Vec<&str> = next.map(|(_, stage)| stage.spec.title.as_str()).collect();
    let others = set.stages().any(|(_, stage)| stage.id != approved.id && !stage.phase.is_done());
    match (titles.as_slice(), others) {
        ([], false) => "Approving completes the run.".to_owned(),
        ([], true) => "Approving starts nothing yet: other stages have to be done first.".to_owned(),
        (titles, _) => format!("Approving starts {}.", listed(titles)),
    }
}

/// Several titles as one phrase.
fn listed(titles: &[&str]) -> String {
    match titles {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        few => few.concat(),
    }
}

fn broken_glass(review: &dream_govern::Review, glass: &dream_govern::BrokenGlass, texts: &Texts) -> BrokenGlass {
    let look = glass.second_look.as_ref().map(|look| if look.confirmed { "confirm" } else { "contest" });
    BrokenGlass {
        person: glass.person,
        reason: texts.get(glass.reason).unwrap_or("the reason was erased").to_owned(),
        at: review.closed.as_ref().map_or(review.requested_at, |closed| closed.at),
        second_look_due: glass.second_look_due,
        second_look: look.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_govern::{Decision, Ineligible};

    #[test]
    fn several_titles_are_one_phrase() {
        let phrases: Vec<String> = [&["Plan"][..], &["A", "B"], &["A", "B", "C"]].into_iter().map(listed).collect();
        assert_eq!(phrases, ["Plan", "A and B", "A, B and C"]);
    }

    #[test]
    fn every_decision_and_risk_of_the_domain_is_one_of_the_wire() {
        for known in Decision::ALL {
            assert!(ReviewStatus::from_word(known.name()).is_some(), "{known}");
        }
        for known in dream_govern::Risk::ALL {
            assert!(Risk::from_word(known.name()).is_some(), "{known}");
        }
    }

    #[test]
    fn why_not_is_said_to_the_caller() {
        let said = sentence(&WhyNot::Ineligible(Ineligible::Requester));
        assert_eq!(said, "you started the run, and the gate excludes its requester");
        assert_eq!(sentence(&WhyNot::Forbidden("no".into())), "no");
    }
}
