//! Why a request is refused or fails, and how that becomes a problem (RFC 9457).
//!
//! A [`Failure`] travels as an extension of an empty response, so that `observe`, which knows the request's id and writes the one log
//! line, puts it into words in one place.

use axum::response::{IntoResponse, Response};
use dream_api::{FieldError, Problem};
use dream_app::{AppError, Kind};
use http::StatusCode;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A refusal or failure. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Failure(Arc<Facts>);

/// What is known of it.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) detail: String,
    pub(crate) retry_after: Option<u64>,
    errors: Vec<FieldError>,
    extra: Map<String, Value>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Members of a problem that no fact may overwrite.
const RESERVED: [&str; 7] = ["type", "title", "status", "code", "detail", "request_id", "errors"];

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Arc::new(Facts {
            status,
            code,
            detail: detail.into(),
            retry_after: None,
            errors: Vec::new(),
            extra: Map::new(),
            source: None,
        }))
    }

    /// The request is wrong in itself.
    pub(crate) fn invalid(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// The request is wrong at one field.
    pub(crate) fn field(code: &'static str, field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let mut facts = Facts::of(StatusCode::BAD_REQUEST, code, format!("{field}: {message}"));
        facts.errors.push(FieldError { field: field.to_owned(), message });
        Self(Arc::new(facts))
    }

    /// Too many calls.
    pub(crate) fn limited(detail: impl Into<String>, retry_after: u64) -> Self {
        Self::limited_as("rate_limited", detail, retry_after)
    }

    /// Too many calls, under a code of its own.
    pub(crate) fn limited_as(code: &'static str, detail: impl Into<String>, retry_after: u64) -> Self {
        let mut facts = Facts::of(StatusCode::TOO_MANY_REQUESTS, code, detail);
        facts.retry_after = Some(retry_after);
        Self(Arc::new(facts))
    }

    /// What the status of an answer that nobody put into words says.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => ("no_such_route", "there is nothing at this address; /api/openapi.json lists what there is"),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method_not_allowed", "this address does not take that method; the Allow header lists those it takes")
            }
            StatusCode::PAYLOAD_TOO_LARGE => ("body_too_large", "the body is larger than this operation takes; send less"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported_media_type", "send the body as application/json"),
            status if status.is_client_error() => ("bad_request", "the request cannot be read; check its address, headers and body"),
            _ => ("internal", "the server failed; its log says why"),
        };
        Self::new(status, code, detail)
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.0
    }

    /// What whoever sent one item among many is told of it.
    pub(crate) fn told(&self) -> dream_api::ItemError {
        let facts = self.facts();
        dream_api::ItemError { code: facts.code.to_owned(), detail: facts.detail.clone() }
    }

    /// The failure as it goes over the wire. Sources stay here.
    pub(crate) fn problem(&self, request_id: &str) -> Problem {
        let facts = self.facts();
        Problem {
            kind: format!("urn:dreamos:problem:{}", facts.code),
            title: title(facts.code),
            status: facts.status.as_u16(),
            code: facts.code.to_owned(),
            detail: facts.detail.clone(),
            request_id: Some(request_id.to_owned()),
            errors: facts.errors.clone(),
            extra: facts.extra.clone(),
        }
    }
}

impl Facts {
    fn of(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after: None, errors: Vec::new(), extra: Map::new(), source: None }
    }

    /// Everything that led to it, for the log.
    pub(crate) fn chain(&self) -> Option<String> {
        let mut next: Option<&(dyn std::error::Error + 'static)> = Some(self.source.as_deref()?);
        let mut chain = Vec::new();
        while let Some(error) = next {
            chain.push(error.to_string());
            next = error.source();
        }
        Some(chain.join(": "))
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let AppError { kind, code, message, facts, source, .. } = error;
        let mut failure = Facts::of(status(kind, code), code, message);
        failure.retry_after = (kind == Kind::Unavailable && code != STORAGE_FULL).then_some(1);
        failure.source = source;
        for (name, value) in *facts {
            match name.as_str() {
                "errors" => {
                    failure.errors = value.as_array().map(|faults| faults.iter().map(fault).collect()).unwrap_or_default();
                    failure.extra.insert("faults".to_owned(), value);
                }
                reserved if RESERVED.contains(&reserved) => {
                    failure.extra.insert(format!("{reserved}_"), value);
                }
                _ => {
                    failure.extra.insert(name, value);
                }
            }
        }
        Self(Arc::new(failure))
    }
}

/// The code of a disk that is full.
const STORAGE_FULL: &str = "storage_full";

/// The HTTP status of a kind of refusal.
fn status(kind: Kind, code: &str) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Over => StatusCode::GONE,
        // What time alone does not bring back.
        Kind::Exhausted if code.contains("budget") || matches!(code, "plan_bridges_used" | "plan_one_way") => StatusCode::PAYMENT_REQUIRED,
        Kind::Exhausted => StatusCode::TOO_MANY_REQUESTS,
        // The server is there; a person has to make room.
        Kind::Unavailable if code == STORAGE_FULL => StatusCode::INSUFFICIENT_STORAGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// One fault of a source as the error of a field: where it stands, and what it says.
fn fault(fault: &Value) -> FieldError {
    let text = |name: &str| fault.get(name).and_then(Value::as_str);
    let place = match (text("file"), fault.get("line").and_then(Value::as_u64)) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.to_owned(),
        (None, _) => text("field").unwrap_or("source").to_owned(),
    };
    let message = text("message").unwrap_or_default();
    let message = text("stage").map_or_else(|| message.to_owned(), |stage| format!("stage `{stage}`: {message}"));
    FieldError { field: place, message }
}

/// `stale_digest` → `Stale digest`.
fn title(code: &str) -> String {
    let mut letters = code.chars().map(|letter| if letter == '_' { ' ' } else { letter });
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.facts().status;
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, thiserror::Error)]
    #[error("connecting to db.internal:5432 failed")]
    struct Secret(#[source] std::io::Error);

    fn check(kind: Kind, code: &'static str, expected: u16) {
        let failure = Failure::from(AppError::new(kind, code, "what happened"));
        let problem = failure.problem("r1");
        assert_eq!((problem.status, problem.code.as_str()), (expected, code));
        assert_eq!(failure.into_response().status().as_u16(), expected);
    }

    #[test]
    fn every_kind_has_its_status() {
        for (kind, code, expected) in [
            (Kind::Invalid, "brief_empty", 400),
            (Kind::Unauthenticated, "invalid_token", 401),
            (Kind::Exhausted, "over_budget", 402),
            (Kind::Forbidden, "forbidden", 403),
            (Kind::NotFound, "not_found", 404),
            (Kind::Conflict, "stale_digest", 409),
            (Kind::Over, "review_expired", 410),
            (Kind::Exhausted, "rate_limited", 429),
            (Kind::Internal, "internal", 500),
            (Kind::Unavailable, "store_unavailable", 503),
            (Kind::Unavailable, "storage_full", 507),
        ] {
            check(kind, code, expected);
        }
    }

    #[test]
    fn facts_become_members_and_never_overwrite_one() {
        let error = AppError::new(Kind::Conflict, "stale_digest", "the digest is stale").with("seen", "sha256:a").with("status", "x");
        let problem = serde_json::to_value(Failure::from(error).problem("r1")).unwrap();
        let expected = json!({
            "type": "urn:dreamos:problem:stale_digest", "title": "Stale digest", "status": 409, "code": "stale_digest",
            "detail": "the digest is stale", "request_id": "r1", "seen": "sha256:a", "status_": "x",
        });
        assert_eq!(problem, expected);
    }

    #[test]
    fn faults_of_a_template_are_errors_that_the_client_can_read() {
        let faults = json!([{ "code": "cycle", "file": "t.toml", "line": 3, "stage": "qa", "message": "it needs itself" }]);
        let failure = Failure::from(AppError::invalid("template_invalid", "t.toml:3: no").with("errors", faults.clone()));
        let problem: Problem = serde_json::from_value(serde_json::to_value(failure.problem("r1")).unwrap()).unwrap();
        assert_eq!(problem.errors, [FieldError { field: "t.toml:3".into(), message: "stage `qa`: it needs itself".into() }]);
        assert_eq!(problem.extra.get("faults"), Some(&faults));
    }

    #[test]
    fn sources_go_to_the_log_and_not_over_the_wire() {
        let source = Secret(std::io::Error::other("password wrong"));
        let failure = Failure::from(AppError::internal("reading", source));
        let wire = serde_json::to_string(&failure.problem("r1")).unwrap();
        assert!(!wire.contains("db.internal") && !wire.contains("password"), "{wire}");
        assert_eq!(failure.facts().chain().unwrap(), "connecting to db.internal:5432 failed: password wrong");
    }

    #[test]
    fn what_can_be_tried_again_says_when() {
        let failure = Failure::from(AppError::new(Kind::Unavailable, "store_unavailable", "busy"));
        assert_eq!(failure.facts().retry_after, Some(1));
        let full = Failure::from(AppError::new(Kind::Unavailable, "storage_full", "full"));
        assert_eq!(full.facts().retry_after, None, "time alone does not empty a disk");
    }
}
