//! Tasks over the wire: created, claimed and completed, each by a call of its own.

use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::{ClaimTasks, CompleteTasks, NewTasks, TaskCompletion};
use dream_client::{Client, ClientError};
use tokio::task::JoinSet;

use super::commands::with_tokens;
use super::sample::rate;
use super::{Figure, Sample, Target};
use crate::load::tasks::titled;
use crate::patience::is_limited;
use crate::{Failure, Outcome, Place};

const WORKERS: usize = 64;
const SECONDS: Duration = Duration::from_secs(5);
/// How many tasks one call creates, claims or completes where a worker takes several.
pub(super) const BATCH: usize = 10;

/// Tasks by 64 workers, one after another each and then several at a time, for some seconds or until the organisation's rate limit turns them
/// away.
pub(crate) async fn over_http(folder: &Path) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("tasks"), folder.join("tasks.log"))?;
    let (server, client, _) = place.start()?;
    let clients = with_tokens(&client).await?;
    let target = Some(("≥ 5,000 /s", 5_000.0));
    let mut figures = done(&clients, 1, "tasks created, claimed, completed over HTTP", target, SECONDS).await?;
    figures.extend(done(&clients, BATCH, &format!("  {BATCH} of them in each call"), target, SECONDS).await?);
    server.stop()?;
    Ok(figures)
}

/// Tasks done in calls of `batch`, for so long.
pub(super) async fn done(clients: &[Client], batch: usize, what: &str, target: Target, length: Duration) -> Outcome<Vec<Figure>> {
    let begun = Instant::now();
    let mut workers = JoinSet::new();
    for (number, client) in clients.iter().cycle().take(WORKERS).enumerate() {
        let client = client.clone();
        workers.spawn(async move { work(&client, &format!("worker-{number}"), batch, begun + length).await });
    }
    let (mut times, mut count) = (Vec::new(), 0);
    while let Some(ended) = workers.join_next().await {
        let (mine, done) = ended.map_err(|error| Failure::broken(format!("a worker broke down: {error}")))??;
        times.extend(mine);
        count += done;
    }
    let (times, per_second) = (Sample::new(times), rate(count, begun.elapsed()));
    let measured = format!("{per_second:.0} /s over {count}");
    Ok(vec![Figure::of_rate(what, measured, per_second, target), Figure::new("  their time, p50 / p99", times.show(), "", None)])
}

/// How long each round of three calls took, and how many tasks were done in them.
async fn work(client: &Client, worker: &str, batch: usize, until: Instant) -> Result<(Vec<Duration>, usize), ClientError> {
    let (mut times, mut done) = (Vec::new(), 0);
    while Instant::now() < until {
        let begun = Instant::now();
        match round(client, worker, batch).await {
            Ok(count) => {
                times.extend((count > 0).then(|| begun.elapsed()));
                done += count;
            }
            Err(error) if is_limited(&error) => break,
            Err(error) => return Err(error),
        }
    }
    Ok((times, done))
}

/// Some tasks; how many of them were done, which is fewer when others claimed what waited.
async fn round(client: &Client, worker: &str, batch: usize) -> Result<usize, ClientError> {
    client.create_tasks(&NewTasks { tasks: vec![titled("no-op".to_owned()); batch] }).await?;
    let limit = u32::try_from(batch).ok();
    let claim = ClaimTasks { worker: worker.to_owned(), limit, ..ClaimTasks::default() };
    let claimed = client.claim_tasks(&claim).await?.tasks;
    if claimed.is_empty() {
        return Ok(0);
    }
    let mut completions = Vec::with_capacity(claimed.len());
    for task in &claimed {
        completions.push(TaskCompletion { task: task.id, attempt: task.attempt, output: None, artifacts: Vec::new() });
    }
    let refused = client.complete_tasks(&CompleteTasks { tasks: completions }).await?.refused;
    Ok(claimed.len().saturating_sub(usize::try_from(refused).unwrap_or(usize::MAX)))
}
