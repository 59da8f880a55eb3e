//! What handlers take from a request, strictly: what does not fit is a problem that names the place.

use crate::problem::Refused;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::Bytes;
use dream_app::Op;
use http::request::Parts;
use http::{StatusCode, header};
use serde::de::DeserializeOwned;

/// Who calls, authenticated: put there by [`crate::auth`].
pub(crate) struct Caller(pub(crate) Op);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let missing = || Refused::new(StatusCode::UNAUTHORIZED, "unauthenticated", "send a token as `Authorization: Bearer …`");
        parts.extensions.get::<Op>().cloned().map(Self).ok_or_else(missing)
    }
}

/// The parts of the path.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(params)) => Ok(Self(params)),
            Err(PathRejection::FailedToDeserializePathParams(error)) => {
                Err(Refused::new(StatusCode::BAD_REQUEST, "malformed_id", format!("the path names nothing: {}", error.body_text())))
            }
            Err(error) => Err(Refused::new(StatusCode::BAD_REQUEST, "malformed_path", error.body_text())),
        }
    }
}

/// The query. Unknown parameters are refused: a misspelt filter must not show everything.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(QueryRejection::FailedToDeserializeQueryString(error)) => {
                let detail = error.body_text();
                let detail = detail.strip_prefix("Failed to deserialize query string: ").unwrap_or(&detail);
                Err(Refused::new(StatusCode::BAD_REQUEST, "invalid_query", format!("the query is wrong: {detail}")))
            }
            Err(error) => Err(Refused::new(StatusCode::BAD_REQUEST, "invalid_query", error.body_text())),
        }
    }
}

/// A JSON body. An empty one is `{}`.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let typed = request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default().to_owned());
        let bytes = Raw::from_request(request, state).await?.0;
        let is_json = typed.as_deref().is_some_and(|typed| typed.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")));
        if !is_json && !(bytes.is_empty() && typed.is_none()) {
            return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "send JSON, as `Content-Type: application/json`"));
        }
        let bytes = if bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
        parse(&bytes).map(Self)
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes).map_err(|error| {
        if std::str::from_utf8(bytes).is_err() {
            return Refused::new(StatusCode::BAD_REQUEST, "body_not_utf8", "the body is not UTF-8; save what you send as UTF-8");
        }
        let message = error.to_string();
        if error.is_data() {
            let refused = Refused::new(StatusCode::BAD_REQUEST, "invalid_body", format!("the body is not what this operation takes: {message}"));
            return match named_field(&message) {
                Some(field) => refused.field(field, message.clone()),
                None => refused,
            };
        }
        Refused::new(StatusCode::BAD_REQUEST, "malformed_json", format!("the body is not JSON: {message}"))
    })
}

/// The field that a message of the parser names in backticks.
fn named_field(message: &str) -> Option<String> {
    let rest = message.strip_prefix("missing field `").or_else(|| message.strip_prefix("unknown field `"))?;
    rest.split('`').next().map(str::to_owned)
}

/// The body's bytes, within the limit of the route.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        Bytes::from_request(request, state).await.map(Self).map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "the body is larger than this operation takes"),
            _ => Refused::new(StatusCode::BAD_REQUEST, "body_broken_off", "the body broke off; send it again"),
        })
    }
}
