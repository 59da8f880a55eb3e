//! Tasks over the wire: created, claimed and completed, each by a call of its own.

use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::{ClaimTasks, CompleteTasks, NewTasks, TaskCompletion};
use dream_client::{Client, ClientError};
use tokio::task::JoinSet;

use super::commands::with_tokens;
use super::sample::rate;
use super::{Figure, Sample};
use crate::load::tasks::titled;
use crate::patience::is_limited;
use crate::{Failure, Outcome, Place};

const WORKERS: usize = 64;
const SECONDS: Duration = Duration::from_secs(5);

/// Tasks by 64 workers, one after another each, for some seconds or until the organisation's rate limit turns them away.
pub(crate) async fn over_http(folder: &Path) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("tasks"), folder.join("tasks.log"))?;
    let (server, client, _) = place.start()?;
    let clients = with_tokens(&client).await?;
    let begun = Instant::now();
    let mut workers = JoinSet::new();
    for (number, client) in clients.iter().cycle().take(WORKERS).enumerate() {
        let client = client.clone();
        workers.spawn(async move { work(&client, number, begun + SECONDS).await });
    }
    let mut times = Vec::new();
    while let Some(ended) = workers.join_next().await {
        let mine = ended.map_err(|error| Failure::broken(format!("a worker broke down: {error}")))?;
        times.extend(mine?);
    }
    let (times, took) = (Sample::new(times), begun.elapsed());
    server.stop()?;
    let per_second = rate(times.len(), took);
    let measured = format!("{per_second:.0} /s over {}", times.len());
    Ok(vec![
        Figure::new("tasks created, claimed, completed over HTTP", measured, "≥ 5,000 /s", Some(per_second >= 5_000.0)),
        Figure::new("  their time, p50 / p99", times.show(), "", None),
    ])
}

/// How long each task took, from its creation to its completion.
async fn work(client: &Client, number: usize, until: Instant) -> Result<Vec<Duration>, ClientError> {
    let mut times = Vec::new();
    let worker = format!("worker-{number}");
    while Instant::now() < until {
        let begun = Instant::now();
        match one(client, &worker).await {
            Ok(done) => times.extend(done.then(|| begun.elapsed())),
            Err(error) if is_limited(&error) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(times)
}

/// One task; whether it was done, which is not so when others claimed all that waited.
async fn one(client: &Client, worker: &str) -> Result<bool, ClientError> {
    client.create_tasks(&NewTasks { tasks: vec![titled("no-op".to_owned())] }).await?;
    let claim = ClaimTasks { worker: worker.to_owned(), limit: Some(1), ..ClaimTasks::default() };
    let Some(claimed) = client.claim_tasks(&claim).await?.tasks.pop() else { return Ok(false) };
    let completion = TaskCompletion { task: claimed.id, attempt: claimed.attempt, output: None, artifacts: Vec::new() };
    Ok(client.complete_tasks(&CompleteTasks { tasks: vec![completion] }).await?.refused == 0)
}
