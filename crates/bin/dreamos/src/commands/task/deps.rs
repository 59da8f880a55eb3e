//! What a task waits for and who waits for it, as a tree.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Paint, Style, printable, status_text};
use dream_api::{ChangeTask, Status, Task, TaskBranch, TaskTree};
use dream_id::TaskId;

/// A task, and what it is to depend on.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The task's id
    task: TaskId,
    /// A task that it depends on from now on; may be given more than once
    #[arg(long, value_name = "TASK")]
    add: Vec<TaskId>,
    /// A task that it no longer depends on; may be given more than once
    #[arg(long, value_name = "TASK")]
    remove: Vec<TaskId>,
}

pub(super) async fn deps(context: &Context, args: Args) -> Result<Exit, CliError> {
    let client = context.client()?;
    if !(args.add.is_empty() && args.remove.is_empty()) {
        let change = ChangeTask { add_dependencies: args.add, remove_dependencies: args.remove, ..ChangeTask::default() };
        client.change_task(args.task, &change).await?;
    }
    let tree = client.task_dependencies(args.task).await?;
    context.printer.answer(&tree, render)?;
    for line in lost(&tree) {
        context.printer.note(&line);
    }
    Ok(Exit::Done)
}

/// Says of a task that waits for others which of them will never be done by themselves, and what to do about it.
pub(super) async fn note_lost(context: &Context, task: TaskId) -> Result<(), CliError> {
    for line in lost(&context.client()?.task_dependencies(task).await?) {
        context.printer.note(&line);
    }
    Ok(())
}

fn lost(tree: &TaskTree) -> Vec<String> {
    let ended =
        |branch: &&TaskBranch| branch.depth > 0 && !branch.repeated && branch.task.status.is_final() && branch.task.status != Status::Done;
    let waits = |at: &TaskId| tree.depends_on.iter().find(|branch| branch.task.depends_on.contains(at)).map(|branch| branch.task.id);
    let line = |branch: &TaskBranch| {
        let (task, status) = (branch.task.id, branch.task.status);
        let instead = match status {
            Status::Failed => format!("dreamos task retry {task}"),
            _ => "have it done by another task".to_owned(),
        };
        let remove = waits(&task).map(|waiting| format!(", or no longer wait for it: dreamos task deps {waiting} --remove {task}"));
        format!("it waits for {task}, which is {status} and will not be done: {instead}{}", remove.unwrap_or_default())
    };
    tree.depends_on.iter().filter(ended).map(line).collect()
}

fn render(style: &Style, tree: &TaskTree) -> String {
    let branches = &tree.depends_on;
    let mut lines: Vec<String> = branches.iter().enumerate().map(|(at, branch)| branch_line(style, branches, at, branch)).collect();
    if !tree.dependents.is_empty() {
        lines.push(String::new());
        lines.push(style.paint(Paint::Faint, "wait for it"));
        lines.extend(tree.dependents.iter().map(|task| format!("  {}", task_line(style, task))));
    }
    if tree.truncated {
        lines.push(style.paint(Paint::Faint, "… and more than can be shown"));
    }
    lines.join("\n")
}

fn branch_line(style: &Style, branches: &[TaskBranch], at: usize, branch: &TaskBranch) -> String {
    let mut line = String::new();
    for depth in 1..=branch.depth {
        // Whether something of this depth comes below, before the tree goes further up.
        let below = branches.iter().skip(at + 1).take_while(|other| other.depth >= depth).any(|other| other.depth == depth);
        line.push_str(match (depth == branch.depth, below) {
            (true, true) => "├─ ",
            (true, false) => "└─ ",
            (false, true) => "│  ",
            (false, false) => "   ",
        });
    }
    line.push_str(&task_line(style, &branch.task));
    if branch.repeated && !branch.task.depends_on.is_empty() {
        line.push_str(&style.paint(Paint::Faint, "  (see above)"));
    }
    line
}

fn task_line(style: &Style, task: &Task) -> String {
    let status = status_text(task.status, task.reason);
    format!("{}  {status}  {}", style.paint(Paint::Strong, &task.id.to_string()), printable(&task.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::Timestamp;
    use serde_json::json;

    fn branch(depth: u32, title: &str, repeated: bool) -> TaskBranch {
        let id = "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b";
        let depends_on = if repeated { json!([id]) } else { json!([]) };
        let task = json!({
            "id": id, "title": title, "status": "queued", "reason": null, "priority": "normal", "assignee": null, "depends_on": depends_on,
            "progress": 0, "progress_note": null, "attempt": 0, "project": null, "run": null, "parent": null, "role": null,
            "capabilities": [], "worker": null, "lease_until": null, "not_before": null, "deadline": null, "dead_letter": false,
            "waits_for_children": false, "retry": { "max_attempts": 1, "backoff": "0s", "longest": "0s" },
            "created_at": "2026-01-01T00:00:00Z", "ended_at": null,
        });
        TaskBranch { depth, repeated, task: serde_json::from_value(task).unwrap() }
    }

    #[test]
    fn what_is_never_done_is_told_with_what_to_do() {
        let waiting = branch(0, "a", true);
        let mut gone = branch(1, "b", false);
        gone.task.status = Status::Cancelled;
        let tree =
            |gone: &TaskBranch| TaskTree { depends_on: vec![waiting.clone(), gone.clone()], dependents: Vec::new(), truncated: false };
        let told = lost(&tree(&gone));
        assert!(told.len() == 1 && told[0].contains("cancelled") && told[0].contains("--remove"), "{told:?}");
        gone.task.status = Status::Failed;
        assert!(lost(&tree(&gone))[0].contains("dreamos task retry"));
        gone.task.status = Status::Done;
        assert_eq!(lost(&tree(&gone)), [""; 0]);
    }

    #[test]
    fn a_tree_is_drawn_with_its_lines() {
        let depends_on =
            vec![branch(0, "a", false), branch(1, "b", false), branch(2, "c", false), branch(1, "d", false), branch(2, "c", true)];
        let tree = TaskTree { depends_on, dependents: vec![branch(0, "z", false).task], truncated: false };
        let text = render(&Style::new(false, true, Some(80), Timestamp::from_micros(0)), &tree);
        let shapes: Vec<String> = text.lines().map(|line| line.replace("tsk_01jd3kz5e8f0vs1m7q2w9x4t6b  queued  ", "")).collect();
        assert_eq!(shapes, ["a", "├─ b", "│  └─ c", "└─ d", "   └─ c  (see above)", "", "wait for it", "  z"]);
    }
}
