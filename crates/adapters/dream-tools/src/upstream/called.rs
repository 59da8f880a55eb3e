//! One call of another server's tool: bounded in time and size, and nothing passed on that an agent does not need.

use dream_ports::ToolAnswer;
use rmcp::RoleClient;
use rmcp::model::{CallToolRequestParams, CallToolResponse, CallToolResult, JsonObject};
use rmcp::service::{Peer, ServiceError};
use std::time::Duration;

/// The longest of another server's words that are passed on as an error, in characters.
const WORDS: usize = 2_000;

/// Calls `tool` of `server`.
pub(super) async fn forward(
    server: &str,
    peer: &Peer<RoleClient>,
    tool: &str,
    arguments: JsonObject,
    timeout: Duration,
    most: usize,
) -> Result<CallToolResult, ToolAnswer> {
    let request = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments);
    // A call that is dropped is cancelled at the server too.
    let response = match tokio::time::timeout(timeout, peer.call_tool_once(request)).await {
        Ok(response) => response.map_err(|error| failed(server, &error))?,
        Err(_) => {
            let why = format!("the tool server {server} did not answer within {timeout:?}; what it did until then is not known");
            return Err(ToolAnswer::failed(why));
        }
    };
    match response {
        CallToolResponse::Complete(result) => sized(server, result, most),
        CallToolResponse::InputRequired(_) => Err(ToolAnswer::failed(format!(
            "the tool server {server} asks for input in the middle of a call, which it is not given; ask a person"
        ))),
        // Not declared, so a server that answers so breaks the protocol.
        _ => Err(ToolAnswer::failed(format!("the tool server {server} answered with something that is no result"))),
    }
}

/// The result without what is the two servers' own business, if it is not too large.
fn sized(server: &str, mut result: CallToolResult, most: usize) -> Result<CallToolResult, ToolAnswer> {
    result.meta = None;
    let bytes = serde_json::to_vec(&result).map_or(usize::MAX, |json| json.len());
    if bytes <= most {
        return Ok(result);
    }
    Err(ToolAnswer::failed(format!(
        "the tool server {server} answered with {bytes} bytes, and {most} are the most; ask it for less at a time"
    )))
}

fn failed(server: &str, error: &ServiceError) -> ToolAnswer {
    let why = match error {
        ServiceError::McpError(error) => format!("the tool server {server} refused the call: {} ({})", cut(&error.message), error.code.0),
        ServiceError::TransportClosed | ServiceError::TransportSend(_) => {
            format!("the tool server {server} ended in the middle of the call; what it did until then is not known. It is started again")
        }
        ServiceError::UnexpectedResponse => format!("the tool server {server} answered with something that is no result"),
        other => format!("the call of the tool server {server} failed: {}", cut(&other.to_string())),
    };
    ToolAnswer::failed(why)
}

fn cut(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(WORDS).collect()
}
