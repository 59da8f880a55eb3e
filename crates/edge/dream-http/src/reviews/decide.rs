//! Deciding a review.

use super::standing;
use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{OrgPath, ReviewPath};
use crate::runs::{Binding, binding};
use axum::Json;
use dream_api::{
    Approve, ApproveAll, ApprovedAll, AskAgain, BreakGlass, Constrain, DraftAsSeen, InlineNote, NewConstraint, Regenerate, Reject,
    RequestChanges, ReviewDetail, SecondLook, SecondLookVerdict,
};
use dream_app::reviews::{self, Cast};
use dream_app::{constraints, drafts};
use dream_govern::Verdict;
use dream_id::ReviewId;
use dream_ledger::Digest;

pub(super) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(approve_review))
        .routes(routes!(approve_reviews))
        .routes(routes!(request_changes))
        .routes(routes!(regenerate_review))
        .routes(routes!(constrain_review))
        .routes(routes!(reject_review))
        .routes(routes!(ask_again))
        .routes(routes!(break_glass))
        .routes(routes!(second_look))
}

/// A digest that a caller saw, in the domain's form.
fn seen(digest: &dream_api::Digest) -> Result<Digest, Failure> {
    digest.as_str().parse().map_err(|error: dream_ledger::ParseDigestError| Failure::field("invalid_body", "digest", error.to_string()))
}

fn cast(review: ReviewId, verdict: Verdict, digest: &dream_api::Digest) -> Result<Cast, Failure> {
    Ok(Cast {
        review,
        verdict,
        seen: seen(digest)?,
        on_behalf_of: None,
        comment: None,
        model: None,
        constraints: Vec::new(),
        drafts: Vec::new(),
    })
}

/// Constraints on the run that the review belongs to.
async fn on_run(caller: &Caller, review: ReviewId, new: Vec<NewConstraint>) -> Result<Vec<constraints::NewConstraint>, Failure> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let run = reviews::find(&caller.op, review).await?.set.run().id;
    let bindings = new.into_iter().map(binding).collect::<Result<Vec<Binding>, _>>()?;
    Ok(bindings.into_iter().map(|binding| binding.on(run)).collect())
}

async fn voted(caller: &Caller, cast: Cast) -> Result<Json<ReviewDetail>, Failure> {
    let review = cast.review;
    reviews::vote(&caller.op, cast).await?;
    standing(&caller.op, review).await.map(Json)
}

/// Approves exactly what was seen.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/approve", tag = "reviews", params(ReviewPath), request_body = Approve, responses((status = 200, body = ReviewDetail)))]
async fn approve_review(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<Approve>) -> Result<Json<ReviewDetail>, Failure> {
    let constraints = on_run(&caller, path.review, body.constraints).await?;
    let (comment, on_behalf_of, drafts) = (body.comment, body.on_behalf_of, publishing(body.drafts));
    let cast = Cast { comment, constraints, on_behalf_of, drafts, ..cast(path.review, Verdict::Approve, &body.digest)? };
    voted(&caller, cast).await
}

/// Sends the stage back with comments: the next attempt sees them and the last attempt's work.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/request-changes", tag = "reviews", params(ReviewPath), request_body = RequestChanges, responses((status = 200, body = ReviewDetail)))]
async fn request_changes(
    caller: Caller,
    At(path): At<ReviewPath>,
    Body(body): Body<RequestChanges>,
) -> Result<Json<ReviewDetail>, Failure> {
    let comment = Some(drafts::with_notes(body.comment, body.notes.into_iter().map(note)));
    let (on_behalf_of, drafts) = (body.on_behalf_of, publishing(body.drafts));
    voted(&caller, Cast { comment, on_behalf_of, drafts, ..cast(path.review, Verdict::RequestChanges, &body.digest)? }).await
}

fn note(note: InlineNote) -> drafts::Note {
    drafts::Note { artifact: note.artifact, path: note.path, line: note.line, text: note.text }
}

fn publishing(seen: Vec<DraftAsSeen>) -> Vec<drafts::Publishing> {
    seen.into_iter().map(|seen| drafts::Publishing { draft: seen.draft, edit: seen.edit }).collect()
}

/// Approves several reviews of low risk, all of them or none.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/approve", tag = "reviews", params(OrgPath), request_body = ApproveAll, responses((status = 200, body = ApprovedAll)))]
async fn approve_reviews(caller: Caller, _org: At<OrgPath>, Body(body): Body<ApproveAll>) -> Result<Json<ApprovedAll>, Failure> {
    let wanted = body.reviews.iter().map(|one| Ok((one.review, seen(&one.digest)?))).collect::<Result<Vec<_>, Failure>>()?;
    reviews::approve_all(&caller.op, wanted).await?;
    Ok(Json(ApprovedAll { approved: u32::try_from(body.reviews.len()).unwrap_or(u32::MAX) }))
}

/// Sends the stage back for a fresh attempt that sees nothing of this one.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/regenerate", tag = "reviews", params(ReviewPath), request_body = Regenerate, responses((status = 200, body = ReviewDetail)))]
async fn regenerate_review(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<Regenerate>) -> Result<Json<ReviewDetail>, Failure> {
    let constraints = on_run(&caller, path.review, body.constraints).await?;
    let (comment, model, on_behalf_of, drafts) = (body.comment, body.model, body.on_behalf_of, publishing(body.drafts));
    let cast = Cast { comment, model, constraints, on_behalf_of, drafts, ..cast(path.review, Verdict::Regenerate, &body.digest)? };
    voted(&caller, cast).await
}

/// Adds constraints, which bind everything that starts later, and leaves the review open.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/constrain", tag = "reviews", params(ReviewPath), request_body = Constrain, responses((status = 200, body = ReviewDetail)))]
async fn constrain_review(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<Constrain>) -> Result<Json<ReviewDetail>, Failure> {
    if body.constraints.is_empty() {
        return Err(Failure::field("invalid_body", "constraints", "name at least one constraint"));
    }
    let constraints = on_run(&caller, path.review, body.constraints).await?;
    reviews::constrain(&caller.op, path.review, seen(&body.digest)?, constraints).await?;
    standing(&caller.op, path.review).await.map(Json)
}

/// Rejects: the stage and the run fail.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/reject", tag = "reviews", params(ReviewPath), request_body = Reject, responses((status = 200, body = ReviewDetail)))]
async fn reject_review(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<Reject>) -> Result<Json<ReviewDetail>, Failure> {
    let (comment, on_behalf_of, drafts) = (Some(body.comment), body.on_behalf_of, publishing(body.drafts));
    voted(&caller, Cast { comment, on_behalf_of, drafts, ..cast(path.review, Verdict::Reject, &body.digest)? }).await
}

/// Asks again about a review that nobody decided in time.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/ask-again", tag = "reviews", params(ReviewPath), request_body = AskAgain, responses((status = 200, body = ReviewDetail)))]
async fn ask_again(caller: Caller, At(path): At<ReviewPath>, Body(AskAgain {}): Body<AskAgain>) -> Result<Json<ReviewDetail>, Failure> {
    reviews::ask_again(&caller.op, path.review).await?;
    standing(&caller.op, path.review).await.map(Json)
}

/// Approves alone in an emergency. Somebody else has to look at it afterwards.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/break-glass", tag = "reviews", params(ReviewPath), request_body = BreakGlass, responses((status = 200, body = ReviewDetail)))]
async fn break_glass(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<BreakGlass>) -> Result<Json<ReviewDetail>, Failure> {
    reviews::break_glass(&caller.op, path.review, seen(&body.digest)?, body.reason).await?;
    standing(&caller.op, path.review).await.map(Json)
}

/// Confirms or contests an emergency approval.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/second-look", tag = "reviews", params(ReviewPath), request_body = SecondLook, responses((status = 200, body = ReviewDetail)))]
async fn second_look(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<SecondLook>) -> Result<Json<ReviewDetail>, Failure> {
    reviews::second_look(&caller.op, path.review, body.verdict == SecondLookVerdict::Confirm, body.note).await?;
    standing(&caller.op, path.review).await.map(Json)
}
