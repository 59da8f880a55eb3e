//! Entity tags: an answer that the caller has already is not sent again.

use crate::failure::Failure;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dream_ledger::Digest;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

/// What the caller has already, by its tags.
#[derive(Debug, Default)]
pub(crate) struct Tags(Vec<String>);

impl<S: Sync> FromRequestParts<S> for Tags {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.headers))
    }
}

impl Tags {
    fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let tags = values.flat_map(|value| value.split(',')).map(|tag| tag.trim().trim_start_matches("W/").to_owned());
        Self(tags.collect())
    }

    /// The JSON of `value` under the tag of its bytes, or that it has not changed.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<Response, Failure> {
        let bytes = serde_json::to_vec(value).map_err(|error| dream_app::AppError::internal("writing an answer", error))?;
        Ok(self.bytes(bytes.into(), HeaderValue::from_static("application/json")))
    }

    /// Bytes under the tag of their digest, or that they have not changed.
    pub(crate) fn bytes(&self, bytes: Bytes, kind: HeaderValue) -> Response {
        let tag = format!("\"{}\"", Digest::of(&bytes).hex());
        let fresh = self.0.iter().any(|known| *known == tag || known == "*");
        let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { bytes.into_response() };
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        // It may be kept, by this caller alone, but must be asked about each time.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if !fresh {
            headers.insert(header::CONTENT_TYPE, kind);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(tag: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(tag) = tag {
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(tag).unwrap());
        }
        Tags::of(&headers).json(&serde_json::json!({ "a": 1 })).unwrap()
    }

    #[test]
    fn what_the_caller_has_is_not_sent_again() {
        let first = answer(None);
        assert_eq!(first.status(), 200);
        let tag = first.headers().get(header::ETAG).unwrap().to_str().unwrap().to_owned();
        for (known, status) in
            [(tag.clone(), 304), (format!("W/{tag}"), 304), (format!("\"x\", {tag}"), 304), ("*".into(), 304), ("\"x\"".into(), 200)]
        {
            let second = answer(Some(&known));
            assert_eq!(second.status(), status, "{known}");
            assert_eq!(second.headers().get(header::ETAG).unwrap().to_str().unwrap(), tag);
        }
    }
}
