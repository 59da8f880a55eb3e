//! The decisions that people send.

use super::render;
use crate::constraints;
use crate::extract::{Body, Caller, Params};
use crate::paths::ReviewPath;
use crate::problem::{Answer, Refused};
use crate::state::Http;
use crate::words::seen;
use axum::Json;
use dream_api::{
    Approve, AskAgain, BreakGlass, Constrain, InlineNote, NewConstraint, Regenerate, Reject, RequestChanges, ReviewDetail, SecondLook, SecondLookVerdict,
};
use dream_app::reviews::{self, Cast};
use dream_app::{Op, constraints as use_cases};
use dream_govern::Verdict;
use dream_id::ReviewId;
use http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::new()
        .routes(routes!(approve_review))
        .routes(routes!(request_changes))
        .routes(routes!(regenerate_review))
        .routes(routes!(constrain_review))
        .routes(routes!(reject_review))
        .routes(routes!(ask_again))
        .routes(routes!(break_glass))
        .routes(routes!(second_look))
}

async fn show(op: &Op, review: ReviewId) -> Answer<Json<ReviewDetail>> {
    Ok(Json(render::detail(&reviews::find(op, review).await?)?))
}

async fn cast(op: &Op, cast: Cast) -> Answer<Json<ReviewDetail>> {
    let review = cast.review;
    reviews::vote(op, cast).await?;
    show(op, review).await
}

/// The constraints that come with a verdict bind the run that the review belongs to.
async fn bound(op: &Op, review: ReviewId, constraints: Vec<NewConstraint>) -> Answer<Vec<use_cases::NewConstraint>> {
    if constraints.is_empty() {
        return Ok(Vec::new());
    }
    let run = reviews::find(op, review).await?.review()?.run;
    constraints.into_iter().map(|new| constraints::of_run(run, new)).collect()
}

/// Approve exactly the bytes that were seen.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/approve", tag = "reviews", params(ReviewPath), request_body = Approve,
    responses((status = 200, body = ReviewDetail)))]
async fn approve_review(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<Approve>) -> Answer<Json<ReviewDetail>> {
    let constraints = bound(&caller.0, path.review, body.constraints).await?;
    let (verdict, seen, on_behalf_of) = (Verdict::Approve, seen(&body.digest)?, body.on_behalf_of);
    cast(&caller.0, Cast { review: path.review, verdict, seen, on_behalf_of, comment: body.comment, model: None, constraints }).await
}

/// Send the stage back with comments, which the next attempt reads.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/request-changes", tag = "reviews", params(ReviewPath), request_body = RequestChanges,
    responses((status = 200, body = ReviewDetail)))]
async fn request_changes(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<RequestChanges>) -> Answer<Json<ReviewDetail>> {
    let comment = Some(with_notes(body.comment, &body.notes));
    let (verdict, seen, on_behalf_of) = (Verdict::RequestChanges, seen(&body.digest)?, body.on_behalf_of);
    cast(&caller.0, Cast { review: path.review, verdict, seen, on_behalf_of, comment, model: None, constraints: Vec::new() }).await
}

/// Notes to single places become lines of the comment, so that the next attempt and every reader see them in one text.
fn with_notes(comment: String, notes: &[InlineNote]) -> String {
    let lines = notes.iter().map(|note| {
        let line = note.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("- {} {}{line}: {}", note.artifact, note.path, note.text)
    });
    std::iter::once(comment).chain(lines).collect::<Vec<_>>().join("\n")
}

/// Send the stage back for a fresh attempt that sees nothing of this one.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/regenerate", tag = "reviews", params(ReviewPath), request_body = Regenerate,
    responses((status = 200, body = ReviewDetail)))]
async fn regenerate_review(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<Regenerate>) -> Answer<Json<ReviewDetail>> {
    let constraints = bound(&caller.0, path.review, body.constraints).await?;
    let (verdict, seen, on_behalf_of) = (Verdict::Regenerate, seen(&body.digest)?, body.on_behalf_of);
    cast(&caller.0, Cast { review: path.review, verdict, seen, on_behalf_of, comment: body.comment, model: body.model, constraints }).await
}

/// Add constraints, and leave the review open.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/constrain", tag = "reviews", params(ReviewPath), request_body = Constrain,
    responses((status = 200, body = ReviewDetail)))]
async fn constrain_review(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<Constrain>) -> Answer<Json<ReviewDetail>> {
    let digest = seen(&body.digest)?;
    let detail = reviews::find(&caller.0, path.review).await?;
    let under_review = detail.review()?.digest;
    if under_review != digest {
        let message = format!("{digest} is not what is under review: {under_review} is; look at it again, then decide with its digest");
        let mut refused = Refused::new(StatusCode::CONFLICT, "stale_digest", message);
        refused.problem.extra.insert("seen".to_owned(), digest.to_string().into());
        refused.problem.extra.insert("under_review".to_owned(), under_review.to_string().into());
        return Err(refused);
    }
    if body.constraints.is_empty() {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "constraint_empty", "no constraint is given; write what must hold from now on"));
    }
    let run = detail.review()?.run;
    for (number, new) in body.constraints.into_iter().enumerate() {
        // Each is a command of its own, and so has a key of its own.
        let op = caller.0.clone().nth_part(number)?;
        use_cases::add(&op, constraints::of_run(run, new)?, Some(path.review)).await?;
    }
    show(&caller.0, path.review).await
}

/// Reject: the stage and the run fail.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/reject", tag = "reviews", params(ReviewPath), request_body = Reject,
    responses((status = 200, body = ReviewDetail)))]
async fn reject_review(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<Reject>) -> Answer<Json<ReviewDetail>> {
    let (verdict, seen, on_behalf_of) = (Verdict::Reject, seen(&body.digest)?, body.on_behalf_of);
    let comment = Some(body.comment);
    cast(&caller.0, Cast { review: path.review, verdict, seen, on_behalf_of, comment, model: None, constraints: Vec::new() }).await
}

/// Ask again after a review has expired.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/ask-again", tag = "reviews", params(ReviewPath), request_body = AskAgain,
    responses((status = 200, body = ReviewDetail)))]
async fn ask_again(caller: Caller, Params(path): Params<ReviewPath>, Body(AskAgain {}): Body<AskAgain>) -> Answer<Json<ReviewDetail>> {
    reviews::ask_again(&caller.0, path.review).await?;
    show(&caller.0, path.review).await
}

/// Approve alone in an emergency. Somebody else has to look at it afterwards.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/break-glass", tag = "reviews", params(ReviewPath), request_body = BreakGlass,
    responses((status = 200, body = ReviewDetail)))]
async fn break_glass(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<BreakGlass>) -> Answer<Json<ReviewDetail>> {
    reviews::break_glass(&caller.0, path.review, seen(&body.digest)?, body.reason).await?;
    show(&caller.0, path.review).await
}

/// Look again at an emergency approval.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/second-look", tag = "reviews", params(ReviewPath), request_body = SecondLook,
    responses((status = 200, body = ReviewDetail)))]
async fn second_look(caller: Caller, Params(path): Params<ReviewPath>, Body(body): Body<SecondLook>) -> Answer<Json<ReviewDetail>> {
    reviews::second_look(&caller.0, path.review, body.verdict == SecondLookVerdict::Confirm, body.note).await?;
    show(&caller.0, path.review).await
}
