//! The tool that tells an agent its task, with all that is known for it.

use super::answer::{arguments, told};
use super::places::Call;
use super::{constraints, tasks};
use crate::AppError;
use crate::agent_work::HandWork;
use dream_ports::ToolAnswer;
use dream_roles::{Assignment, Contract};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

pub(super) async fn get_task(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Nothing {} = arguments(given)?;
    let (task, _) = call.task(None)?;
    let mut view = tasks::detail(call, task).await?;
    let constraints = constraints::in_force(call).await?;
    let mut words = tasks::words(&view);
    if let Some(members) = view.as_object_mut() {
        if let Some((stage, told)) = stage(call) {
            words = told;
            members.extend(stage);
        }
        for constraint in &constraints {
            words.push_str(&format!("\n\nConstraint: {}", constraint.get("text").and_then(Value::as_str).unwrap_or_default()));
        }
        members.insert("constraints".to_owned(), constraints.into());
    }
    Ok(told(words, view))
}

/// The stage whose work the task is, while it is in the agent's hands: as data and in words.
fn stage(call: &Call<'_>) -> Option<(Map<String, Value>, String)> {
    let hand = call.op.app().desk().find(&call.caller.agent, call.caller.work)?;
    let HandWork::Stage(job) = hand.work() else { return None };
    let assignment = job.assignment();
    let inputs: Vec<Value> =
        job.inputs().iter().map(|input| json!({ "name": input.name, "version": input.number, "digest": input.digest })).collect();
    let feedback: Vec<String> =
        assignment.feedback.iter().map(|said| said.text.clone()).chain(assignment.failures.iter().cloned()).collect();
    let produces: Vec<Value> = assignment.contracts.iter().map(product).collect();
    let stage = json!({ "name": assignment.stage_title, "attempt": job.attempt(), "produces": produces });
    let words = words(assignment, &feedback);
    let members = [("body", assignment.brief.clone().into()), ("stage", stage), ("inputs", inputs.into()), ("feedback", feedback.into())];
    Some((members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), words))
}

fn product(contract: &Contract) -> Value {
    json!({ "name": contract.artifact, "media_type": contract.kind.media_type(), "instructions": demands(contract) })
}

fn demands(contract: &Contract) -> String {
    let mut text = format!("At most {} bytes.", contract.max_bytes);
    if !contract.sections.is_empty() {
        text.push_str(&format!(" With the sections: {}.", contract.sections.join(", ")));
    }
    text
}

fn words(assignment: &Assignment, feedback: &[String]) -> String {
    let mut text = format!("# {}\n\n{}\n\nTo be published:", assignment.stage_title, assignment.brief);
    for contract in &assignment.contracts {
        text.push_str(&format!("\n- {} ({}). {}", contract.artifact, contract.kind.media_type(), demands(contract)));
    }
    for input in &assignment.inputs {
        text.push_str(&format!("\n\nWork from the artifact {}: read_artifact gives its files.", input.name));
    }
    for said in feedback {
        text.push_str(&format!("\n\nSaid about earlier work: {said}"));
    }
    text
}
