//! What the screen shows of a snapshot: which pane, which rows, which row is chosen, what lies over it.

use super::snapshot::Snapshot;
use crate::duration;
use crate::printer::status_text;
use dream_api::{Agent, Observed, Run, Status, Task};
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};

/// A list of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    Runs,
    Reviews,
    Tasks,
    Errors,
    Agents,
}

impl Pane {
    pub(super) const ALL: [Self; 5] = [Self::Runs, Self::Reviews, Self::Tasks, Self::Errors, Self::Agents];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Runs => "Runs",
            Self::Reviews => "Waiting for people",
            Self::Tasks => "Tasks",
            Self::Errors => "Errors",
            Self::Agents => "Agents",
        }
    }

    pub(super) fn index(self) -> usize {
        self as usize
    }
}

/// What can be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Run(RunId),
    Task(TaskId),
}

/// One row of a list: what it stands for, how, and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What names it.
    pub(super) id: String,
    /// How it stands.
    pub(super) status: Option<Status>,
    /// The status in words, or how old it is.
    pub(super) word: String,
    /// What it is.
    pub(super) text: String,
}

/// The screen's state.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) snapshot: Snapshot,
    pub(super) pane: Pane,
    chosen: [usize; 5],
    /// Rows without this text are not shown.
    pub(super) filter: String,
    /// The filter is being typed.
    pub(super) typing: bool,
    /// What may be cancelled may be cancelled: until the next cancelling.
    pub(super) unlocked: bool,
    /// What lies over the lists: a thing in full.
    pub(super) detail: Option<Vec<String>>,
    /// What happened last.
    pub(super) message: Option<String>,
}

impl View {
    pub(super) fn new(snapshot: Snapshot) -> Self {
        let (filter, detail, message) = (String::new(), None, None);
        Self { snapshot, pane: Pane::Runs, chosen: [0; 5], filter, typing: false, unlocked: false, detail, message }
    }

    /// The rows of a list that the filter leaves, with their places in the snapshot.
    pub(super) fn rows(&self, pane: Pane) -> Vec<(usize, Row)> {
        let (snapshot, now) = (&self.snapshot, self.snapshot.overview.at);
        let rows: Vec<Row> = match pane {
            Pane::Runs => snapshot.newest_runs.iter().map(run_row).collect(),
            Pane::Reviews => snapshot
                .waiting_reviews
                .iter()
                .map(|review| Row {
                    id: review.id.to_string(),
                    status: Some(Status::Waiting),
                    word: age(now, review.requested_at),
                    text: format!("{} · attempt {} · {} risk · {}", review.stage, review.attempt, review.risk, review.run),
                })
                .collect(),
            Pane::Tasks => snapshot.newest_tasks.iter().map(task_row).collect(),
            Pane::Agents => snapshot.agents.iter().map(|agent| agent_row(agent, now)).collect(),
            Pane::Errors => snapshot
                .recent_errors
                .iter()
                .map(|line| Row {
                    id: line.position.clone(),
                    status: Some(Status::Failed),
                    word: age(now, line.at),
                    text: format!("{} · {}", line.message, line.source),
                })
                .collect(),
        };
        let wanted = self.filter.to_lowercase();
        let fits = |row: &Row| wanted.is_empty() || format!("{} {} {}", row.id, row.word, row.text).to_lowercase().contains(&wanted);
        rows.into_iter().enumerate().filter(|(_, row)| fits(row)).collect()
    }

    /// Which row of a list is chosen, among those that are shown.
    pub(super) fn chosen(&self, pane: Pane) -> usize {
        let last = self.rows(pane).len().saturating_sub(1);
        self.chosen.get(pane.index()).copied().unwrap_or(0).min(last)
    }

    /// Chooses the row `by` rows farther down.
    pub(super) fn choose(&mut self, by: isize) {
        let last = self.rows(self.pane).len().saturating_sub(1);
        let at = self.chosen(self.pane).saturating_add_signed(by).min(last);
        if let Some(chosen) = self.chosen.get_mut(self.pane.index()) {
            *chosen = at;
        }
    }

    /// The place in the snapshot of the row that is chosen.
    fn place(&self) -> Option<usize> {
        self.rows(self.pane).get(self.chosen(self.pane)).map(|(place, _)| *place)
    }

    /// What is chosen and can be cancelled.
    pub(super) fn target(&self) -> Option<Target> {
        let place = self.place()?;
        match self.pane {
            Pane::Runs => self.snapshot.newest_runs.get(place).filter(|run| !run.status.is_final()).map(|run| Target::Run(run.id)),
            Pane::Tasks => self.snapshot.newest_tasks.get(place).filter(|task| !task.status.is_final()).map(|task| Target::Task(task.id)),
            Pane::Reviews | Pane::Errors | Pane::Agents => None,
        }
    }

    /// The name of the agent that is chosen.
    pub(super) fn agent(&self) -> Option<String> {
        let place = self.place().filter(|_| self.pane == Pane::Agents)?;
        self.snapshot.agents.get(place).map(|agent| agent.name.clone())
    }

    /// What is chosen, in full.
    pub(super) fn open(&mut self) {
        let Some(place) = self.place() else { return };
        self.detail = match self.pane {
            Pane::Runs => self.snapshot.newest_runs.get(place).map(run_detail),
            Pane::Reviews => self.snapshot.waiting_reviews.get(place).map(|review| {
                let commands = format!("dreamos review show {}", review.id);
                let approve = format!("dreamos review approve {} --digest {}", review.id, review.digest);
                vec![
                    format!("review  {}", review.id),
                    format!("stage   {}", review.stage),
                    format!("run     {}", review.run),
                    String::new(),
                    commands,
                    approve,
                ]
            }),
            Pane::Tasks => self.snapshot.newest_tasks.get(place).map(task_detail),
            Pane::Agents => self.snapshot.agents.get(place).map(agent_detail),
            Pane::Errors => self.snapshot.recent_errors.get(place).map(|line| {
                let mut lines =
                    vec![line.message.clone(), String::new(), format!("at      {}", line.at), format!("stream  {}", line.stream)];
                lines.push(format!("source  {}", line.source));
                lines.extend(line.fields.iter().map(|(name, value)| format!("{name} = {value}")));
                lines
            }),
        };
    }
}

fn run_row(run: &Run) -> Row {
    let stage = run.stages.iter().find(|stage| !stage.status.is_final()).map(|stage| format!(" · {}", stage.name)).unwrap_or_default();
    let done = run.stages.iter().filter(|stage| stage.status == Status::Done).count();
    let text = format!("{}{stage} · {done}/{} stages · ${}", run.template, run.stages.len(), run.cost_usd);
    Row { id: run.id.to_string(), status: Some(run.status), word: status_text(run.status, run.reason), text }
}

fn run_detail(run: &Run) -> Vec<String> {
    let mut lines = vec![
        format!("run     {}", run.id),
        format!("project {}", run.project),
        format!("cost    ${} of ${}", run.cost_usd, run.max_cost_usd),
    ];
    lines.extend(run.message.iter().map(|message| format!("why     {message}")));
    lines.push(String::new());
    lines.extend(run.stages.iter().map(|stage| format!("{:14} {}", stage.name, status_text(stage.status, stage.reason))));
    lines
}

fn task_row(task: &Task) -> Row {
    let worker = task.worker.as_ref().or(task.assignee.as_ref()).map_or("nobody", String::as_str);
    let text = format!("{} · {} · {worker} · {} %", task.title, task.priority, task.progress);
    Row { id: task.id.to_string(), status: Some(task.status), word: status_text(task.status, task.reason), text }
}

fn task_detail(task: &Task) -> Vec<String> {
    let mut lines = vec![
        format!("task    {}", task.id),
        format!("title   {}", task.title),
        format!("status  {}", status_text(task.status, task.reason)),
    ];
    lines.push(format!("attempt {}", task.attempt));
    lines.extend(task.run.iter().map(|run| format!("run     {run}")));
    lines.extend(task.progress_note.iter().map(|note| format!("says    {note}")));
    lines.extend(task.depends_on.iter().map(|needs| format!("needs   {needs}")));
    lines
}

fn agent_row(agent: &Agent, now: Timestamp) -> Row {
    let task = agent.task.map_or_else(|| "no task".to_owned(), |task| task.to_string());
    let beat = agent.beat_at.map_or_else(|| "never".to_owned(), |at| age(now, at));
    let text = format!(
        "{} · {} · {task} · beat {beat} · {} tokens · ${} · {} restarts",
        agent.name, agent.role, agent.usage.tokens, agent.usage.cost_usd, agent.restarts
    );
    Row { id: agent.id.to_string(), status: seen(agent.observed), word: agent.observed.to_string(), text }
}

/// The status whose colour an observed state has.
fn seen(observed: Observed) -> Option<Status> {
    match observed {
        Observed::Working => Some(Status::Running),
        Observed::Starting => Some(Status::Queued),
        Observed::Idle | Observed::BackingOff => Some(Status::Waiting),
        Observed::Crashed | Observed::Unresponsive => Some(Status::Failed),
        Observed::Ready | Observed::Stopped | Observed::Unknown => None,
    }
}

fn agent_detail(agent: &Agent) -> Vec<String> {
    let mut lines = vec![
        format!("agent    {} ({})", agent.name, agent.id),
        format!("role     {}", agent.role),
        format!("wanted   {}", agent.desired),
        format!("observed {}", agent.observed),
    ];
    lines.extend(agent.reason.iter().map(|reason| format!("why      {reason}")));
    lines.extend(agent.given_up.iter().map(|up| format!("given up {}: {}", up.code, up.why)));
    lines.extend(agent.sandbox.iter().map(|level| format!("sandbox  {level}")));
    for process in &agent.processes {
        let pid = process.pid.map_or_else(|| "-".to_owned(), |pid| pid.to_string());
        let usage = &process.usage;
        lines.push(format!(
            "place {}  {}, pid {pid}, {} MiB, {} ms",
            process.slot,
            process.observed,
            usage.memory_bytes >> 20,
            usage.cpu_ms
        ));
    }
    lines.push(String::new());
    lines.push(format!("dreamos agent show {}", agent.name));
    lines
}

fn age(now: Timestamp, at: Timestamp) -> String {
    duration::short(now.since(at))
}
