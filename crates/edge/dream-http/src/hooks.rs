//! Where sources send what they have to say. No token: each proves itself as its vendor does, over the bytes that it sent.

mod sent;

use crate::authenticate::{rate_limit, seconds_up};
use crate::failure::Failure;
use crate::state::Api;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use dream_app::service_plans::PlanRefusal;
use dream_app::sources::{self, NotTaken, Taken};
use dream_bridge::json::MOST_BYTES;
use dream_bridge::source::{Kind, Request};
use http::{HeaderMap, StatusCode};
use sent::Sent;
use serde_json::json;

pub(crate) fn routes() -> Router<Api> {
    Router::new()
        .route("/hooks/{source}", post(receive))
        .route("/hooks/{source}/{secret}", post(receive_at_secret))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

async fn receive(State(api): State<Api>, Path(source): Path<String>, headers: HeaderMap, body: Sent) -> Response {
    take(&api, &source, None, &headers, body).await
}

async fn receive_at_secret(
    State(api): State<Api>,
    Path((source, secret)): Path<(String, String)>,
    headers: HeaderMap,
    body: Sent,
) -> Response {
    take(&api, &source, Some(&secret), &headers, body).await
}

async fn take(api: &Api, source: &str, secret: Option<&str>, headers: &HeaderMap, Sent(body): Sent) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(failure) => {
            let facts = failure.facts();
            sources::unread(&api.app, source, facts.code, &facts.detail).await;
            api.metrics.bridge.received("refused");
            return failure.into_response();
        }
    };
    let pairs: Vec<(&str, &str)> = headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let request = Request { headers: &pairs, body: &body, path_secret: secret };
    let taken = sources::receive(&api.app, source, &request).await;
    let word = taken.as_ref().map_or_else(not_taken, |taken| if taken.repeated { "repeated" } else { "taken" });
    api.metrics.bridge.received(word);
    // What a source may send is told with every answer that comes after its proof.
    let pace = match &taken {
        Ok(taken) => taken.pace.map(|pace| (("source", pace.per_minute, 60), pace.remaining, pace.reset)),
        Err(NotTaken::TooOften { per_minute, retry_after }) => Some((("source", *per_minute, 60), 0, *retry_after)),
        Err(NotTaken::PlanUsed { refusal: PlanRefusal::Messages { most, .. }, month, retry_after }) => {
            Some((("plan", u32::try_from(*most).unwrap_or(u32::MAX), month.as_secs()), 0, *retry_after))
        }
        Err(_) => None,
    };
    let mut response = taken.map_or_else(|error| Failure::from(error).into_response(), answer);
    if let Some((policy, remaining, reset)) = pace {
        rate_limit(&mut response, policy, remaining, reset);
    }
    response
}

/// What senders are told: those that were written for Slack take nothing but its `ok`.
fn answer(taken: Taken) -> Response {
    let status = if taken.repeated { StatusCode::OK } else { StatusCode::ACCEPTED };
    match (taken.kind, taken.challenge) {
        _ if taken.told.is_some() => Json(json!({ "response_type": "ephemeral", "text": taken.told })).into_response(),
        (_, Some(challenge)) => (StatusCode::OK, Json(json!({ "challenge": challenge }))).into_response(),
        (Kind::Slack, None) => (StatusCode::OK, "ok").into_response(),
        _ => (status, Json(json!({ "id": taken.id.to_string(), "repeated": taken.repeated }))).into_response(),
    }
}

fn not_taken(error: &NotTaken) -> &'static str {
    match error {
        NotTaken::Nowhere => "nowhere",
        NotTaken::Refused(_) => "refused",
        NotTaken::Disabled => "disabled",
        NotTaken::Suspended => "suspended",
        NotTaken::TooOften { .. } => "too_often",
        NotTaken::PlanUsed { .. } => "plan_used",
        NotTaken::Failed(_) => "failed",
    }
}

impl From<NotTaken> for Failure {
    fn from(error: NotTaken) -> Self {
        let detail = error.to_string();
        match error {
            NotTaken::Nowhere => Self::new(StatusCode::NOT_FOUND, "no_such_route", detail),
            NotTaken::Refused(refusal) => {
                let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
                Self::new(status, refusal.code(), detail)
            }
            NotTaken::Disabled => Self::new(StatusCode::CONFLICT, "source_disabled", detail),
            NotTaken::Suspended => Self::new(StatusCode::FORBIDDEN, "organisation_suspended", detail),
            NotTaken::TooOften { retry_after, .. } => Self::limited(detail, seconds_up(retry_after)),
            NotTaken::PlanUsed { refusal, retry_after, .. } => Self::limited_as(refusal.code(), detail, seconds_up(retry_after)),
            NotTaken::Failed(error) => error.into(),
        }
    }
}
