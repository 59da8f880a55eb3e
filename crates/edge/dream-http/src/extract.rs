//! Parsing: the caller, the path, the query, and strict bodies. Every refusal names what is wrong, and where.

use crate::authenticate::Signed;
use crate::failure::Failure;
use crate::observe::single;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use bytes::Bytes;
use dream_app::Op;
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a caller has to send a body.
const BODY_PATIENCE: Duration = Duration::from_mins(2);

/// The caller's operation.
pub(crate) struct Caller {
    /// The operation.
    pub(crate) op: Op,
}

/// What the path names.
pub(crate) struct At<T>(pub(crate) T);

/// What the query asks for; unknown parameters are refused where `T` says so.
pub(crate) struct Params<T>(pub(crate) T);

/// A strict JSON body. No body at all is read as `{}`.
pub(crate) struct Body<T>(pub(crate) T);

/// A body of plain bytes.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let missing = || Failure::of_status(StatusCode::INTERNAL_SERVER_ERROR);
        let Signed { op } = parts.extensions.get::<Signed>().cloned().ok_or_else(missing)?;
        Ok(Self { op })
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(path)) => Ok(Self(path)),
            Err(rejection) => {
                Err(Failure::invalid("malformed_id", format!("the address names something that cannot be: {}", rejection.body_text())))
            }
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Failure::invalid("invalid_query", format!("the query cannot be read: {}", rejection.body_text()))),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).map(|kind| is_json(kind.as_bytes()));
        let bytes = read(request, state).await?;
        match kind {
            None | Some(true) if bytes.is_empty() => parse(b"{}"),
            Some(true) => parse(&bytes),
            Some(false) | None => Err(Failure::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
        }
        .map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        read(request, state).await.map(Self)
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    match tokio::time::timeout(BODY_PATIENCE, Bytes::from_request(request, state)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) => Err(unread(&rejection)),
        Err(_) => Err(Failure::new(StatusCode::REQUEST_TIMEOUT, "body_timeout", "the body did not arrive in time; send it again")),
    }
}

fn unread(rejection: &BytesRejection) -> Failure {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE),
        _ => Failure::invalid("body_broken_off", "the body ended before it was whole; send it again"),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => {
            Failure::invalid("invalid_body", format!("the body does not fit: {error}; /api/openapi.json says what does"))
        }
        _ => Failure::invalid("malformed_json", format!("the body is not JSON: {error}")),
    })
}

fn is_json(kind: &[u8]) -> bool {
    let essence = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    essence.eq_ignore_ascii_case(b"application/json")
}

/// The value of a header as a number.
pub(crate) fn number(headers: &HeaderMap, name: &'static str) -> Result<Option<u64>, Failure> {
    if !headers.contains_key(name) {
        return Ok(None);
    }
    let refuse = || Failure::field("invalid_header", name, "expected the id of an event that this feed sent before, a whole number");
    single(headers, name).and_then(|text| text.parse().ok()).map(Some).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_api::PauseRun;

    fn request(kind: Option<&str>, body: &'static [u8]) -> Request {
        let mut request = http::Request::post("/");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        request.body(axum::body::Body::from(body)).unwrap()
    }

    async fn check(kind: Option<&str>, body: &'static [u8], expected: Result<Option<&str>, (u16, &str)>) {
        let found = Body::<PauseRun>::from_request(request(kind, body), &()).await;
        let found = found.map(|body| body.0.reason).map_err(|failure| (failure.facts().status.as_u16(), failure.facts().code));
        assert_eq!(found, expected.map(|reason| reason.map(str::to_owned)), "{kind:?} {body:?}");
    }

    #[tokio::test]
    async fn bodies_are_read_strictly() {
        let json = Some("application/json; charset=utf-8");
        check(json, br#"{"reason":"r"}"#, Ok(Some("r"))).await;
        check(json, b"", Ok(None)).await;
        check(None, b"", Ok(None)).await;
        check(json, br#"{"raeson":"r"}"#, Err((400, "invalid_body"))).await;
        check(json, br#"{"reason":1}"#, Err((400, "invalid_body"))).await;
        check(json, br#"{"reason":"#, Err((400, "malformed_json"))).await;
        check(json, b"{\"reason\":\"\xff\"}", Err((400, "malformed_json"))).await;
        check(json, b"{} {}", Err((400, "malformed_json"))).await;
        check(Some("text/plain"), b"{}", Err((415, "unsupported_media_type"))).await;
        check(None, b"{}", Err((415, "unsupported_media_type"))).await;
    }
}
