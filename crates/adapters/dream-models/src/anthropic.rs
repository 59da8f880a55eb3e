//! Anthropic's Messages: how a request becomes JSON.

mod reply;

use crate::http::Wire;
use crate::{ConfigError, EndpointConfig};
use dream_ports::{Message, ModelError, ModelRequest, Part, Role, ToolSpec};
use dream_secret::Secret;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

/// Anthropic's way of speaking.
pub(crate) struct Anthropic;

const VERSION: HeaderName = HeaderName::from_static("anthropic-version");
const KEY: HeaderName = HeaderName::from_static("x-api-key");

impl Wire for Anthropic {
    const NAME: &'static str = "anthropic";
    const BASE_URL: &'static str = "https://api.anthropic.com";
    const PATH: &'static str = "/v1/messages";
    const USUAL_MODEL: &'static str = "claude-sonnet-5-5";
    const KEY_VARIABLE: &'static str = "ANTHROPIC_API_KEY";
    type Reader = reply::Blocks;

    fn headers(key: Option<&Secret>) -> Result<HeaderMap, ConfigError> {
        let mut headers = HeaderMap::from_iter([(VERSION, HeaderValue::from_static("2023-06-01"))]);
        if let Some(key) = key {
            let mut value = HeaderValue::from_str(key.expose()).map_err(|_| ConfigError::UnusableKey { provider: Self::NAME })?;
            value.set_sensitive(true);
            headers.insert(KEY, value);
        }
        Ok(headers)
    }

    fn body(request: &ModelRequest, _options: &EndpointConfig) -> Result<Value, ModelError> {
        let messages: Vec<Value> = request.messages.iter().map(message).collect::<Result<_, _>>()?;
        let mut body = Map::new();
        body.insert("model".to_owned(), json!(request.model));
        body.insert("max_tokens".to_owned(), json!(request.max_output_tokens));
        body.insert("messages".to_owned(), Value::Array(messages));
        body.insert("stream".to_owned(), json!(true));
        if !request.system.is_empty() {
            body.insert("system".to_owned(), json!(request.system));
        }
        if !request.tools.is_empty() {
            body.insert("tools".to_owned(), request.tools.iter().map(tool).collect());
        }
        if let Some(thousandths) = request.temperature_thousandths {
            body.insert("temperature".to_owned(), json!(f64::from(thousandths) / 1_000.0));
        }
        if !request.stop.is_empty() {
            body.insert("stop_sequences".to_owned(), json!(request.stop));
        }
        Ok(Value::Object(body))
    }
}

/// Results of tools are a turn of the user's.
fn message(message: &Message) -> Result<Value, ModelError> {
    let role = match message.role {
        Role::User | Role::Tool => "user",
        Role::Assistant => "assistant",
    };
    let content: Vec<Value> = message.content.iter().filter_map(|part| block(part).transpose()).collect::<Result<_, _>>()?;
    Ok(json!({ "role": role, "content": content }))
}

/// A part as a block; `None` for empty text, which they refuse.
fn block(part: &Part) -> Result<Option<Value>, ModelError> {
    Ok(match part {
        Part::Text { text } if text.is_empty() => None,
        Part::Text { text } => Some(json!({ "type": "text", "text": text })),
        Part::ToolCall { call } => {
            let input: Map<String, Value> = serde_json::from_str(&call.arguments).map_err(|error| ModelError::BadRequest {
                provider: Anthropic::NAME.to_owned(),
                status: 400,
                message: format!("the arguments of the call {} are not a JSON object ({error})", call.id),
            })?;
            Some(json!({ "type": "tool_use", "id": call.id, "name": call.name, "input": input }))
        }
        Part::ToolResult { call_id, text, is_error } => {
            Some(json!({ "type": "tool_result", "tool_use_id": call_id, "content": text, "is_error": is_error }))
        }
    })
}

fn tool(tool: &ToolSpec) -> Value {
    json!({ "name": tool.name, "description": tool.description, "input_schema": tool.parameters })
}
