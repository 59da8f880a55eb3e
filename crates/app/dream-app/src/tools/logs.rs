//! The tool that writes a line to the log of the agent's work.

use super::answer::{arguments, told};
use super::places::Call;
use crate::logs::{Level, NewLine, StreamName, append};
use crate::{AppError, IdempotencyKey, Kind};
use dream_ports::ToolAnswer;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What the lines of agents are marked with as their source.
const SOURCE: &str = "agent";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WriteLog {
    text: String,
    level: Option<Level>,
    #[serde(default)]
    fields: Map<String, Value>,
    task: Option<String>,
    key: Option<String>,
}

/// Writes to the log of the conversation's task, or of the agent itself where there is none; the line is on disk when this answers.
pub(super) async fn write(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let WriteLog { text, level, fields, task, key } = arguments(given)?;
    let op = call.op.clone().with_key(key.as_deref().map(IdempotencyKey::parse).transpose()?);
    let stream = match call.task(task.as_deref()) {
        Ok((task, _)) => StreamName::Task(task),
        Err(error) if error.kind == Kind::NotFound && task.is_none() => StreamName::Agent(call.caller.agent.name.clone()),
        Err(error) => return Err(error),
    };
    let words = format!("it is in the log of {stream}");
    let line = NewLine { stream: stream.clone(), level: level.unwrap_or(Level::Info), source: SOURCE.to_owned(), message: text, fields };
    append(&op, vec![line]).await?;
    Ok(told(words, json!({ "log": stream })))
}
