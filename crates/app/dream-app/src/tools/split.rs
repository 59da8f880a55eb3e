//! The tool that makes parts of a task into tasks of their own: all of them or none.

use super::answer::{arguments, told};
use super::places::{Call, task_id};
use crate::tasks::{NewTask, PreparedTask, create_in};
use crate::{AppError, Command, Op};
use dream_id::TaskId;
use dream_ports::ToolAnswer;
use dream_store::Unit;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most parts of one call.
const MOST: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    tasks: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    title: String,
    body: Option<String>,
    #[serde(default)]
    depends_on: Vec<String>,
    role: Option<String>,
}

pub(super) async fn split(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Given { tasks } = arguments(given)?;
    if tasks.is_empty() || tasks.len() > MOST {
        return Err(AppError::invalid("too_many", format!("a task is split into 1 to {MOST} parts, and not {}", tasks.len())));
    }
    let (parent, _) = call.task(None)?;
    let parts = prepared(call, tasks, parent).await?;
    let made = call.op.run(&Split { parts }).await?;
    let words = format!("made {} tasks: {}", made.len(), made.iter().map(TaskId::to_string).collect::<Vec<_>>().join(", "));
    Ok(told(words, json!({ "tasks": made })))
}

async fn prepared(call: &Call<'_>, tasks: Vec<Part>, parent: TaskId) -> Result<Vec<Ready>, AppError> {
    let org = call.op.org()?;
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut parts = Vec::with_capacity(tasks.len());
    for (number, part) in tasks.into_iter().enumerate() {
        let (mut depends_on, mut after) = (Vec::new(), Vec::new());
        for named in &part.depends_on {
            match known.get(named) {
                Some(earlier) => after.push(*earlier),
                None => depends_on.push(task_id(named).map_err(|_| unknown(named))?),
            }
        }
        known.insert(part.title.clone(), number);
        let new = NewTask { body: part.body, role: part.role, depends_on, parent: Some(parent), ..NewTask::titled(part.title) };
        parts.push(Ready { task: PreparedTask::of(&call.op, org, new, None).await?, after });
    }
    Ok(parts)
}

fn unknown(named: &str) -> AppError {
    let shown: String = named.chars().take(80).collect();
    AppError::invalid(
        "unknown_dependency",
        format!("`{shown}` is neither the id of a task nor the title of a part named before; name parts in their order"),
    )
}

/// A part that is ready to be created, after others of the same call.
#[derive(Serialize)]
struct Ready {
    task: PreparedTask,
    after: Vec<usize>,
}

#[derive(Serialize)]
struct Split {
    parts: Vec<Ready>,
}

impl Command for Split {
    const NAME: &'static str = "task.split";
    type Answer = Vec<TaskId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<TaskId>, AppError> {
        let org = op.org()?;
        let mut made: Vec<TaskId> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let after = part.after.iter().filter_map(|earlier| made.get(*earlier).copied());
            let task = part.task.clone().after(after);
            made.push(create_in(op, tx, org, &task).await?.id());
        }
        Ok(made)
    }
}
