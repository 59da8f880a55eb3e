//! The live board: tasks by status, redrawn as they change.

use crate::away::Away;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Paint, Style, printable, status_text};
use dream_api::{Event, Priority, Reason, Status, Task, TaskCounts};
use dream_client::{Client, PageOf, Stream, TaskFilter};
use dream_id::{ProjectId, RunId, TaskId};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

use super::show;

/// Progress and leases are no events: the board is looked at this often even when nothing happens.
const LOOK_ANYWAY: Duration = Duration::from_secs(2);
/// The pause after a look, so that a thousand events a second redraw the board four times.
const PAUSE: Duration = Duration::from_millis(250);

/// The most characters of a worker's name.
const WORKER: usize = 16;

/// What the board shows, and how many lines each status has: with their heads they fill a terminal of 24 lines.
const SECTIONS: [(Status, u32); 6] =
    [(Status::Running, 6), (Status::Waiting, 2), (Status::Blocked, 3), (Status::Queued, 3), (Status::Failed, 2), (Status::Done, 1)];

/// Which tasks to watch.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Those of one project
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// Those of one run
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// Show the board once and end
    #[arg(long)]
    once: bool,
}

/// The board, at one moment.
#[derive(Debug, Serialize)]
struct Board {
    /// Of the whole organisation; none where a part of it is watched.
    counts: Option<TaskCounts>,
    sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Section {
    status: Status,
    tasks: Vec<Task>,
    /// There are more of them.
    more: bool,
}

pub(super) async fn watch(context: &Context, args: Args) -> Result<Exit, CliError> {
    if args.once {
        let board = look(&context.client()?, &args).await?;
        context.printer.answer(&board, render)?;
        return Ok(Exit::Done);
    }
    let mut away = Away::new(context)?;
    let mut feed = away.client().feed(None).impatient();
    feed.connect().await?;
    let events = feed.events();
    if context.printer.is_json() {
        return stream(context, &mut away, events).await;
    }
    let mut view = context.printer.redraw();
    let mut seen = BTreeMap::new();
    loop {
        let board = match look(away.client(), &args).await {
            Ok(board) => board,
            Err(error) => {
                away.back(error).await?;
                events.go_on_with(away.client().clone());
                continue;
            }
        };
        away.is_here();
        if context.printer.is_live() {
            view.show(&render(context.printer.style(), &board))?;
        } else {
            changes(&mut seen, &board).iter().try_for_each(|line| context.printer.data(format!("{line}\n").as_bytes()))?;
        }
        next_change(&mut away, events).await?;
        tokio::time::sleep(PAUSE).await;
    }
}

/// One line of JSON for each event of a task or a claim.
async fn stream(context: &Context, away: &mut Away<'_>, events: &mut Stream<Event>) -> Result<Exit, CliError> {
    loop {
        let event = away.next(events).await?;
        if is_of_tasks(&event.kind) {
            let line = serde_json::to_string(&event).map_err(|error| CliError::Failed { what: error.to_string(), hint: None })?;
            context.printer.data(format!("{line}\n").as_bytes())?;
        }
    }
}

fn is_of_tasks(kind: &str) -> bool {
    kind.starts_with("task.") || kind.starts_with("claim.")
}

/// Waits until a task has changed, or for a while.
async fn next_change(away: &mut Away<'_>, events: &mut Stream<Event>) -> Result<(), CliError> {
    let change = async {
        loop {
            if is_of_tasks(&away.next(events).await?.kind) {
                return Ok(());
            }
        }
    };
    // Without a change in time it is looked at all the same.
    tokio::time::timeout(LOOK_ANYWAY, change).await.unwrap_or(Ok(()))
}

async fn look(client: &Client, args: &Args) -> Result<Board, CliError> {
    let all = args.project.is_none() && args.run.is_none();
    let counts = if all { Some(client.task_counts().await?) } else { None };
    let mut sections = Vec::with_capacity(SECTIONS.len());
    for (status, rows) in SECTIONS {
        let filter = TaskFilter { status: Some(status), project: args.project, run: args.run, ..TaskFilter::default() };
        let page = client.tasks(&filter, &PageOf { cursor: None, limit: Some(rows) }).await?;
        sections.push(Section { status, more: page.next.is_some(), tasks: page.items });
    }
    Ok(Board { counts, sections })
}

fn render(style: &Style, board: &Board) -> String {
    let width = style.width().map_or(usize::MAX, usize::from);
    let columns = Columns::of(board.sections.iter().flat_map(|section| &section.tasks));
    let mut lines = Vec::new();
    for section in &board.sections {
        lines.push(style.paint(Paint::Strong, &head(section, board.counts.as_ref())));
        lines.extend(section.tasks.iter().map(|task| cut(&columns.line(style, task), width)));
    }
    lines.join("\n")
}

fn head(section: &Section, counts: Option<&TaskCounts>) -> String {
    let (status, shown) = (section.status, section.tasks.len());
    let counted = counts.and_then(|counts| match status {
        Status::Running => Some(counts.running),
        Status::Waiting => Some(counts.waiting),
        Status::Blocked => Some(counts.blocked),
        Status::Queued => Some(counts.queued),
        Status::Failed => Some(counts.failed),
        _ => None,
    });
    match (counted, section.more) {
        _ if status == Status::Done => format!("{status}, newest"),
        (Some(count), true) => format!("{status} {count}, {shown} shown"),
        (Some(count), false) => format!("{status} {count}"),
        (None, true) => format!("{status}, more than {shown}"),
        (None, false) => format!("{status} {shown}"),
    }
}

/// How wide what stands before the titles is: as wide as it must be on this board, so that the titles have the rest.
struct Columns([usize; 3]);

impl Columns {
    fn of<'t>(tasks: impl Iterator<Item = &'t Task>) -> Self {
        let wider = |widths: [usize; 3], task| {
            let [priority, what, worker] = before_title(task).map(|text| text.chars().count());
            [widths[0].max(priority), widths[1].max(what), widths[2].max(worker)]
        };
        Self(tasks.fold([0; 3], wider))
    }

    fn line(&self, style: &Style, task: &Task) -> String {
        let mut line = format!("  {}", task.id);
        for (text, width) in before_title(task).iter().zip(self.0).filter(|(_, width)| *width > 0) {
            line.push_str(&format!("  {text:width$}"));
        }
        let lease = task.lease_until.map(|at| format!("  lease {}", style.time(at))).unwrap_or_default();
        format!("{line}  {}{lease}", printable(&task.title).replace('\n', " "))
    }
}

/// Its priority where it is not the usual one, how it stands, and who has it.
fn before_title(task: &Task) -> [String; 3] {
    let priority = if task.priority == Priority::Normal { String::new() } else { task.priority.to_string() };
    let what = match task.status {
        Status::Running => format!("{:>3} %", task.progress),
        _ => task.reason.map(|reason| reason.to_string()).unwrap_or_default(),
    };
    let worker = show::worker(task).unwrap_or_default();
    [priority, what, cut(&printable(&worker).replace('\n', " "), WORKER)]
}

/// At most `width` characters, so that no line becomes two.
fn cut(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    line.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// A line for each task on the board that stands differently than it did.
fn changes(seen: &mut BTreeMap<TaskId, (Status, Option<Reason>, u32)>, board: &Board) -> Vec<String> {
    let mut lines = Vec::new();
    for task in board.sections.iter().flat_map(|section| &section.tasks) {
        let now = (task.status, task.reason, task.progress);
        if seen.insert(task.id, now) != Some(now) {
            let title = printable(&task.title).replace(['\n', '\t'], " ");
            lines.push(format!("{}\t{}\t{} %\t{title}", task.id, status_text(task.status, task.reason), task.progress));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::Timestamp;
    use serde_json::json;

    fn task(status: &str) -> Task {
        let task = json!({
            "id": "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b", "title": "a title that is much too long for one line of a terminal of eighty columns",
            "status": status, "reason": null, "priority": "critical", "assignee": null, "depends_on": [], "progress": 40,
            "progress_note": null, "attempt": 1, "project": null, "run": null, "parent": null, "role": null, "capabilities": [],
            "worker": "a worker\u{1b}[2J", "lease_until": "2026-01-01T00:01:00Z", "not_before": null, "deadline": null, "dead_letter": false,
            "waits_for_children": false, "retry": { "max_attempts": 1, "backoff": "0s", "longest": "0s" },
            "created_at": "2026-01-01T00:00:00Z", "ended_at": null,
        });
        serde_json::from_value(task).unwrap()
    }

    fn shown(board: &Board) -> String {
        render(&Style::new(false, true, Some(80), Timestamp::from_micros(0)), board)
    }

    #[test]
    fn the_titles_have_the_room_that_nothing_else_needs() {
        let title = "Read the page aloud with a screen reader";
        let plain = Task { title: title.to_owned(), priority: Priority::Normal, worker: None, lease_until: None, ..task("failed") };
        let section = |tasks| Section { status: Status::Failed, tasks, more: false };
        let text = shown(&Board { counts: None, sections: vec![section(vec![plain.clone()])] });
        assert!(text.contains(title), "{text}");
        let beside = Task { worker: Some("qa".to_owned()), ..plain.clone() };
        let text = shown(&Board { counts: None, sections: vec![section(vec![plain, beside])] });
        let at: Vec<_> = text.lines().skip(1).map(|line| line.find("Read the page")).collect();
        assert!(at[0].is_some() && at[0] == at[1], "the titles stand below each other: {text}");
    }

    #[test]
    fn a_part_of_the_tasks_is_not_counted_as_all() {
        let (status, tasks) = (Status::Running, vec![task("running")]);
        let mut board = Board { counts: None, sections: vec![Section { status, tasks, more: false }] };
        assert!(shown(&board).starts_with("running 1\n"), "{}", shown(&board));
        board.sections[0].more = true;
        assert!(shown(&board).starts_with("running, more than 1\n"), "{}", shown(&board));
    }

    #[test]
    fn a_full_board_fits_a_terminal_of_80_by_24() {
        let section = |(status, rows): &(Status, u32)| Section {
            status: *status,
            more: true,
            tasks: (0..*rows).map(|_| task(status.as_str())).collect(),
        };
        let board = Board { counts: Some(TaskCounts::default()), sections: SECTIONS.iter().map(section).collect() };
        let text = shown(&board);
        assert!(text.lines().count() < 24, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains("blocked 0, 3 shown"), "what does not fit is not hidden: {text}");
        assert!(!text.contains('\u{1b}'), "a worker's name cannot steer the terminal");
    }

    #[test]
    fn elsewhere_a_task_is_told_of_when_it_changes() {
        let board = |status: &str| {
            let (status, tasks) = (Status::Running, vec![task(status)]);
            Board { counts: Some(TaskCounts::default()), sections: vec![Section { status, tasks, more: false }] }
        };
        let mut seen = BTreeMap::new();
        assert_eq!(changes(&mut seen, &board("running")).len(), 1);
        assert_eq!(changes(&mut seen, &board("running")).len(), 0);
        assert!(changes(&mut seen, &board("done"))[0].contains("\tdone\t"));
    }
}
