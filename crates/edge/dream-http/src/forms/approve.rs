//! Deciding behind a link: what is under review, who may decide, and the verdicts. The link is an address and nothing more: the person
//! must be signed in, and the decision goes through the same use case as on every other surface.

use super::document::{page, problem, to};
use super::form::{Sending, Signed, Visit, signed};
use super::words::title;
use crate::failure::Failure;
use crate::render;
use crate::reviews::{stage_title, standing};
use crate::state::Api;
use axum::extract::{Path, State};
use axum::response::Response;
use dream_api::{ArtifactRef, ReviewDetail, Risk};
use dream_app::reviews::{self, Cast};
use dream_app::{Op, artifacts, projects};
use dream_govern::Verdict;
use dream_id::ReviewId;
use http::StatusCode;
use minijinja::{Value, context};

/// How many files of a review are shown whole; the control room shows the rest.
const MOST_FILES: usize = 12;
/// How much of one file is shown.
const MOST_BYTES: usize = 256 << 10;

/// Shows the review. Nothing is decided.
pub(super) async fn show(State(api): State<Api>, visit: Visit, Path(review): Path<String>) -> Response {
    let review = match identified(&review) {
        Ok(review) => review,
        Err(failure) => return problem(&failure),
    };
    match signed(&api, &visit.browser).await {
        Ok(signed) => shown(&signed, review, StatusCode::OK, None).await,
        Err(_) => to(&format!("/sign-in?next=/a/{review}")),
    }
}

/// Decides.
pub(super) async fn submit(State(api): State<Api>, Path(review): Path<String>, sent: Sending) -> Response {
    let review = match identified(&review) {
        Ok(review) => review,
        Err(failure) => return problem(&failure),
    };
    let signed = match sent.signed(&api).await {
        Ok(signed) => signed,
        Err(failure) if failure.facts().status == StatusCode::UNAUTHORIZED => return to(&format!("/sign-in?next=/a/{review}")),
        Err(failure) => return problem(&failure),
    };
    match vote(&signed.op, review, &sent).await {
        Ok(()) => to(&format!("/a/{review}")),
        Err(failure) => {
            let mut response = shown(&signed, review, failure.facts().status, Some(&failure.facts().detail)).await;
            response.extensions_mut().insert(failure);
            response
        }
    }
}

fn identified(review: &str) -> Result<ReviewId, Failure> {
    review.parse().map_err(|error: dream_id::ParseIdError| Failure::field("malformed_id", "review", error.to_string()))
}

async fn vote(op: &Op, review: ReviewId, sent: &Sending) -> Result<(), Failure> {
    let cast = cast(review, sent)?;
    // As in the control room: whoever approves what can do much harm says why.
    if cast.verdict == Verdict::Approve && cast.comment.is_none() && standing(op, review).await?.review.risk == Risk::High {
        return Err(Failure::field("reason_missing", "comment", "this is high risk: say in the comment why it may go on, then approve"));
    }
    reviews::vote(op, cast).await?;
    Ok(())
}

fn cast(review: ReviewId, sent: &Sending) -> Result<Cast, Failure> {
    let verdict = match sent.text("verdict") {
        "approve" => Verdict::Approve,
        "request_changes" => Verdict::RequestChanges,
        "regenerate" => Verdict::Regenerate,
        "reject" => Verdict::Reject,
        _ => return Err(Failure::field("invalid_body", "verdict", "press one of the buttons of the page")),
    };
    let malformed = |error: dream_ledger::ParseDigestError| Failure::field("invalid_body", "digest", error.to_string());
    let seen = sent.text("digest").parse().map_err(malformed)?;
    Ok(Cast {
        review,
        verdict,
        seen,
        on_behalf_of: None,
        comment: sent.filled("comment"),
        model: None,
        constraints: Vec::new(),
        drafts: Vec::new(),
    })
}

/// The review as it stands now: after a refusal too, so that whoever decided on an older state sees the new one.
async fn shown(signed: &Signed, review: ReviewId, status: StatusCode, notice: Option<&str>) -> Response {
    match read(&signed.op, review).await {
        Ok(read) => page(status, "approve", &values(read, signed, notice)),
        Err(failure) => problem(&failure),
    }
}

/// All that the page shows.
struct Read {
    found: ReviewDetail,
    project: String,
    stage: String,
    documents: Vec<Value>,
}

async fn read(op: &Op, review: ReviewId) -> Result<Read, Failure> {
    let found = standing(op, review).await?;
    let project = projects::find(op, found.review.project).await?.name.clone();
    Ok(Read { project, stage: stage_title(op, review).await?, documents: documents(op, &found).await?, found })
}

fn values(read: Read, signed: &Signed, notice: Option<&str>) -> Value {
    let Read { found, project, stage, documents } = read;
    let review = found.review;
    let deciders: Vec<String> = found.may_decide.into_iter().map(|decider| decider.name).collect();
    let votes: Vec<Value> = found
        .votes
        .into_iter()
        .map(|vote| context! { name => vote.name, verdict => vote.verdict, comment => vote.comment, at => vote.at.to_the_minute() })
        .collect();
    context! {
        review => review.id.to_string(),
        title => title(&stage, review.attempt),
        project,
        approves => approves(&found.artifacts, review.attempt),
        status => review.status.as_str(),
        requested_at => review.requested_at.to_the_minute(),
        expires_at => review.expires_at.map(dream_clock::Timestamp::to_the_minute),
        decided_at => review.decided_at.map(dream_clock::Timestamp::to_the_minute),
        open => review.status == dream_api::ReviewStatus::Waiting,
        risk => review.risk.as_str(),
        digest => review.digest.to_string(),
        approvers => found.gate.approvers,
        quorum => found.gate.quorum,
        missing => found.approvals_missing,
        deciders,
        shortage => found.shortage,
        votes,
        documents,
        starts => found.approving_starts,
        may_decide => found.you.may_decide,
        why_not => found.you.why_not,
        csrf => signed.text.csrf_token().expose().to_owned(),
        notice => notice.map(str::to_owned),
    }
}

/// What the button approves: the one artifact's version, which a person may have put in since, or all that the attempt made.
fn approves(artifacts: &[ArtifactRef], attempt: u32) -> String {
    match artifacts {
        [artifact] => format!("v{}", artifact.version),
        _ => format!("attempt {attempt}"),
    }
}

/// What is under review, file by file.
async fn documents(op: &Op, found: &ReviewDetail) -> Result<Vec<Value>, Failure> {
    let mut documents = Vec::new();
    for artifact in &found.artifacts {
        let detail = artifacts::find(op, artifact.id, Some(artifact.version)).await?;
        for entry in detail.files()?.files() {
            if documents.len() == MOST_FILES {
                return Ok(documents);
            }
            documents.push(document(op, artifact, &entry.path).await?);
        }
    }
    Ok(documents)
}

async fn document(op: &Op, artifact: &ArtifactRef, path: &str) -> Result<Value, Failure> {
    let bytes = artifacts::file(op, artifact.id, Some(artifact.version), path).await?;
    let whole = bytes.len() <= MOST_BYTES;
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(MOST_BYTES)).unwrap_or_default()).into_owned();
    let html = Value::from_safe_string(render::document(path, &text));
    Ok(context! {
        name => artifact.name.clone(),
        version => artifact.version,
        digest => artifact.digest.to_string(),
        path => path.to_owned(),
        html,
        whole,
    })
}
