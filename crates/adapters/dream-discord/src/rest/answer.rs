//! Answers: what their headers say about limits, and their body.

use dream_bridge::discord::Answer;
use dream_ports::{DiscordAnswer, DiscordFault};
use reqwest::Response;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::Duration;

/// The most bytes of an answer that are read: a page of a hundred full messages is smaller.
const MOST_BYTES: usize = 8 << 20;

/// Reads an answer whole. One that breaks off says nothing of what became of the request.
pub(super) async fn read(mut response: Response) -> Result<DiscordAnswer, DiscordFault> {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let lost = |why: &str| DiscordFault::Lost(format!("the answer of Discord {why}"));
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| lost("broke off"))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST_BYTES {
            return Err(lost("is too long"));
        }
    }
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if (200..300).contains(&status) && status != 204 && !bytes.is_empty() && body.is_null() {
        return Err(lost("is no JSON"));
    }
    let code = body.get("code").and_then(Value::as_u64).and_then(|code| u32::try_from(code).ok());
    Ok(DiscordAnswer { answer: limits(status, &headers, &body), code, body })
}

fn limits(status: u16, headers: &HeaderMap, body: &Value) -> Answer {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let number = |name: &str| text(name).and_then(|value| value.parse().ok());
    let seconds = |name: &str| text(name).and_then(|value| value.parse().ok()).and_then(duration);
    // The body's value has the fraction that the header leaves out; the longer of both is safe.
    let in_body = body.get("retry_after").filter(|_| status == 429).and_then(Value::as_f64).and_then(duration);
    Answer {
        status,
        bucket: text("x-ratelimit-bucket").map(str::to_owned),
        limit: number("x-ratelimit-limit"),
        remaining: number("x-ratelimit-remaining"),
        reset_after: seconds("x-ratelimit-reset-after"),
        retry_after: seconds("retry-after").max(in_body),
        global: text("x-ratelimit-global") == Some("true") || body.get("global").and_then(Value::as_bool) == Some(true),
        shared: text("x-ratelimit-scope") == Some("shared"),
    }
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}
