//! What a provider's error means, from its status and the error object in its body.

use dream_ports::ModelError;
use dream_secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// The longest message that is kept of a provider's own words, in characters.
const LONGEST_MESSAGE: usize = 300;

/// An error as a provider told it.
pub(super) struct Told<'a> {
    /// Who.
    pub(super) provider: &'static str,
    /// The model that was asked.
    pub(super) model: &'a str,
    /// The HTTP status; 200 for an error inside a stream.
    pub(super) status: u16,
    /// How long it asks us to wait.
    pub(super) retry_after: Option<Duration>,
    /// Its word for the kind, in lower case, from the body.
    pub(super) kind: String,
    /// Its own words, clipped and without our key.
    pub(super) message: String,
}

impl<'a> Told<'a> {
    /// Reads the body of an error. `key` is struck out of it, should the provider repeat it.
    pub(super) fn read(provider: &'static str, model: &'a str, status: u16, body: &[u8], key: Option<&Secret>) -> Self {
        let text = String::from_utf8_lossy(body);
        let json: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        let (kind, message) = kind_and_message(&json);
        let message = message.unwrap_or_else(|| text.into_owned());
        Self { provider, model, status, retry_after: None, kind, message: clip(&message, key) }
    }

    /// What it means for the caller.
    pub(super) fn into_error(self) -> ModelError {
        let Self { status, retry_after, message, .. } = self;
        let provider = self.provider.to_owned();
        let model = self.model.to_owned();
        let lower = message.to_lowercase();
        let kind = |words: &[&str]| words.iter().any(|word| self.kind.contains(word));
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if status == 413 || kind(&["context_length_exceeded", "request_too_large"]) || (status == 400 && says(&TOO_LONG)) {
            ModelError::ContextTooLong { model, message }
        } else if status == 402 || kind(&["insufficient_quota", "billing"]) || says(&["credit balance is too low"]) {
            ModelError::QuotaExhausted { provider, status, message }
        } else if matches!(status, 401 | 403) || kind(&["authentication_error", "permission_error", "invalid_api_key"]) {
            ModelError::Unauthenticated { provider, status, message }
        } else if kind(&["model_not_found"]) || (status == 404 && (kind(&["not_found_error"]) || says(&["model"]))) {
            ModelError::UnknownModel { provider, model, message }
        } else if status == 429 || kind(&["rate_limit"]) {
            ModelError::RateLimited { provider, message, retry_after }
        } else if status == 529 || kind(&["overloaded"]) || (status == 503 && says(&["overloaded", "slow down"])) {
            ModelError::Overloaded { provider, message, retry_after }
        } else if status >= 500 || matches!(status, 408 | 409 | 425) {
            ModelError::Unavailable { provider, status, message, retry_after }
        } else if status == 200 {
            ModelError::Interrupted { provider, kind: self.kind, message }
        } else {
            ModelError::BadRequest { provider, status, message }
        }
    }
}

const TOO_LONG: [&str; 4] = ["context length", "context window", "prompt is too long", "maximum context"];

/// The kind (type and code together) and the message of an error object, in whichever of the usual forms it comes.
fn kind_and_message(json: &Value) -> (String, Option<String>) {
    let error = json.get("error").unwrap_or(json);
    let word = |name: &str| error.get(name).and_then(Value::as_str);
    let kind: Vec<&str> = [word("type"), word("code")].into_iter().flatten().collect();
    let message = error.as_str().or_else(|| word("message")).or_else(|| word("detail"));
    (clip(&kind.join(" ").to_lowercase(), None), message.map(str::to_owned))
}

/// `text` on one line, without `key`, at most [`LONGEST_MESSAGE`] characters.
fn clip(text: &str, key: Option<&Secret>) -> String {
    let without_key = match key {
        Some(key) => text.replace(key.expose(), "[key]"),
        None => text.to_owned(),
    };
    let one_line: String = without_key
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if one_line.is_empty() {
        return "it gave no reason".to_owned();
    }
    match one_line.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", one_line.get(..end).unwrap_or_default()),
        None => one_line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, code: &str) {
        let error = Told::read("p", "m", status, body.as_bytes(), None).into_error();
        assert_eq!(error.code(), code, "{status} {body}: {error}");
    }

    #[test]
    fn errors_are_told_apart_by_status_and_body() {
        check(
            400,
            r#"{"error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"x"}}"#,
            "model_context_too_long",
        );
        check(
            400,
            r#"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}"#,
            "model_context_too_long",
        );
        check(413, r#"{"type":"error","error":{"type":"request_too_large","message":"x"}}"#, "model_context_too_long");
        check(400, r#"{"error":{"type":"invalid_request_error","message":"temperature"}}"#, "model_bad_request");
        check(400, r#"{"error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}"#, "model_quota_exhausted");
        check(429, r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota","message":"x"}}"#, "model_quota_exhausted");
        check(401, r#"{"error":{"type":"authentication_error","message":"x"}}"#, "model_unauthenticated");
        check(403, "", "model_unauthenticated");
        check(404, r#"{"error":{"code":"model_not_found","message":"x"}}"#, "model_unknown");
        check(404, "<html>nothing here</html>", "model_bad_request");
        check(429, r#"{"error":{"type":"requests","code":"rate_limit_exceeded","message":"x"}}"#, "model_rate_limited");
        check(529, r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#, "model_overloaded");
        check(500, r#"{"error":"boom"}"#, "model_unavailable");
        check(504, "", "model_unavailable");
        check(200, r#"{"type":"error","error":{"type":"overloaded_error","message":"x"}}"#, "model_overloaded");
        check(200, r#"{"error":{"code":502,"message":"upstream"}}"#, "model_interrupted");
    }

    #[test]
    fn a_message_is_clipped_put_on_one_line_and_stripped_of_our_key() {
        let key = Secret::new("sk-very-secret");
        let body =
            serde_json::json!({ "error": { "message": format!("wrong key sk-very-secret\n\u{1b}[31m{}", "é".repeat(1_000)) } }).to_string();
        let told = Told::read("p", "m", 401, body.as_bytes(), Some(&key));
        assert!(told.message.starts_with("wrong key [key] [31mé"), "{}", told.message);
        assert_eq!(told.message.chars().count(), LONGEST_MESSAGE + 1);
        assert!(!told.into_error().to_string().contains("secret"));
    }
}
