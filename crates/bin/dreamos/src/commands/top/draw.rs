//! The screen: a header of numbers, the lists, and a line of keys. One list at a time on 80 by 24, all five where there is room.

use super::theme::Theme;
use super::view::{Pane, Row, View};
use crate::printer::printable;
use dream_api::{Status, StatusCounts};
use dream_words::counted;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph, Wrap};

/// The least width and height at which all lists are shown at once.
const WIDE: (u16, u16) = (120, 34);
/// From which width on the head says how large the disk is, too.
const WIDE_HEAD: usize = 100;
/// How wide the column of statuses is.
const WORD: usize = 18;

/// Draws the view.
pub(super) fn draw(frame: &mut Frame<'_>, view: &View, theme: Theme) {
    let [header, lists, footer] = Layout::vertical([Constraint::Length(6), Constraint::Min(3), Constraint::Length(1)]).areas(frame.area());
    let width = usize::from(frame.area().width);
    let numbers: Vec<Line<'_>> = numbers(view, theme, width).into_iter().map(|line| fit(line, width)).collect();
    frame.render_widget(Paragraph::new(numbers), header);
    if lists.width >= WIDE.0 && frame.area().height >= WIDE.1 {
        let [upper, lower, last] = Layout::vertical([Constraint::Ratio(1, 3); 3]).areas::<3>(lists);
        let halves = |row| Layout::horizontal([Constraint::Ratio(1, 2), Constraint::Ratio(1, 2)]).areas::<2>(row);
        let panes = [upper, lower].into_iter().flat_map(halves).chain([last]);
        for (pane, area) in Pane::ALL.into_iter().zip(panes) {
            list(frame, area, view, pane, theme);
        }
    } else {
        list(frame, lists, view, view.pane, theme);
    }
    frame.render_widget(Paragraph::new(fit(keys(view, theme), width)), footer);
    if let Some(detail) = &view.detail {
        over(frame, detail);
    }
}

/// The header: the process, then runs, tasks, messages and log lines.
fn numbers(view: &View, theme: Theme, width: usize) -> Vec<Line<'static>> {
    let seen = &view.snapshot.overview;
    let process = &seen.process;
    let size = |bytes: Option<u64>| bytes.map_or("?".to_owned(), mebibytes);
    let of = if width < WIDE_HEAD { String::new() } else { format!(" of {}", size(process.disk_bytes)) };
    let top = vec![
        Span::styled(format!("dreamos {}", seen.version), Theme::strong()),
        Span::raw(format!("  {}  ", seen.at.to_string().get(11..19).unwrap_or_default())),
        Span::raw(format!("memory {}  disk {} free{of}", size(process.memory_bytes), size(process.disk_free_bytes))),
        Span::styled(format!("  logs {}", mebibytes(process.log_bytes)), Theme::faint()),
    ];
    let messages = seen.messages;
    let rate = view.snapshot.messages_per_second.map_or("-".to_owned(), |rate| format!("{rate:.1}"));
    let mut sent = vec![
        Span::styled("Messages ", Theme::strong()),
        Span::raw(format!("{rate}/s  {} kept  backlog {}  ", messages.stored, messages.backlog)),
    ];
    sent.push(Span::styled(format!("{} dead", messages.dead), if messages.dead > 0 { theme.bad() } else { Theme::faint() }));
    let lines = seen.logs_last_hour;
    let said = vec![
        Span::styled("Last hour ", Theme::strong()),
        Span::styled(counted(lines.error, "error", "errors"), if lines.error > 0 { theme.bad() } else { Theme::faint() }),
        Span::styled(
            format!("  {}", counted(lines.warn, "warning", "warnings")),
            if lines.warn > 0 { theme.warning() } else { Theme::faint() },
        ),
        Span::raw(format!(
            "   {} and {} wait for people",
            counted(seen.reviews_waiting, "review", "reviews"),
            counted(seen.permissions_waiting, "permission", "permissions")
        )),
    ];
    let problem = view.message.clone().or_else(|| view.snapshot.problems.first().cloned()).unwrap_or_default();
    let problem = Line::styled(printable(&problem), theme.warning());
    vec![
        Line::from(top),
        counts("Runs     ", seen.runs, theme),
        counts("Tasks    ", seen.tasks, theme),
        Line::from(sent),
        Line::from(said),
        problem,
    ]
}

fn counts(title: &'static str, counts: StatusCounts, theme: Theme) -> Line<'static> {
    let mut spans = vec![Span::styled(title, Theme::strong())];
    let all = [
        (Status::Running, Some(counts.running)),
        (Status::Waiting, Some(counts.waiting)),
        (Status::Blocked, Some(counts.blocked)),
        (Status::Queued, Some(counts.queued)),
        (Status::Failed, Some(counts.failed)),
        (Status::Done, counts.done),
    ];
    for (status, count) in all {
        let Some(count) = count else { continue };
        let style = if count == 0 { Theme::faint() } else { theme.status(status) };
        spans.push(Span::styled(format!("{count} {status}  "), style));
    }
    Line::from(spans)
}

/// One list. The rows around the chosen one are shown.
fn list(frame: &mut Frame<'_>, area: Rect, view: &View, pane: Pane, theme: Theme) {
    let (rows, mine) = (view.rows(pane), view.pane == pane);
    let title = titles(view, pane, rows.len());
    let block = Block::bordered().title(title).border_style(if mine { Theme::strong() } else { Theme::faint() });
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let (height, chosen) = (usize::from(inside.height), view.chosen(pane));
    let first = (chosen + 1).saturating_sub(height);
    let width = usize::from(inside.width);
    let lines = rows.iter().enumerate().skip(first).take(height).map(|(place, (_, row))| {
        let line = line(row, width, theme);
        if mine && place == chosen { line.patch_style(Theme::chosen()) } else { line }
    });
    let lines: Vec<Line<'_>> = if rows.is_empty() { vec![Line::styled("nothing here", Theme::faint())] } else { lines.collect() };
    frame.render_widget(Paragraph::new(lines), inside);
}

/// The title of a list; where only one is shown, those of all, its own in brackets.
fn titles(view: &View, pane: Pane, count: usize) -> Line<'static> {
    let mut spans = Vec::new();
    for (number, other) in Pane::ALL.into_iter().enumerate() {
        if other == pane {
            spans.push(Span::styled(format!(" [{} {} {count}] ", number + 1, other.title()), Theme::strong()));
        } else if view.pane == pane {
            spans.push(Span::styled(format!(" {} {} ", number + 1, other.title()), Theme::faint()));
        }
    }
    Line::from(spans)
}

fn line(row: &Row, width: usize, theme: Theme) -> Line<'static> {
    let style = row.status.map(|status| theme.status(status)).unwrap_or_default();
    let word = cut(&row.word, WORD);
    let id = if width >= 100 { row.id.clone() } else { row.id.get(row.id.len().saturating_sub(6)..).unwrap_or(&row.id).to_owned() };
    let text = cut(&printable(&row.text).replace('\n', " "), width.saturating_sub(WORD + id.len() + 2));
    Line::from(vec![Span::styled(format!("{word:WORD$} "), style), Span::styled(id, Theme::faint()), Span::raw(format!(" {text}"))])
}

/// A line of at most `width` characters, with `…` where it was cut.
fn fit(line: Line<'static>, width: usize) -> Line<'static> {
    if line.width() <= width {
        return line;
    }
    let mut left = width.saturating_sub(1);
    let mut spans = Vec::with_capacity(line.spans.len() + 1);
    for span in line.spans {
        let text: String = span.content.chars().take(left).collect();
        left -= text.chars().count();
        spans.push(Span::styled(text, span.style));
    }
    spans.push(Span::raw("…"));
    Line::from(spans).style(line.style)
}

/// A text of at most `width` characters.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

fn keys(view: &View, theme: Theme) -> Line<'static> {
    if view.typing {
        return Line::from(vec![
            Span::styled("filter: ", Theme::strong()),
            Span::raw(view.filter.clone()),
            Span::styled("▏", Theme::strong()),
        ]);
    }
    let (first, lock) = match (view.pane, view.unlocked) {
        (Pane::Agents, false) => ("1-5 Enter  l log  n nudge  R restart  s stop ", Span::styled(" u unlock ", Theme::faint())),
        (Pane::Agents, true) => ("1-5 Enter  l log  n nudge  R restart! s stop! ", Span::styled(" unlocked ", theme.bad())),
        (_, true) => ("1-5 list  ↑↓ choose  Enter open ", Span::styled(" c cancel! ", theme.bad())),
        (_, false) => ("1-5 list  ↑↓ choose  Enter open ", Span::styled(" u unlock cancel ", Theme::faint())),
    };
    let filter = if view.filter.is_empty() { " / filter ".to_owned() } else { format!(" / {} (Esc clears) ", view.filter) };
    Line::from(vec![Span::raw(first), Span::raw(filter), lock, Span::raw(" r look  q quit")])
}

/// A thing in full, over the lists.
fn over(frame: &mut Frame<'_>, detail: &[String]) {
    let whole = frame.area();
    let (width, height) = (
        whole.width.saturating_sub(6).min(100),
        whole.height.saturating_sub(4).min(u16::try_from(detail.len() + 2).unwrap_or(u16::MAX)).max(3),
    );
    let area = Rect { x: (whole.width - width) / 2, y: (whole.height - height) / 2, width, height };
    let lines: Vec<Line<'_>> = detail.iter().map(|line| Line::raw(printable(line))).collect();
    let block = Block::bordered().title(" any key closes ").border_style(Theme::strong());
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }).block(block), area);
}

/// Bytes in the largest unit that leaves a number people read at once.
pub(super) fn mebibytes(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{} KiB", bytes >> 10),
        mebi @ 1..10_240 => format!("{mebi} MiB"),
        mebi => format!("{} GiB", mebi >> 10),
    }
}

#[cfg(test)]
mod tests;
