//! Rules: which events go where, in which words.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::observe::single;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_access::Action;
use dream_api::{CheckedRules, Rules, TestRules, TestedEvent, TestedMessage, TestedRules, WriteRules};
use dream_app::AppError;
use dream_app::rules::{self, Standing, Tested, What};
use http::{HeaderMap, HeaderValue, StatusCode, header};

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(show_rules, write_rules)).routes(routes!(check_rules)).routes(routes!(test_rules))
}

fn shown(standing: Standing) -> Response {
    let Standing { version, digest, text, written_at, warnings } = standing;
    let tag = HeaderValue::try_from(format!("\"{version}\""));
    let mut response = Json(Rules { version, digest: digest.map(render::digest), text, written_at, warnings }).into_response();
    if let Ok(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The version that the caller saw.
fn seen(headers: &HeaderMap) -> Result<u32, Failure> {
    if !headers.contains_key(header::IF_MATCH) {
        let detail = "rules are written over the version that was read: send its number as If-Match, 0 when there are none yet";
        return Err(Failure::new(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", detail));
    }
    let number = single(headers, "if-match").and_then(|value| value.trim().trim_matches('"').parse().ok());
    number
        .ok_or_else(|| Failure::field("invalid_header", "If-Match", "expected the number of the version that was read, in quotation marks"))
}

/// The rules in force; version 0 when none were ever written.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/rules", tag = "bridge", params(OrgPath), responses((status = 200, body = Rules)))]
async fn show_rules(caller: Caller, _org: At<OrgPath>) -> Result<Response, Failure> {
    Ok(shown(rules::standing(&caller.op).await?))
}

/// Writes the rules anew: the next event is asked of them. `If-Match` is the version that was read.
#[utoipa::path(put, path = "/api/v1/orgs/{org}/rules", tag = "bridge", params(OrgPath, ("If-Match" = String, Header, description = "The version that was read, in quotation marks; \"0\" when there are none yet.")), request_body = WriteRules, responses((status = 200, body = Rules)))]
async fn write_rules(caller: Caller, _org: At<OrgPath>, headers: HeaderMap, Body(body): Body<WriteRules>) -> Result<Response, Failure> {
    // Before anything is said about the request: whoever may not write is told that.
    caller.op.allow(Action::BridgeManage, None)?;
    let seen = seen(&headers)?;
    Ok(shown(rules::write(&caller.op, body.text, Some(seen)).await?))
}

/// Whether rules can be written, with every fault, its line and its column; nothing is written.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/rules/check", tag = "bridge", params(OrgPath), request_body = WriteRules, responses((status = 200, body = CheckedRules)))]
async fn check_rules(caller: Caller, _org: At<OrgPath>, Body(body): Body<WriteRules>) -> Result<Json<CheckedRules>, Failure> {
    Ok(Json(CheckedRules { warnings: rules::examine(&caller.op, &body.text).await? }))
}

/// What rules would do about an event; nothing is sent or remembered.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/rules/test", tag = "bridge", params(OrgPath), request_body = TestRules, responses((status = 200, body = TestedRules)))]
async fn test_rules(caller: Caller, _org: At<OrgPath>, Body(body): Body<TestRules>) -> Result<Json<TestedRules>, Failure> {
    let TestRules { text, rule, received, event } = body;
    let what = match (received, event) {
        (Some(id), None) => What::Received(id),
        (None, Some(event)) => What::Payload {
            kind: render::source_kind(event.kind)?,
            source: event.source,
            event_type: event.event_type,
            payload: event.payload,
        },
        _ => return Err(Failure::field("invalid_body", "event", "name either `received`, something that came in, or `event`, a payload")),
    };
    let tested = rules::test(&caller.op, what, text.as_deref(), rule.as_deref()).await?;
    let events = tested.into_iter().map(tested_event).collect::<Result<_, _>>()?;
    Ok(Json(TestedRules { events }))
}

fn tested_event(tested: Tested) -> Result<TestedEvent, Failure> {
    let messages = tested.messages.into_iter().map(|message| TestedMessage {
        rule: message.planned.rule,
        destination: message.planned.destination,
        about: message.planned.place.about,
        edit: message.planned.place.edit,
        thread: message.planned.place.thread.map(|(name, _)| name),
        posts: message.posts,
    });
    Ok(TestedEvent {
        event: serde_json::to_value(&tested.event).map_err(|error| AppError::internal("writing an event", error))?,
        trace: tested.trace.iter().map(render::rule_step).collect(),
        messages: messages.collect(),
    })
}
