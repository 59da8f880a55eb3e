//! The tool that says what binds an agent's work now.

use super::answer::{arguments, told};
use super::places::Call;
use crate::{AppError, bodies, constraints};
use dream_ports::ToolAnswer;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

pub(super) async fn read(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Nothing {} = arguments(given)?;
    let constraints = in_force(call).await?;
    let words: Vec<String> = constraints.iter().filter_map(|one| Some(format!("- {}", one.get("text")?.as_str()?))).collect();
    let words = if words.is_empty() { "nothing binds your work beyond what your task says".to_owned() } else { words.join("\n") };
    Ok(told(words, json!({ "constraints": constraints })))
}

/// What binds the work now, with its words.
pub(super) async fn in_force(call: &Call<'_>) -> Result<Vec<Value>, AppError> {
    let task = call.own_task().await?;
    let mut told = Vec::new();
    for constraint in constraints::in_force(&call.op, task.as_ref()).await? {
        let text = bodies::read_text(&call.op, &mut call.op.read().await?, constraint.org(), constraint.added.text).await?;
        told.push(json!({ "id": constraint.id(), "title": constraint.added.title, "text": text, "rules": constraint.added.rules }));
    }
    Ok(told)
}
