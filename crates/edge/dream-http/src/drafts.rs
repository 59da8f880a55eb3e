//! Drafts: notes on lines under review that the caller has not sent yet.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::{DraftPath, ReviewPath};
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{BeginDraft, ChangeDraft, DiscardDraft, Draft, Page};
use dream_app::drafts::{self, NewDraft};
use http::StatusCode;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(list_drafts, begin_draft)).routes(routes!(change_draft)).routes(routes!(discard_draft))
}

/// The caller's own drafts on a review, and those from earlier reviews of its stage that were not sent, each where its line went.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/reviews/{review}/drafts", tag = "reviews", params(ReviewPath), responses((status = 200, body = Page<Draft>)))]
async fn list_drafts(caller: Caller, At(path): At<ReviewPath>) -> Result<Json<Page<Draft>>, Failure> {
    let found = drafts::list(&caller.op, path.review).await?;
    Ok(Json(Page { items: found.iter().map(render::draft).collect(), next: None }))
}

/// Begins a note on a line of what is under review.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/drafts", tag = "reviews", params(ReviewPath), request_body = BeginDraft, responses((status = 201, body = Draft)))]
async fn begin_draft(caller: Caller, At(path): At<ReviewPath>, Body(body): Body<BeginDraft>) -> Result<Response, Failure> {
    let new = NewDraft { artifact: body.artifact, path: body.path, line: body.line, text: body.text };
    let made = drafts::begin(&caller.op, path.review, new).await?;
    Ok((StatusCode::CREATED, Json(render::draft(&made))).into_response())
}

/// Gives a draft another text; refused when it was changed elsewhere since it was read.
#[utoipa::path(put, path = "/api/v1/orgs/{org}/reviews/{review}/drafts/{draft}", tag = "reviews", params(DraftPath), request_body = ChangeDraft, responses((status = 200, body = Draft)))]
async fn change_draft(caller: Caller, At(path): At<DraftPath>, Body(body): Body<ChangeDraft>) -> Result<Json<Draft>, Failure> {
    let changed = drafts::change(&caller.op, path.review, path.draft, body.edit, body.text).await?;
    Ok(Json(render::draft(&changed)))
}

/// Discards a draft; refused when it was changed elsewhere since it was read. Answers those that are left.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/reviews/{review}/drafts/{draft}/discard", tag = "reviews", params(DraftPath), request_body = DiscardDraft, responses((status = 200, body = Page<Draft>)))]
async fn discard_draft(caller: Caller, At(path): At<DraftPath>, Body(body): Body<DiscardDraft>) -> Result<Json<Page<Draft>>, Failure> {
    drafts::discard(&caller.op, path.draft, body.edit).await?;
    let found = drafts::list(&caller.op, path.review).await?;
    Ok(Json(Page { items: found.iter().map(render::draft).collect(), next: None }))
}
