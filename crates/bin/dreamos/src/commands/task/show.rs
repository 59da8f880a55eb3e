//! A task as people see it.

use crate::printer::{Cell, Style, Table, fields, printable};
use dream_api::{Task, TaskDetail};

/// Who is at it, or whom it is assigned to.
pub(super) fn worker(task: &Task) -> Option<String> {
    task.worker.clone().or_else(|| task.assignee.clone())
}

/// The task, what is to be done, and its attempts.
pub(super) fn detail(style: &Style, detail: &TaskDetail) -> String {
    let task = &detail.task;
    let list = |ids: Vec<String>| if ids.is_empty() { None } else { Some(ids.join(" ")) };
    let progress = match &task.progress_note {
        Some(note) => format!("{} %: {note}", task.progress),
        None => format!("{} %", task.progress),
    };
    let pairs = [
        ("task", Cell::new(task.id)),
        ("title", Cell::new(&task.title)),
        ("status", Cell::status(task.status, task.reason)),
        (
            "dead letter",
            Cell::maybe(task.dead_letter.then_some("nobody tries it again by itself: look at its attempts, then `dreamos task retry`")),
        ),
        ("priority", Cell::new(task.priority)),
        ("progress", Cell::new(progress)),
        ("role", Cell::maybe(task.role.clone())),
        ("needs", Cell::maybe(list(task.capabilities.clone()))),
        ("assigned to", Cell::maybe(task.assignee.clone())),
        ("worker", Cell::maybe(task.worker.clone())),
        ("attempt", Cell::new(task.attempt)),
        ("lease ends", Cell::maybe(task.lease_until.map(|at| style.time(at)))),
        ("depends on", Cell::maybe(list(task.depends_on.iter().map(ToString::to_string).collect()))),
        ("part of", Cell::maybe(task.parent)),
        ("project", Cell::maybe(task.project)),
        ("run", Cell::maybe(task.run)),
        ("not before", Cell::maybe(task.not_before.map(|at| style.time(at)))),
        ("deadline", Cell::maybe(task.deadline.map(|at| style.time(at)))),
        ("created", Cell::new(style.time(task.created_at))),
        ("ended", Cell::maybe(task.ended_at.map(|at| style.time(at)))),
        ("artifacts", Cell::maybe(list(detail.artifacts.iter().map(ToString::to_string).collect()))),
    ];
    let texts = [("To do", &detail.body), ("Output", &detail.output), ("Cancelled because", &detail.cancel_reason)];
    let texts = texts.iter().filter_map(|(head, text)| text.as_ref().map(|text| format!("{head}:\n{}", printable(text))));
    let mut parts = vec![fields(style, &pairs)];
    parts.extend(texts);
    if !detail.attempts.is_empty() {
        parts.push(attempts(style, detail));
    }
    parts.join("\n\n")
}

fn attempts(style: &Style, detail: &TaskDetail) -> String {
    let table = Table::of(&["ATTEMPT", "WORKER", "ENDED", "HOW", "WHY", "MESSAGE"], &detail.attempts, |attempt| {
        vec![
            Cell::new(attempt.number),
            Cell::new(&attempt.worker),
            Cell::new(style.time(attempt.ended_at)),
            Cell::new(attempt.ending),
            Cell::opt(attempt.reason),
            Cell::opt(attempt.message.clone()),
        ]
    });
    table.render(style)
}
