//! The tool that asks people.

use super::answer::{arguments, told};
use super::places::Call;
use crate::AppError;
use crate::permissions::{AskedQuestion, ask_question};
use dream_ports::ToolAnswer;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    question: String,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    urgent: bool,
}

pub(super) async fn ask(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Ask { question, choices, urgent } = arguments(given)?;
    let (task, attempt) = call.caller.work.task.unzip();
    // Said in the question itself, where everybody who could answer it sees it.
    let text = if urgent && !question.trim().is_empty() { format!("Urgent: {question}") } else { question };
    let id = ask_question(&call.op, AskedQuestion { task, attempt, text, choices }).await?;
    let words = format!("asked as {id}; the answer comes as a message to you: go on with what does not depend on it, or end your turn");
    Ok(told(words, json!({ "question": id })))
}
