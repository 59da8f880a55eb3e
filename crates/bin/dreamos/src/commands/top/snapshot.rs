//! What goes on at one moment, as the server tells it.

use crate::error::CliError;
use dream_api::{Agent, LogLevel, LogLine, Overview, Page, Review, ReviewStatus, Run, Status, StatusCounts, Task};
use dream_client::{Client, ClientError, LogFilter, LogSearch, PageOf, ReviewFilter, RunFilter, TaskFilter};
use serde::Serialize;
use std::collections::BTreeSet;

/// How many things of each kind are looked at, of runs and tasks how many of each status.
const MOST: u32 = 50;
/// What is looked for by status, and shown first, in this order: thousands of things that are over hide none of it.
const FIRST: [Status; 5] = [Status::Running, Status::Waiting, Status::Blocked, Status::Failed, Status::Queued];

/// Everything that is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Snapshot {
    /// The numbers.
    #[serde(flatten)]
    pub(super) overview: Overview,
    /// How many messages were sent a second since the snapshot before.
    pub(super) messages_per_second: Option<f64>,
    /// The newest runs of each status that is not over, and of what failed; then the newest of all.
    pub(super) newest_runs: Vec<Run>,
    /// The reviews that wait for people, newest first.
    pub(super) waiting_reviews: Vec<Review>,
    /// The tasks, likewise.
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
        let (overview, search) = (client.overview().await?, LogSearch::default());
        let runs = async |status| client.runs(&RunFilter { status, project: None }, &page).await;
        let tasks = async |status| client.tasks(&TaskFilter { status, ..TaskFilter::default() }, &page).await;
        let (runs, reviews, tasks, lines, agents) = tokio::join!(
            living(overview.runs, runs, |run| run.id.to_string()),
            client.reviews(&waiting, &page),
            living(overview.tasks, tasks, |task| task.id.to_string()),
            client.search_logs(&errors, &search, &page),
            client.agents(&page),
        );
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

/// The newest things of each of the [`FIRST`] statuses of which there are any, then the newest of all, each once.
async fn living<T>(
    counts: StatusCounts,
    ask: impl AsyncFn(Option<Status>) -> Result<Page<T>, ClientError>,
    id: impl Fn(&T) -> String,
) -> Result<Page<T>, ClientError> {
    let mut items = Vec::new();
    for status in FIRST.into_iter().filter(|status| count(counts, *status) > 0) {
        items.extend(ask(Some(status)).await?.items);
    }
    items.extend(ask(None).await?.items);
    let mut seen = BTreeSet::new();
    items.retain(|item| seen.insert(id(item)));
    Ok(Page { items, next: None })
}

fn count(counts: StatusCounts, status: Status) -> u64 {
    match status {
        Status::Running => counts.running,
        Status::Waiting => counts.waiting,
        Status::Blocked => counts.blocked,
        Status::Failed => counts.failed,
        Status::Queued => counts.queued,
        // None of these is asked for by itself.
        _ => 0,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_not_over_is_found_behind_whatever_is() {
        let all: Vec<(u32, Status)> =
            vec![(5, Status::Cancelled), (4, Status::Done), (3, Status::Running), (2, Status::Blocked), (1, Status::Blocked)];
        // A page holds two: the blocked ones are on no page of all.
        let ask = async |status: Option<Status>| {
            let fits = all.iter().filter(|(_, stands)| status.is_none_or(|status| status == *stands));
            Ok(Page { items: fits.take(2).copied().collect(), next: None })
        };
        let counts = StatusCounts { running: 1, blocked: 2, cancelled: 1, done: Some(1), ..StatusCounts::default() };
        let found = living(counts, ask, |(id, _): &(u32, Status)| id.to_string()).await.unwrap();
        assert_eq!(found.items.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 2, 1, 5, 4]);
    }
}
