//! Refusals and failures on their way out, as RFC 9457 problems.

use axum::response::{IntoResponse, Response};
use dream_api::{FieldError, Problem};
use dream_app::{AppError, Kind};
use http::{HeaderValue, StatusCode, header};
use serde_json::Map;
use std::time::Duration;

/// Where codes are explained.
const PAGE: &str = "https://dreamos.dev/problems/";

/// A refusal. The body is rendered where the request's id is known: see [`crate::observe`].
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) problem: Box<Problem>,
    /// What led to it, for the log alone.
    pub(crate) chain: Option<String>,
    pub(crate) retry_after: Option<Duration>,
}

/// What handlers give.
pub(crate) type Answer<T> = Result<T, Refused>;

impl Refused {
    /// A refusal of the edge's own.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let problem = Problem {
            kind: format!("{PAGE}{code}"),
            title: title(status).to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            request_id: None,
            errors: Vec::new(),
            extra: Map::new(),
        };
        Self { problem: Box::new(problem), chain: None, retry_after: None }
    }

    /// With what is wrong with one field.
    pub(crate) fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.problem.errors.push(FieldError { field: field.into(), message: message.into() });
        self
    }

    /// Worth trying again after a while.
    pub(crate) fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// A thing that does not exist here, or belongs to somebody else: which of the two is not told.
    pub(crate) fn no_such_organisation() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such organisation for this token; `dreamos whoami` names yours")
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        let mut refused = Self::new(status_of(&error), error.code, error.message.clone());
        refused.chain = chain(&error);
        refused.problem.extra = error.facts;
        if error.kind == Kind::Unavailable {
            refused.retry_after = Some(Duration::from_secs(1));
        }
        refused
    }
}

fn status_of(error: &AppError) -> StatusCode {
    match error.kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Over => StatusCode::GONE,
        Kind::Exhausted if error.code == "rate_limited" => StatusCode::TOO_MANY_REQUESTS,
        Kind::Exhausted => StatusCode::PAYMENT_REQUIRED,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn chain(error: &AppError) -> Option<String> {
    let first = std::error::Error::source(error)?;
    let causes: Vec<String> = std::iter::successors(Some(first), |cause| cause.source()).map(ToString::to_string).collect();
    Some(causes.join(": "))
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "The request is wrong",
        401 => "Not authenticated",
        402 => "The budget is used up",
        403 => "Not permitted",
        404 => "Not found",
        405 => "Not possible here",
        409 => "Conflict",
        410 => "Cancelled or expired",
        413 => "Too large",
        415 => "Wrong media type",
        429 => "Too many requests",
        503 => "Not available now",
        _ => "Something failed",
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.problem.status == 401 {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// No such route.
pub(crate) async fn no_route() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "no_such_route", "there is nothing at this path; /api/openapi.json lists what there is")
}

/// The route exists, but not with this method.
pub(crate) async fn no_method() -> Refused {
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this path takes other methods; /api/openapi.json lists them")
}

/// A handler panicked: what it said goes to the log, not to the caller.
pub(crate) fn panicked(payload: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = payload.downcast_ref::<String>().cloned().or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    let mut refused = Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something failed; the server's log says what");
    refused.chain = Some(format!("panic: {}", text.unwrap_or_default()));
    refused.into_response()
}
