//! Reading bodies: JSON, or a form with files beside it.

use crate::error::ApiError;
use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Multipart, Request};
use serde_json::{Value, json};

/// The most bytes of a request.
const MOST_REQUEST: usize = 25 * 1_048_576;
/// The most bytes of a file.
const MOST_FILE: usize = 10 * 1_048_576;

/// What a request holds.
pub(crate) struct Body {
    pub(crate) json: Value,
    /// Names and sizes of files.
    pub(crate) files: Vec<(String, usize)>,
}

pub(super) async fn read(request: Request) -> Result<Body, ApiError> {
    let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if kind.starts_with("multipart/form-data") {
        return form(request).await;
    }
    let bytes = to_bytes(request.into_body(), MOST_REQUEST).await.map_err(|_| ApiError::TOO_LARGE)?;
    let json = if bytes.is_empty() { json!({}) } else { serde_json::from_slice(&bytes).map_err(|_| ApiError::BAD_JSON)? };
    Ok(Body { json, files: Vec::new() })
}

async fn form(request: Request) -> Result<Body, ApiError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| ApiError::BAD_JSON)?;
    let (mut body, mut total) = (Body { json: json!({}), files: Vec::new() }, 0);
    while let Some(part) = parts.next_field().await.map_err(|_| ApiError::BAD_JSON)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| ApiError::TOO_LARGE)?;
        total += bytes.len();
        if total > MOST_REQUEST || bytes.len() > MOST_FILE {
            return Err(ApiError::TOO_LARGE);
        }
        match (name.as_str(), file) {
            ("payload_json", _) => body.json = serde_json::from_slice(&bytes).map_err(|_| ApiError::BAD_JSON)?,
            (name, Some(file)) if name.starts_with("files[") || name.starts_with("file") => body.files.push((file, bytes.len())),
            _ => {}
        }
    }
    Ok(body)
}

/// The pairs of a query. Ids and flags are all that clients send; they need no decoding.
pub(super) fn query(text: &str) -> Vec<(String, String)> {
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
