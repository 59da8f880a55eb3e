//! What went wrong (RFC 9457, `application/problem+json`).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Why a request was refused or failed. Rely on `code`, show `detail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Where this code is explained.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// The same short words for every problem of this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable name of what went wrong, such as `stale_digest`.
    pub code: String,
    /// What happened, why, and what to do next.
    #[serde(default)]
    pub detail: String,
    /// The request's id, as in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What is wrong with single fields of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Facts that belong to the code, such as `expected` and `actual` digests.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// The field's name in the body, the query or the path.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}
