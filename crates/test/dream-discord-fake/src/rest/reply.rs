//! Answers and their headers.

use crate::error::ApiError;
use crate::limiter::Counted;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode};
use bytes::Bytes;
use futures::stream;
use serde_json::{Value, json};
use std::io;
use std::time::Duration;

/// What a route answers.
pub(crate) enum Reply {
    /// 200 with this.
    Ok(Value),
    /// 201 with this.
    Created(Value),
    /// 204.
    Nothing,
}

pub(super) fn render(result: Result<Reply, ApiError>, counted: Option<&Counted>) -> Response<Body> {
    let (status, body) = match result {
        Ok(Reply::Ok(body)) => (200, body.to_string()),
        Ok(Reply::Created(body)) => (201, body.to_string()),
        Ok(Reply::Nothing) => (204, String::new()),
        Err(error) => (error.status, error.body().to_string()),
    };
    let mut response = plain(status, "application/json", body);
    if let Some(counted) = counted {
        count(&mut response, counted);
    }
    response
}

/// 429 as Discord answers it.
pub(super) fn too_many(retry_after: Duration, global: bool, counted: Option<&Counted>) -> Response<Body> {
    let body = json!({"message": "You are being rate limited.", "retry_after": retry_after.as_secs_f64(), "global": global, "code": 0});
    let mut response = plain(429, "application/json", body.to_string());
    header(&mut response, "retry-after", &retry_after.as_secs_f64().ceil().to_string());
    header(&mut response, "x-ratelimit-scope", if global { "global" } else { "user" });
    if global {
        header(&mut response, "x-ratelimit-global", "true");
    }
    if let Some(counted) = counted {
        count(&mut response, counted);
    }
    response
}

/// What the network in front of Discord answers: no JSON.
pub(super) fn html(status: u16) -> Response<Body> {
    plain(status, "text/html", format!("<html><body><h1>{status}</h1></body></html>"))
}

/// An answer that breaks off.
pub(super) fn broken() -> Response<Body> {
    let pieces = stream::iter([Ok(Bytes::from_static(b"{\"id\":")), Err(io::Error::from(io::ErrorKind::ConnectionReset))]);
    Response::new(Body::from_stream(pieces))
}

fn plain(status: u16, kind: &'static str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status != 204 {
        response.headers_mut().insert("content-type", HeaderValue::from_static(kind));
    }
    response
}

fn count(response: &mut Response<Body>, counted: &Counted) {
    let after = counted.reset_after.as_secs_f64();
    header(response, "x-ratelimit-bucket", &counted.bucket);
    header(response, "x-ratelimit-limit", &counted.limit.to_string());
    header(response, "x-ratelimit-remaining", &counted.remaining.to_string());
    header(response, "x-ratelimit-reset-after", &format!("{after:.3}"));
    header(response, "x-ratelimit-reset", &format!("{after:.3}"));
}

fn header(response: &mut Response<Body>, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
