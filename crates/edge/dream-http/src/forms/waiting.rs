//! What waits for the caller's decision, as a list of links: the inbox of a browser without script.

use super::document::{page, problem, to};
use super::form::{Visit, signed};
use super::words::title;
use crate::failure::Failure;
use crate::reviews::stage_title;
use crate::state::Api;
use axum::extract::State;
use axum::response::Response;
use dream_app::reviews::{self, ReviewFilter};
use dream_app::{Op, projects};
use dream_id::Limit;
use http::StatusCode;
use minijinja::{Value, context};

/// Shows the list. Nothing is decided.
pub(super) async fn show(State(api): State<Api>, visit: Visit) -> Response {
    let Ok(signed) = signed(&api, &visit.browser).await else { return to("/sign-in?next=/a") };
    match waiting(&signed.op).await {
        Ok(reviews) => page(StatusCode::OK, "waiting", &context! { reviews }),
        Err(failure) => problem(&failure),
    }
}

/// The newest of the reviews that the caller may decide.
async fn waiting(op: &Op) -> Result<Vec<Value>, Failure> {
    let filter = ReviewFilter { status: Some("waiting".to_owned()), run: None };
    let found = reviews::list(op, filter, None, Limit::default()).await?;
    let about = reviews::about(op, &found.items).await?;
    let mut shown = Vec::new();
    for (review, about) in found.items.iter().zip(about).filter(|(_, about)| about.you_may_decide) {
        shown.push(context! {
            id => review.id().to_string(),
            title => title(&stage_title(op, review.id()).await?, about.attempt),
            project => projects::find(op, about.project).await?.name.clone(),
            risk => review.risk.name(),
            requested_at => review.requested_at.to_the_minute(),
        });
    }
    Ok(shown)
}
