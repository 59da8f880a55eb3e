//! What agents ask of people by their protocol: permission, and answers to questions.

use crate::permissions::{self, Asked, AskedQuestion, QuestionStanding, Standing};
use crate::{App, AppError, Op, agents};
use dream_ports::{AgentRef, PermissionAnswer, PermissionAsked, PermissionChoice, PermissionKind, Question, QuestionAnswer, SessionWork};
use dream_swarm::{Agent, decide_tool};
use std::time::Duration;

/// How long one wait for people is; then the gate is asked again, which also finds out that nobody may decide any more.
const BOUND: Duration = Duration::from_mins(10);

/// Asks people whether the agent may do something, and waits until they have decided. Dropping the future leaves the question open: asked
/// again, it is the same.
pub(super) async fn permission(app: &App, agent: &AgentRef, work: SessionWork, asked: PermissionAsked) -> PermissionAnswer {
    let options = asked.options.clone();
    match standing(app, agent, work, asked).await {
        Ok(Standing::Allowed { .. }) => choose(&options, &[PermissionKind::AllowOnce, PermissionKind::AllowAlways]),
        Ok(Standing::Denied { .. } | Standing::Waiting { .. }) => refuse(&options),
        Err(error) => {
            tracing::warn!(org.id = %agent.org, agent.name = agent.name, error.code = error.code, %error, "an agent's request for permission was not taken");
            refuse(&options)
        }
    }
}

/// Never always where once is offered: what is asked for the next time is for people again, or for their grant.
fn choose(options: &[PermissionChoice], kinds: &[PermissionKind]) -> PermissionAnswer {
    let found = kinds.iter().find_map(|kind| options.iter().find(|option| option.kind == *kind));
    found.map_or(PermissionAnswer::Cancelled, |option| PermissionAnswer::Chosen(option.id.clone()))
}

fn refuse(options: &[PermissionChoice]) -> PermissionAnswer {
    choose(options, &[PermissionKind::RejectOnce, PermissionKind::RejectAlways])
}

async fn standing(app: &App, agent: &AgentRef, work: SessionWork, asked: PermissionAsked) -> Result<Standing, AppError> {
    let op = agents::op_of(app, agent).await?;
    // By its kind, as the protocol has no other word for a tool that is not the agent's own.
    let tool = asked.kind.clone().unwrap_or_else(|| "other".to_owned());
    let rules = rules(&op, agent).await?;
    let rules_effect = decide_tool(&rules, &tool, asked.kind.as_deref(), &asked.arguments).effect;
    let (task, attempt) = work.task.unzip();
    let asked = Asked { task, attempt, tool, kind: asked.kind, title: asked.title, arguments: asked.arguments, rules_effect };
    loop {
        let standing = permissions::ask_and_wait(&op, asked.clone(), BOUND).await?;
        if !matches!(standing, Standing::Waiting { .. }) {
            return Ok(standing);
        }
    }
}

async fn rules(op: &Op, agent: &AgentRef) -> Result<Vec<dream_swarm::ToolRule>, AppError> {
    let found = op.read().await?.find::<Agent>(op.scope(), agent.agent).await?;
    Ok(found.map(|agent| agent.manifest.tools.clone()).unwrap_or_default())
}

/// Asks people a question, and waits until they have answered.
pub(super) async fn question(app: &App, agent: &AgentRef, work: SessionWork, question: Question) -> QuestionAnswer {
    match answer(app, agent, work, question).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(org.id = %agent.org, agent.name = agent.name, error.code = error.code, %error, "an agent's question was not taken");
            QuestionAnswer::Declined
        }
    }
}

async fn answer(app: &App, agent: &AgentRef, work: SessionWork, question: Question) -> Result<QuestionAnswer, AppError> {
    let op = agents::op_of(app, agent).await?;
    let Some(field) = one_text(question.schema.as_ref()) else {
        // People answer in words: a form of several fields, or a page that an agent sends them to, is nothing that they are shown.
        return Ok(QuestionAnswer::Declined);
    };
    let (task, attempt) = work.task.unzip();
    let asked = AskedQuestion { task, attempt, text: question.message, choices: field.choices };
    let id = permissions::ask_question(&op, asked).await?;
    loop {
        match permissions::await_answer(&op, id, BOUND).await? {
            QuestionStanding::Answered(words) => {
                return Ok(QuestionAnswer::Accepted(serde_json::json!({ field.name: words })));
            }
            QuestionStanding::Over(_) => return Ok(QuestionAnswer::Declined),
            QuestionStanding::Waiting => {}
        }
    }
}

/// The one field of a form that asks for a text.
struct Field {
    name: String,
    choices: Vec<String>,
}

fn one_text(schema: Option<&serde_json::Value>) -> Option<Field> {
    let properties = schema?.get("properties")?.as_object()?;
    let mut fields = properties.iter();
    let (Some((name, field)), None) = (fields.next(), fields.next()) else { return None };
    if field.get("type").and_then(serde_json::Value::as_str) != Some("string") {
        return None;
    }
    let choices = field.get("enum").and_then(serde_json::Value::as_array).into_iter().flatten();
    let choices = choices.filter_map(|choice| choice.as_str().map(str::to_owned)).collect();
    Some(Field { name: name.clone(), choices })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn option(id: &str, kind: PermissionKind) -> PermissionChoice {
        PermissionChoice { id: id.to_owned(), name: id.to_owned(), kind }
    }

    #[test]
    fn trap_13_once_is_chosen_where_always_is_offered_too() {
        let options = [
            option("always", PermissionKind::AllowAlways),
            option("once", PermissionKind::AllowOnce),
            option("never", PermissionKind::RejectAlways),
            option("no", PermissionKind::RejectOnce),
        ];
        assert_eq!(
            choose(&options, &[PermissionKind::AllowOnce, PermissionKind::AllowAlways]),
            PermissionAnswer::Chosen("once".to_owned())
        );
        assert_eq!(refuse(&options), PermissionAnswer::Chosen("no".to_owned()));
        assert_eq!(refuse(&options[..2]), PermissionAnswer::Cancelled, "no answer means no, so its turn ends");
    }

    #[test]
    fn a_form_with_one_text_is_a_question() {
        let field = one_text(Some(&json!({"type": "object", "properties": {"colour": {"type": "string", "enum": ["red", "blue"]}}})));
        assert_eq!(field.map(|field| (field.name, field.choices.len())), Some(("colour".to_owned(), 2)));
        assert!(one_text(Some(&json!({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}))).is_none());
        assert!(one_text(Some(&json!({"properties": {"a": {"type": "number"}}}))).is_none());
        assert!(one_text(None).is_none());
    }
}
