//! Reviews as the API shows them.

use crate::problem::Answer;
use crate::runs::render::checks;
use crate::words::{digest, versions};
use dream_api::{BrokenGlass, Gate, Review, ReviewDetail, ReviewStatus, Risk, Vote, YourVote};
use dream_app::reviews::WhyNot;
use dream_govern::{RunSet, Stage};

/// A review, as lists show it.
pub(crate) fn review(review: &dream_govern::Review) -> Review {
    let closed = review.closed.as_ref();
    Review {
        id: review.id,
        run: review.run,
        stage: review.stage_name.clone(),
        attempt: review.attempt,
        digest: digest(review.digest),
        status: ReviewStatus::from_word(review.status()).unwrap_or(ReviewStatus::Unknown),
        risk: Risk::from_word(review.risk.name()).unwrap_or(Risk::Unknown),
        requested_at: review.requested_at,
        requested_by: review.requester,
        expires_at: review.expires_at,
        decided_by: closed.and_then(|closed| closed.by.last().copied()),
        voided: review.voided.is_some(),
        decided_at: closed.map(|closed| closed.at),
    }
}

/// A review with everything that a decision needs.
pub(crate) fn detail(detail: &dream_app::reviews::ReviewDetail) -> Answer<ReviewDetail> {
    let state = detail.review()?;
    let attempt = detail.set.attempt(state.attempt);
    let approvals = state.votes.iter().filter(|vote| vote.approves()).count();
    let approvals = u32::try_from(approvals).unwrap_or(u32::MAX);
    Ok(ReviewDetail {
        review: review(state),
        artifacts: versions(&state.artifacts),
        checks: attempt.map(|attempt| checks(&attempt.checks)).unwrap_or_default(),
        gate: Gate {
            approvers: state.gate.approvers.iter().map(ToString::to_string).collect(),
            quorum: state.gate.quorum,
            exclude_requester: state.gate.exclude_requester,
            exclude_author: state.gate.exclude_author,
        },
        votes: detail.votes.iter().map(|(cast, comment)| vote(cast, comment.as_deref())).collect(),
        approvals_missing: if state.is_open() { state.gate.quorum.saturating_sub(approvals) } else { 0 },
        approving_starts: approving_starts(&detail.set, state),
        you: you(detail, state),
        constraints: state.constraints.clone(),
        policy_version: state.policy_version.to_string(),
        nonce: state.nonce.clone(),
        broken_glass: state.broken_glass.as_ref().map(broken_glass),
    })
}

fn vote(vote: &dream_govern::Vote, comment: Option<&str>) -> Vote {
    Vote {
        person: vote.person,
        on_behalf_of: vote.on_behalf_of,
        verdict: vote.verdict.name().to_owned(),
        digest: digest(vote.digest),
        comment: comment.map(str::to_owned),
    }
}

fn you(detail: &dream_app::reviews::ReviewDetail, state: &dream_govern::Review) -> YourVote {
    let why_not = match &detail.why_not {
        _ if !state.is_open() => Some(format!("it is decided: {}", state.status())),
        Some(WhyNot::Forbidden(why)) => Some(why.clone()),
        Some(WhyNot::Ineligible(why)) => Some(why.to_string()),
        None => None,
    };
    YourVote { may_decide: why_not.is_none(), why_not }
}

fn broken_glass(glass: &dream_govern::BrokenGlass) -> BrokenGlass {
    let outcome = |look: &dream_govern::SecondLook| if look.confirmed { "confirm" } else { "contest" }.to_owned();
    BrokenGlass {
        person: glass.person,
        reason_digest: digest(glass.reason),
        second_look_due: glass.second_look_due,
        second_look: glass.second_look.as_ref().map(outcome),
    }
}

/// What approving starts, in a sentence.
fn approving_starts(set: &RunSet, review: &dream_govern::Review) -> String {
    let stages: Vec<&Stage> = set.stages().map(|(_, stage)| stage).collect();
    let open = |need: &String| stages.iter().any(|stage| &stage.spec.name == need && stage.id != review.stage && !stage.phase.is_done());
    let follows = stages.iter().filter(|stage| stage.spec.needs.contains(&review.stage_name) && !stage.phase.is_done());
    let (held, ready): (Vec<&&Stage>, Vec<&&Stage>) = follows.partition(|stage| stage.spec.needs.iter().any(open));
    let titles = |stages: &[&&Stage]| stages.iter().map(|stage| stage.spec.title.as_str()).collect::<Vec<_>>().join(", ");
    let others_done = stages.iter().all(|stage| stage.id == review.stage || stage.phase.is_done());
    match (ready.as_slice(), held.as_slice()) {
        ([], []) if others_done => "Nothing more: the run is done then.".to_owned(),
        ([], []) => "Nothing by itself: other stages go on.".to_owned(),
        ([], held) => format!("Nothing yet: {} waits for other stages too.", titles(held)),
        (ready, []) => format!("{}.", titles(ready)),
        (ready, held) => format!("{}; {} waits for other stages too.", titles(ready), titles(held)),
    }
}
