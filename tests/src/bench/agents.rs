//! Many agents at once: what they cost the server, how soon all of them end, and how soon they are back after a kill.

use std::path::Path;
use std::time::{Duration, Instant};

use dream_api::{Desired, Observed, RegisterAgent, StopAll};
use dream_client::{Client, PageOf};

use super::Figure;
use super::memory::{mega, resident};
use super::sample::time;
use crate::{Failure, Outcome, Place, binary};

/// The most agents that one page shows.
const PAGE: u32 = 100;
const LOOK: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_mins(2);

/// Everything that is measured of `count` agents. The program that they run is the tutorial's, which is built beside the binary.
pub(crate) async fn many(folder: &Path, count: usize) -> Outcome<Vec<Figure>> {
    let program = binary::path()?.with_file_name("examples").join("counter");
    if !program.is_file() {
        let missing = format!("there is no {}: run cargo build --release -p dream-agent-sdk --examples", program.display());
        return Err(Failure::broken(missing));
    }
    let place = Place::embedded(folder.join("agents"), folder.join("agents.log"))?;
    let (server, client, _) = place.start()?;
    let begun = Instant::now();
    for number in 0..count {
        client.register_agent(&manifest(number, &program)).await?;
    }
    all_ready(&client, count).await?;
    let started = begun.elapsed();
    let memory = resident(&server)?;

    let begun = Instant::now();
    client.stop_all_agents(&StopAll { reason: None }).await?;
    place.no_agents_left()?;
    let stopped = begun.elapsed();

    client.start_all_agents().await?;
    all_ready(&client, count).await?;
    server.kill()?;
    place.no_agents_left()?;
    let begun = Instant::now();
    let (server, client, _) = place.start()?;
    all_ready(&client, count).await?;
    let recovered = begun.elapsed();
    server.stop()?;
    place.no_agents_left()?;
    Ok(vec![
        Figure::new(format!("{count} agents registered and started"), time(started), "", None),
        Figure::new("  the server's memory with them idle", format!("{:.1} MB", mega(memory)), "≤ 100 MB", Some(memory <= 100_000_000)),
        Figure::new("  stop-all to the end of the last process", time(stopped), "≤ 2 s", Some(stopped <= Duration::from_secs(2))),
        Figure::new("  all back after kill -9 of the server", time(recovered), "≤ 10 s", Some(recovered <= Duration::from_secs(10))),
    ])
}

fn manifest(number: usize, program: &Path) -> RegisterAgent {
    let source = format!(
        "name = \"counter-{number}\"\nrole = \"counter\"\n\n[runtime]\nkind = \"acp\"\ncommand = \"{0}\"\n\n[sandbox]\nreadable = [\"{0}\"]\n",
        program.display()
    );
    RegisterAgent { source, file: None, desired: Some(Desired::Running) }
}

async fn all_ready(client: &Client, count: usize) -> Outcome {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(LOOK);
    loop {
        tick.tick().await;
        let ready = ready(client).await?;
        if ready >= count {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("only {ready} of {count} agents were ready within {PATIENCE:?}")));
        }
    }
}

async fn ready(client: &Client) -> Outcome<usize> {
    let (mut count, mut cursor) = (0, None);
    loop {
        let page = client.agents(&PageOf { cursor, limit: Some(PAGE) }).await?;
        count += page.items.iter().filter(|agent| agent.observed == Observed::Ready).count();
        cursor = page.next;
        if cursor.is_none() {
            return Ok(count);
        }
    }
}
