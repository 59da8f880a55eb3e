//! Tasks, in Discord.

use super::reply::{MOST_LINES, Reply};
use crate::tasks::{self, NewTask, TaskChange, TaskFilter, TaskView};
use crate::{AppError, Op, words};
use dream_bridge::discord::{markdown::escape, stamp};
use dream_id::{Limit, TaskId};
use dream_swarm::{Priority, Reason};

/// Creates a task.
pub(super) async fn create(
    op: &Op,
    title: String,
    (body, role, priority): (Option<String>, Option<String>, Option<String>),
) -> Result<Reply, AppError> {
    let priority = match priority {
        None => Priority::Normal,
        Some(word) => {
            let known = Priority::ALL.iter().copied().find(|priority| priority.name() == word);
            known.ok_or_else(|| AppError::invalid("option_invalid", "`priority` is one of low, normal, high and critical"))?
        }
    };
    let made = tasks::create(op, NewTask { body, priority, role, ..NewTask::titled(title) }).await?;
    Ok(Reply::said(format!("Created {}", line(&made))))
}

/// The newest tasks.
pub(super) async fn list(op: &Op) -> Result<Reply, AppError> {
    let page = tasks::list(op, &TaskFilter::default(), None, Limit::new(MOST_LINES)).await?;
    let lines: Vec<String> = page.items.iter().map(line).collect();
    Ok(Reply::listed("Tasks", &lines, page.next.is_some(), "There are no tasks that you may see."))
}

/// One task.
pub(super) async fn show(op: &Op, task: TaskId) -> Result<Reply, AppError> {
    let view = tasks::find(op, task).await?;
    let mut lines = vec![line(&view)];
    if let Some(progress) = view.entry.as_ref().and_then(|entry| entry.progress.percent) {
        lines.push(format!("Progress: {progress} %"));
    }
    lines.extend(view.task.role.as_ref().map(|role| format!("Role: {}", escape(role))));
    lines.extend(view.task.deadline.map(|deadline| format!("Deadline: {}", stamp(deadline, "R"))));
    lines.push(match view.attempt() {
        0 => "Nobody has worked on it yet.".to_owned(),
        number => format!("Attempt {number}"),
    });
    Ok(Reply::titled("Task", lines.join("\n")))
}

/// Assigns a task.
pub(super) async fn assign(op: &Op, task: TaskId, worker: String) -> Result<Reply, AppError> {
    let view = tasks::change(op, task, TaskChange { assignee: Some(Some(worker)), ..TaskChange::default() }).await?;
    Ok(Reply::said(format!("Assigned {}", line(&view))))
}

fn line(view: &TaskView) -> String {
    let standing = view.standing();
    let standing = words::standing(standing.status.name(), standing.reason.map(Reason::name));
    let assignee = view.task.assignee.as_ref().map(|name| format!(", for {}", escape(name))).unwrap_or_default();
    let (title, priority) = (escape(&view.task.title), words::priority(view.task.priority).to_lowercase());
    format!("**{title}** `{}` {standing}, {priority} priority{assignee}", view.task.id())
}
