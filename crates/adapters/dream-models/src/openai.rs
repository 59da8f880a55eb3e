//! `OpenAI`'s chat completions, and every server that speaks them: how a request becomes JSON.

mod reply;

use crate::http::Wire;
use crate::{ConfigError, EndpointConfig};
use dream_ports::{Message, ModelError, ModelRequest, Part, Role, ToolCall, ToolSpec};
use dream_secret::Secret;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::{Map, Value, json};

/// `OpenAI`'s way of speaking.
pub(crate) struct OpenAi;

impl Wire for OpenAi {
    const NAME: &'static str = "openai";
    const BASE_URL: &'static str = "https://api.openai.com/v1";
    const PATH: &'static str = "/chat/completions";
    const USUAL_MODEL: &'static str = "gpt-6.2-sol";
    const KEY_VARIABLE: &'static str = "OPENAI_API_KEY";
    type Reader = reply::Chunks;

    fn headers(key: Option<&Secret>) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            let unusable = |_| ConfigError::UnusableKey { provider: Self::NAME };
            let mut value = HeaderValue::from_str(&format!("Bearer {}", key.expose())).map_err(unusable)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(headers)
    }

    fn body(request: &ModelRequest, options: &EndpointConfig) -> Result<Value, ModelError> {
        let mut messages = Vec::new();
        if !request.system.is_empty() {
            messages.push(json!({ "role": "system", "content": request.system }));
        }
        messages.extend(request.messages.iter().flat_map(message));
        let limit_name = if options.legacy_max_tokens { "max_tokens" } else { "max_completion_tokens" };
        let mut body = Map::new();
        body.insert("model".to_owned(), json!(request.model));
        body.insert("messages".to_owned(), Value::Array(messages));
        body.insert(limit_name.to_owned(), json!(request.max_output_tokens));
        body.insert("stream".to_owned(), json!(true));
        body.insert("stream_options".to_owned(), json!({ "include_usage": true }));
        if !request.tools.is_empty() {
            body.insert("tools".to_owned(), request.tools.iter().map(tool).collect());
        }
        if let Some(thousandths) = request.temperature_thousandths {
            body.insert("temperature".to_owned(), json!(f64::from(thousandths) / 1_000.0));
        }
        if !request.stop.is_empty() {
            body.insert("stop".to_owned(), json!(request.stop));
        }
        Ok(Value::Object(body))
    }
}

/// A turn of ours as turns of theirs: each tool's result is a turn of its own.
fn message(message: &Message) -> Vec<Value> {
    match message.role {
        Role::User => vec![json!({ "role": "user", "content": message.text() })],
        Role::Assistant => vec![assistant(message)],
        Role::Tool => message.content.iter().filter_map(result).collect(),
    }
}

fn assistant(message: &Message) -> Value {
    let calls: Vec<Value> = message.content.iter().filter_map(call).collect();
    let text = message.text();
    let content = if text.is_empty() { Value::Null } else { json!(text) };
    if calls.is_empty() {
        json!({ "role": "assistant", "content": content })
    } else {
        json!({ "role": "assistant", "content": content, "tool_calls": calls })
    }
}

fn call(part: &Part) -> Option<Value> {
    match part {
        Part::ToolCall { call: ToolCall { id, name, arguments } } => {
            Some(json!({ "id": id, "type": "function", "function": { "name": name, "arguments": arguments } }))
        }
        Part::Text { .. } | Part::ToolResult { .. } => None,
    }
}

/// Their results cannot say that they failed: the text must.
fn result(part: &Part) -> Option<Value> {
    match part {
        Part::ToolResult { call_id, text, is_error } => {
            let content = if *is_error { format!("The tool failed: {text}") } else { text.clone() };
            Some(json!({ "role": "tool", "tool_call_id": call_id, "content": content }))
        }
        Part::Text { .. } | Part::ToolCall { .. } => None,
    }
}

fn tool(tool: &ToolSpec) -> Value {
    json!({ "type": "function", "function": { "name": tool.name, "description": tool.description, "parameters": tool.parameters } })
}
