//! The JSON within a request, whichever way the vendor wraps it.

use super::{Kind, Request};
use crate::json::{self, JsonFault};
use serde_json::{Map, Value};

/// The most characters of a plain text body that become an event.
const MOST_TEXT: usize = 65_536;

/// The payload of `request`: its JSON; the JSON in the form field `payload`, which GitHub and Slack's senders may choose; for a binary
/// `CloudEvent` the structured form of it; for a generic source any text, as `{"text": …}`.
///
/// # Errors
/// [`JsonFault`] when it is beyond the bounds of [`json::read`] or is not JSON.
pub fn payload(kind: Kind, request: &Request<'_>) -> Result<Value, JsonFault> {
    let content_type = request.content_type();
    if content_type == "application/x-www-form-urlencoded" && matches!(kind, Kind::Github | Kind::Slack | Kind::Generic) {
        // What begins like this is no form: curl says that of whatever it sends, unless it is told otherwise.
        let is_json = kind != Kind::Github && request.body.trim_ascii_start().first().is_some_and(|first| matches!(first, b'{' | b'['));
        return if is_json { json::read(request.body) } else { form(request.body) };
    }
    match kind {
        Kind::Cloudevents if request.header("ce-specversion").is_some() => binary_cloud_event(request),
        Kind::Generic if !content_type.ends_with("json") => Ok(json::read(request.body).or_else(|fault| text(request.body, fault))?),
        _ => json::read(request.body),
    }
}

fn form(body: &[u8]) -> Result<Value, JsonFault> {
    if body.len() > json::MOST_BYTES {
        return Err(JsonFault::TooLarge { bytes: body.len() });
    }
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(body).take(1_000) {
        if name == "payload" {
            return json::read(value.as_bytes());
        }
        fields.insert(name.into_owned(), Value::String(value.into_owned()));
    }
    Ok(Value::Object(fields))
}

fn text(body: &[u8], fault: JsonFault) -> Result<Value, JsonFault> {
    match (&fault, std::str::from_utf8(body)) {
        (JsonFault::NotJson { .. }, Ok(text)) if !text.trim().is_empty() => {
            let text: String = text.chars().take(MOST_TEXT).collect();
            Ok(Value::Object(Map::from_iter([("text".to_owned(), Value::String(text))])))
        }
        _ => Err(fault),
    }
}

fn binary_cloud_event(request: &Request<'_>) -> Result<Value, JsonFault> {
    let mut event = Map::new();
    for (name, value) in request.headers.iter().take(100) {
        let name = name.to_ascii_lowercase();
        if let Some(attribute) = name.strip_prefix("ce-") {
            event.insert(attribute.to_owned(), Value::String((*value).to_owned()));
        }
    }
    if !request.body.is_empty() {
        let data = json::read(request.body).or_else(|fault| match text(request.body, fault)? {
            Value::Object(fields) => Ok::<_, JsonFault>(fields.into_iter().next().map_or(Value::Null, |(_, text)| text)),
            other => Ok(other),
        })?;
        event.insert("data".to_owned(), data);
    }
    Ok(Value::Object(event))
}
