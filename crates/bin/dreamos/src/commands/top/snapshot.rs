//! What goes on at one moment, as the server tells it.

use crate::error::CliError;
use dream_api::{Agent, LogLevel, LogLine, Overview, Page, Review, ReviewStatus, Run, Task};
use dream_client::{Client, ClientError, LogFilter, LogSearch, PageOf, ReviewFilter, RunFilter, TaskFilter};
use serde::Serialize;

/// How many things of each kind are looked at.
const MOST: u32 = 50;

/// Everything that is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Snapshot {
    /// The numbers.
    #[serde(flatten)]
    pub(super) overview: Overview,
    /// How many messages were sent a second since the snapshot before.
    pub(super) messages_per_second: Option<f64>,
    /// The newest runs.
    pub(super) newest_runs: Vec<Run>,
    /// The reviews that wait for people, newest first.
    pub(super) waiting_reviews: Vec<Review>,
    /// The newest tasks.
    pub(super) newest_tasks: Vec<Task>,
    /// The newest errors.
    pub(super) recent_errors: Vec<LogLine>,
    /// The agents, by name.
    pub(super) agents: Vec<Agent>,
    /// What could not be looked at.
    pub(super) problems: Vec<String>,
}

impl Snapshot {
    /// Looks. `before` is the snapshot before, for the rates.
    ///
    /// # Errors
    /// When the numbers cannot be had; a list that cannot be had is a problem of the snapshot.
    pub(super) async fn take(client: &Client, before: Option<&Self>) -> Result<Self, CliError> {
        let page = PageOf { cursor: None, limit: Some(MOST) };
        let waiting = ReviewFilter { status: Some(ReviewStatus::Waiting), run: None };
        let errors = LogFilter { level: Some(LogLevel::Error), ..LogFilter::default() };
        let (no_runs, no_tasks, search) = (RunFilter::default(), TaskFilter::default(), LogSearch::default());
        let (overview, runs, reviews, tasks, lines, agents) = tokio::join!(
            client.overview(),
            client.runs(&no_runs, &page),
            client.reviews(&waiting, &page),
            client.tasks(&no_tasks, &page),
            client.search_logs(&errors, &search, &page),
            client.agents(&page),
        );
        let overview = overview?;
        let mut problems = Vec::new();
        let newest_runs = items(runs, "runs", &mut problems);
        let waiting_reviews = items(reviews, "reviews", &mut problems);
        let newest_tasks = items(tasks, "tasks", &mut problems);
        let lines = lines.map(|page| Page { items: page.items, next: page.next });
        let recent_errors = items(lines, "log lines", &mut problems);
        let agents = items(agents, "agents", &mut problems);
        let messages_per_second = before.and_then(|before| rate(&before.overview, &overview));
        Ok(Self { overview, messages_per_second, newest_runs, waiting_reviews, newest_tasks, recent_errors, agents, problems })
    }
}

fn items<T>(page: Result<Page<T>, ClientError>, what: &str, problems: &mut Vec<String>) -> Vec<T> {
    match page {
        Ok(page) => page.items,
        Err(error) => {
            problems.push(format!("no {what}: {error}"));
            Vec::new()
        }
    }
}

/// Messages sent a second between two looks; `None` when no time passed.
fn rate(before: &Overview, now: &Overview) -> Option<f64> {
    let seconds = now.at.since(before.at).as_secs_f64();
    let sent = u32::try_from(now.messages.sent.saturating_sub(before.messages.sent)).unwrap_or(u32::MAX);
    (seconds > 0.0).then(|| (f64::from(sent) / seconds * 10.0).round() / 10.0)
}
