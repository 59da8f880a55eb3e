//! Governed commands: authorised, decided, committed to disk; in process, and answered over HTTP.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dream_api::{CreateProject, MintToken, TokenScope};
use dream_app::projects::{self, NewProject};
use dream_app::{AppError, Op};
use dream_client::{Client, ClientError};
use dream_testkit::{TestApp, TestDb};
use tokio::task::JoinSet;

use super::sample::rate;
use super::{Figure, Sample, Target, times_sync};
use crate::patience::is_limited;
use crate::server::connect;
use crate::{Failure, Outcome, Place};

const CALLERS: usize = 64;
/// Callers share tokens, or the limit of one would end the measurement before that of the organisation does.
const TOKENS: usize = 16;
const SECONDS: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(1);

/// Projects opened by 64 callers at once, for some seconds or until the organisation's rate limit turns them away.
pub(crate) async fn over_http(folder: &Path, sync: Duration) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("commands"), folder.join("server.log"))?;
    let (server, client, _) = place.start()?;
    let figures = opened(&client, "over HTTP", Some(("≥ 8,000 /s", 8000.0)), sync, SECONDS).await?;
    server.stop()?;
    Ok(figures)
}

/// Projects opened on one server, for so long.
pub(super) async fn opened(owner: &Client, way: &str, target: Target, sync: Duration, length: Duration) -> Outcome<Vec<Figure>> {
    let clients = with_tokens(owner).await?;
    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for (number, client) in clients.iter().cycle().take(CALLERS).enumerate() {
        let client = client.clone();
        callers.spawn(async move { call(&client, number, begun + length).await });
    }
    let times = gather(callers).await?;
    Ok(figures(way, &times, begun.elapsed(), target, sync))
}

/// The same use case called by 64 tasks of one process, without HTTP and rate limits.
pub(crate) async fn in_process(sync: Duration) -> Outcome<Vec<Figure>> {
    let mut database = TestDb::sqlite();
    // More tasks than cores: a task may wait for a core between begin and commit.
    database.options.strict_turns = false;
    let app = TestApp::start(database).await;
    // Ids that are made at one moment are in no order, and rows with such ids are dearer to save: the clock goes on.
    let clock = Arc::clone(&app.clock);
    let ticking = tokio::spawn(async move {
        let mut interval = tokio::time::interval(TICK);
        loop {
            interval.tick().await;
            clock.advance(TICK);
        }
    });
    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        let op = app.owner();
        callers.spawn(async move { act(&op, number, begun + SECONDS).await });
    }
    let times = gather(callers).await?;
    let took = begun.elapsed();
    ticking.abort();
    app.finish().await;
    Ok(figures("in process", &times, took, Some(("≥ 20,000 /s", 20_000.0)), sync))
}

async fn gather<E: std::fmt::Display + 'static>(mut callers: JoinSet<Result<Vec<Duration>, E>>) -> Outcome<Sample> {
    let mut times = Vec::new();
    while let Some(ended) = callers.join_next().await {
        let mine = ended.map_err(|error| Failure::broken(format!("a caller broke down: {error}")))?;
        times.extend(mine.map_err(|error| Failure::broken(format!("a command failed: {error}")))?);
    }
    Ok(Sample::new(times))
}

fn figures(way: &str, times: &Sample, took: Duration, target: Target, sync: Duration) -> Vec<Figure> {
    let per_second = rate(times.len(), took);
    let late = times.at(99);
    let measured = format!("{per_second:.0} /s over {}", times.len());
    let in_time = target.map(|_| late <= Duration::from_millis(25));
    vec![
        Figure::of_rate(format!("governed commands {way}, {CALLERS} callers"), measured, per_second, target),
        Figure::new("  their time, p50 / p99", times.show(), if target.is_some() { "p99 ≤ 25 ms" } else { "" }, in_time),
        Figure::new("  their p99 in syncs of this disk", times_sync(late, sync), "", None),
    ]
}

/// Clients with tokens of their own, whose organisation they know already.
pub(super) async fn with_tokens(owner: &Client) -> Outcome<Vec<Client>> {
    let mut clients = Vec::with_capacity(TOKENS);
    for number in 0..TOKENS {
        let scopes = vec![TokenScope::Read, TokenScope::Write];
        let minted = owner.mint_token(&MintToken { name: format!("bench {number}"), scopes, expires_at: None, person: None }).await?;
        let client = connect(owner.url(), &minted.text)?;
        client.org().await?;
        clients.push(client);
    }
    Ok(clients)
}

async fn call(client: &Client, number: usize, until: Instant) -> Result<Vec<Duration>, ClientError> {
    let mut times = Vec::new();
    for turn in 0_usize.. {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let name = format!("bench-{number}-{turn}");
        let body = CreateProject { brief: format!("# {name}\n"), name, template: "software-delivery".into() };
        match client.create_project(&body).await {
            Ok(_) => times.push(begun.elapsed()),
            Err(error) if is_limited(&error) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(times)
}

async fn act(op: &Op, number: usize, until: Instant) -> Result<Vec<Duration>, AppError> {
    let mut times = Vec::new();
    for turn in 0_usize.. {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let name = format!("bench-{number}-{turn}");
        let brief = format!("# {name}\n").into_bytes();
        projects::create(op, NewProject { name, brief, template: "software-delivery".to_owned() }).await?;
        times.push(begun.elapsed());
    }
    Ok(times)
}
