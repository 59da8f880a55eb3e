//! The tool that puts a decision of an agent on record: a message that is kept, found by its words, and sealed with its channel.

use super::answer::{arguments, told};
use super::places::Call;
use crate::AppError;
use crate::messages::{Outgoing, send};
use dream_messages::Headers;
use dream_ports::ToolAnswer;
use serde::Deserialize;
use serde_json::{Value, json};

/// Where decisions are said.
const CHANNEL: &str = "topic/decisions";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    decision: String,
    why: String,
}

pub(super) async fn record(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Decision { decision, why } = arguments(given)?;
    if decision.trim().is_empty() || why.trim().is_empty() {
        return Err(AppError::invalid("empty_decision", "a decision on record says what was decided and why; give both"));
    }
    let mut headers = Headers::new();
    if let Some((task, _)) = call.caller.work.task {
        headers.insert("task".to_owned(), task.to_string());
    }
    if let Some(run) = call.run().await? {
        headers.insert("run".to_owned(), run.to_string());
    }
    let body = format!("{decision}\n\nWhy: {why}");
    let project = call.own_task().await?.and_then(|task| task.project);
    let outgoing =
        Outgoing { channel: CHANNEL.to_owned(), project, body, headers, key: None, expires_in: None, reply_to: None, correlation: None };
    let sent = send(&call.op, outgoing).await?;
    Ok(told("it is on record", json!({ "message": sent.message.id, "channel": CHANNEL })))
}
