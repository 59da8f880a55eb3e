//! A snapshot as plain text.

use super::draw::mebibytes;
use super::snapshot::Snapshot;
use super::view::{Pane, View};
use crate::printer::{Cell, Paint, Style, Table, fields};
use dream_api::StatusCounts;
use dream_words::counted;

/// The numbers, and the lists that are not empty.
pub(super) fn text(style: &Style, snapshot: &Snapshot) -> String {
    let view = View::new(snapshot.clone());
    let mut parts = vec![numbers(style, snapshot)];
    for pane in Pane::ALL {
        let rows = view.rows(pane);
        if rows.is_empty() {
            continue;
        }
        let table =
            Table::of(&["ID", "STATUS", "WHAT"], &rows, |(_, row)| vec![Cell::new(&row.id), Cell::new(&row.word), Cell::new(&row.text)]);
        parts.push(format!("{}\n{}", style.paint(Paint::Strong, pane.title()), table.render(style)));
    }
    parts.join("\n\n")
}

fn numbers(style: &Style, snapshot: &Snapshot) -> String {
    let (seen, process) = (&snapshot.overview, &snapshot.overview.process);
    let size = |bytes: Option<u64>| bytes.map_or("unknown".to_owned(), mebibytes);
    let (messages, lines) = (seen.messages, seen.logs_last_hour);
    let mut pairs = vec![
        ("server", Cell::new(format!("{} at {}", seen.version, seen.at))),
        ("runs", Cell::new(counts(seen.runs))),
        ("tasks", Cell::new(counts(seen.tasks))),
        ("reviews", Cell::new(format!("{} waiting", seen.reviews_waiting))),
        ("permissions", Cell::new(format!("{} waiting", seen.permissions_waiting))),
        ("messages", Cell::new(format!("{} kept, {} backlog, {} dead", messages.stored, messages.backlog, messages.dead))),
        ("last hour", Cell::new(format!("{}, {}", counted(lines.error, "error", "errors"), counted(lines.warn, "warning", "warnings")))),
        ("memory", Cell::new(size(process.memory_bytes))),
        ("disk", Cell::new(format!("{} free of {}", size(process.disk_free_bytes), size(process.disk_bytes)))),
    ];
    pairs.extend(snapshot.problems.iter().map(|problem| ("problem", Cell::painted(problem, Paint::Warning))));
    fields(style, &pairs)
}

fn counts(counts: StatusCounts) -> String {
    let done = counts.done.map(|done| format!(", {done} done")).unwrap_or_default();
    let StatusCounts { queued, running, waiting, blocked, failed, .. } = counts;
    format!("{running} running, {waiting} waiting, {blocked} blocked, {queued} queued, {failed} failed{done}")
}
