//! Many agents at once: what they cost the server, how soon all of them end, and how soon they are back after a kill.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dream_api::{Agent, Desired, NewTask, NewTasks, Observed, RegisterAgent, StopAll};
use dream_client::{Client, PageOf};

use super::Figure;
use super::memory::{mega, resident};
use super::sample::time;
use crate::load::tasks::titled;
use crate::{Failure, Outcome, Place, binary, patiently};

/// The most agents that one page shows.
const PAGE: u32 = 100;
const LOOK: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_mins(2);
const RECOVERED: Duration = Duration::from_secs(10);

/// Everything that is measured of `count` agents without work. The program that they run is the tutorial's, which is built beside the binary.
pub(crate) async fn many(folder: &Path, count: usize) -> Outcome<Vec<Figure>> {
    let program = beside("examples/counter")?;
    let place = Place::embedded(folder.join("agents"), folder.join("agents.log"))?;
    let (server, client, _) = place.start()?;
    let begun = Instant::now();
    for number in 0..count {
        client.register_agent(&manifest(&format!("counter-{number}"), &program, "", Desired::Running)).await?;
    }
    all(&client, count, "ready", is_ready).await?;
    let started = begun.elapsed();
    let memory = resident(&server)?;

    let begun = Instant::now();
    client.stop_all_agents(&StopAll { reason: None }).await?;
    place.no_agents_left()?;
    let stopped = begun.elapsed();

    client.start_all_agents().await?;
    all(&client, count, "ready", is_ready).await?;
    server.kill()?;
    place.no_agents_left()?;
    let begun = Instant::now();
    let (server, client, _) = place.start()?;
    all(&client, count, "ready", is_ready).await?;
    let recovered = begun.elapsed();
    server.stop()?;
    place.no_agents_left()?;
    Ok(vec![
        Figure::new(format!("{count} agents registered and started"), time(started), "", None),
        Figure::new("  the server's memory with them idle", format!("{:.1} MB", mega(memory)), "≤ 100 MB", Some(memory <= 100_000_000)),
        Figure::new("  stop-all to the end of the last process", time(stopped), "≤ 2 s", Some(stopped <= Duration::from_secs(2))),
        Figure::new("  all back after kill -9 of the server", time(recovered), "≤ 10 s", Some(recovered <= RECOVERED)),
    ])
}

/// How soon `count` agents that have a task each are at work again after the server was killed, its start included.
pub(crate) async fn at_work(folder: &Path, count: usize) -> Outcome<Vec<Figure>> {
    let program = beside("bench_agent")?;
    let place = Place::embedded(folder.join("working"), folder.join("working.log"))?;
    let (server, client, _) = place.start()?;
    for number in 0..count {
        client.register_agent(&manifest(&format!("worker-{number}"), &program, "", Desired::OnDemand)).await?;
    }
    let begun = Instant::now();
    let tasks = (0..count).map(|number| for_agent(&format!("worker-{number}"), "hold")).collect();
    client.create_tasks(&NewTasks { tasks }).await?;
    all(&client, count, "at work", is_at_work).await?;
    let began = begun.elapsed();
    server.kill()?;
    let begun = Instant::now();
    let (server, client, _) = place.start()?;
    all(&client, count, "at work again", is_at_work).await?;
    let recovered = begun.elapsed();
    client.stop_all_agents(&StopAll { reason: None }).await?;
    place.no_agents_left()?;
    server.stop()?;
    Ok(vec![
        Figure::new(format!("{count} agents given a task each, all at work"), time(began), "", None),
        Figure::new("  all at work again after kill -9 of the server", time(recovered), "≤ 10 s", Some(recovered <= RECOVERED)),
    ])
}

/// A program that is built beside the binary.
pub(super) fn beside(name: &str) -> Outcome<PathBuf> {
    let program = binary::path()?.with_file_name(name);
    if program.is_file() {
        return Ok(program);
    }
    Err(Failure::broken(format!("there is no {}: run make bench, which builds it", program.display())))
}

/// An agent that runs `program`, with more in its manifest.
pub(super) fn manifest(name: &str, program: &Path, more: &str, desired: Desired) -> RegisterAgent {
    let source = format!(
        "name = \"{name}\"\nrole = \"measured\"\n\n[runtime]\nkind = \"acp\"\ncommand = \"{0}\"\n\n[sandbox]\nreadable = [\"{0}\"]\n{more}",
        program.display()
    );
    RegisterAgent { source, file: None, desired: Some(desired) }
}

/// A task for one agent that says what it is to do.
pub(super) fn for_agent(agent: &str, title: &str) -> NewTask {
    NewTask { assignee: Some(agent.to_owned()), ..titled(title.to_owned()) }
}

fn is_ready(agent: &Agent) -> bool {
    agent.observed == Observed::Ready
}

fn is_at_work(agent: &Agent) -> bool {
    agent.observed == Observed::Working && agent.task.is_some()
}

/// Waits until so many agents are as `is` asks.
async fn all(client: &Client, count: usize, word: &str, is: impl Fn(&Agent) -> bool) -> Outcome {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(LOOK);
    loop {
        tick.tick().await;
        let found = counted(client, &is).await?;
        if found >= count {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("only {found} of {count} agents were {word} within {PATIENCE:?}")));
        }
    }
}

async fn counted(client: &Client, is: &impl Fn(&Agent) -> bool) -> Outcome<usize> {
    let (mut count, mut cursor) = (0, None);
    loop {
        let page = PageOf { cursor, limit: Some(PAGE) };
        let page = patiently(async || client.agents(&page).await).await?;
        count += page.items.iter().filter(|agent| is(agent)).count();
        cursor = page.next;
        if cursor.is_none() {
            return Ok(count);
        }
    }
}
