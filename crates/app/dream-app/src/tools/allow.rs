//! Whether an agent may call a tool: its rules, what constraints forbid, and people. Tools of other servers are asked for unless a rule allows
//! them; ours are allowed unless somebody says otherwise.

use super::places::Call;
use crate::permissions::{Asked, Standing, ask_and_wait};
use crate::{App, AppError, Kind, constraints};
use dream_govern::Rule;
use dream_ports::{ToolCaller, ToolVerdict};
use dream_roles::{Denied, File};
use dream_swarm::{ToolEffect, decide_tool};
use serde_json::Value;
use std::time::Duration;

/// How deep paths are looked for in arguments.
const DEPTH: u32 = 64;

/// Whether `caller` may call `tool` with exactly these arguments; people are waited for as long as `patience`.
pub(super) async fn decide(
    app: &App,
    caller: &ToolCaller,
    tool: &str,
    arguments: &Value,
    patience: Duration,
) -> Result<ToolVerdict, AppError> {
    let call = Call::of(app, caller).await?;
    if let Some(why) = forbidden(&call, arguments).await? {
        return Ok(ToolVerdict::Denied(why));
    }
    // What another server says of its tools is not known to be so, so they have no kind.
    let effect = decide_tool(&call.manifest().await?.tools, tool, None, arguments).effect;
    let (task, attempt) = caller.work.task.unzip();
    let asked = Asked {
        task,
        attempt,
        tool: tool.to_owned(),
        kind: None,
        title: tool.to_owned(),
        arguments: arguments.clone(),
        rules_effect: effect,
    };
    Ok(match ask_and_wait(&call.op, asked, patience).await? {
        Standing::Allowed { .. } => ToolVerdict::Allowed,
        Standing::Denied { why, .. } => ToolVerdict::Denied(why),
        Standing::Waiting { permission } => ToolVerdict::Waiting(format!(
            "people have not decided about this call yet ({permission}); go on with something else and make exactly the same call later, or end your turn"
        )),
    })
}

/// Refuses a call of one of our own tools that the agent's rules, a constraint or the organisation's standard deny, or that people refused.
/// What nobody says anything about is allowed: the agent's rights hold it. A rule that asks holds for a tool of ours that it names in full.
///
/// # Errors
/// `tool_denied`, `permission_waiting`.
pub(super) async fn ours(call: &Call<'_>, tool: &str, arguments: &Value, patience: Duration) -> Result<(), AppError> {
    let mut rules = call.manifest().await?.tools;
    rules.retain(|rule| rule.effect != ToolEffect::Ask || rule.tool.as_str() == tool);
    let decided = decide_tool(&rules, tool, None, arguments);
    // What no rule covers is asked for by the rules, and allowed here.
    let rules_effect = if decided.rule.is_some() { decided.effect } else { ToolEffect::Allow };
    let (task, attempt) = call.caller.work.task.unzip();
    let title = tool.to_owned();
    let asked = Asked { task, attempt, tool: tool.to_owned(), kind: None, title, arguments: arguments.clone(), rules_effect };
    let standing = match ask_and_wait(&call.op, asked.clone(), patience).await {
        // An agent may still say something about work that is over.
        Err(error) if error.code == "task_over" => ask_and_wait(&call.op, Asked { task: None, attempt: None, ..asked }, patience).await?,
        other => other?,
    };
    match standing {
        Standing::Allowed { .. } => Ok(()),
        Standing::Denied { why, .. } => Err(AppError::new(Kind::Forbidden, "tool_denied", why)),
        Standing::Waiting { permission } => {
            let message = format!("people have not decided about this call yet ({permission}); make exactly the same call later");
            Err(AppError::new(Kind::Conflict, "permission_waiting", message))
        }
    }
}

/// Why constraints in force forbid these arguments: a host that they name, or a path.
async fn forbidden(call: &Call<'_>, arguments: &Value) -> Result<Option<String>, AppError> {
    let task = call.own_task().await?;
    let mut denied = Denied::default();
    for constraint in constraints::in_force(&call.op, task.as_ref()).await? {
        for rule in &constraint.added.rules {
            match rule {
                Rule::DeniedPath { path } => denied.paths.push(path.clone()),
                Rule::DeniedHost { host } => denied.hosts.push(host.to_lowercase()),
                Rule::DeniedTool { .. } | Rule::MaxCost { .. } | Rule::RequiredSection { .. } => {}
            }
        }
    }
    let mut texts = Vec::new();
    gather(arguments, DEPTH, &mut texts);
    let named = |text: &String| File::text(text.trim_start_matches("./"), text.clone());
    let files: Vec<File> = texts.iter().map(named).collect();
    let found = denied.check(&files).filter(|result| !result.passed);
    Ok(found.map(|_| {
        "a constraint forbids a host or a path that these arguments name; read_constraints says which, so do it another way".to_owned()
    }))
}

fn gather(value: &Value, depth: u32, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) if depth > 0 => items.iter().for_each(|item| gather(item, depth - 1, texts)),
        Value::Object(members) if depth > 0 => members.iter().for_each(|(name, member)| {
            texts.push(name.clone());
            gather(member, depth - 1, texts);
        }),
        // What is nested deeper is refused by the rules.
        _ => {}
    }
}
