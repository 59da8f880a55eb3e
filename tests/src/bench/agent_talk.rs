//! What one agent and the server say to each other: how soon a decision reaches an agent that waits for it, and how many updates a second go
//! through the supervisor into the log.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dream_api::{ApprovePermission, Desired, LogLine, NewTasks, Permission, PermissionStatus};
use dream_client::{Client, LogFilter, LogSearch, PageOf, PermissionFilter};
use dream_clock::{Clock as _, SystemClock, Timestamp};

use super::agents::{beside, for_agent, manifest};
use super::sample::{rate, time};
use super::{Figure, Sample};
use crate::{Failure, Outcome, Place, patiently};

const LOOK: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_mins(1);
/// How many updates a second there are to be at least.
const UPDATES: f64 = 10_000.0;

/// From the moment at which the decision is sent, so that its commit counts too, to the one in which the agent has its answer.
pub(crate) async fn permissions(folder: &Path, count: usize) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("asking"), folder.join("asking.log"))?;
    let (server, client, _) = place.start()?;
    let rule = "\n[[tools]]\neffect = \"ask\"\ntool = \"execute\"\n";
    client.register_agent(&manifest("asker", &beside("bench_agent")?, rule, Desired::OnDemand)).await?;
    client.create_tasks(&NewTasks { tasks: vec![for_agent("asker", &format!("ask {count}"))] }).await?;
    let mut times = Vec::with_capacity(count);
    for number in 0..count {
        let asked = until("the agent asks for nothing", async || waiting(&client).await).await?;
        let decided = SystemClock.now();
        client.approve_permission(asked.id, &ApprovePermission { digest: asked.digest, comment: None, grant: None }).await?;
        let answered = until("the agent has no answer", async || answered(place.data(), number)).await?;
        times.push(answered.since(decided));
    }
    server.stop()?;
    let times = Sample::new(times);
    let met = times.at(99) <= Duration::from_millis(50);
    Ok(vec![Figure::new(format!("a permission decided → its agent goes on, {count} times"), times.show(), "p99 ≤ 50 ms", Some(met))])
}

/// Updates of one agent: from the first line of its log to the last, by the server's clock, and until the last can be found.
pub(crate) async fn updates(folder: &Path, count: usize) -> Outcome<Vec<Figure>> {
    let place = Place::embedded(folder.join("talking"), folder.join("talking.log"))?;
    let (server, client, _) = place.start()?;
    client.register_agent(&manifest("talker", &beside("bench_agent")?, "", Desired::OnDemand)).await?;
    client.create_tasks(&NewTasks { tasks: vec![for_agent("talker", &format!("say {count}"))] }).await?;
    let first = until("the agent says nothing", async || line(&client, count, 1).await).await?;
    let last = until("the agent does not come to its end", async || line(&client, count, count).await).await?;
    let found = SystemClock.now();
    let of_agent = LogFilter { text: Some(format!(" of {count} that an agent says")), ..LogFilter::default() };
    let summary = client.log_summary(&of_agent).await?;
    server.stop()?;
    let (kept, per_second) = (summary.counts.info, rate(count, last.at.since(first.at)));
    let whole = usize::try_from(kept).is_ok_and(|kept| kept == count) && summary.dropped == 0;
    let measured = format!("{per_second:.0} /s, {kept} of {count} kept");
    Ok(vec![
        Figure::new("updates of an agent through to its log", measured, "≥ 10,000 /s", Some(per_second >= UPDATES && whole)),
        Figure::new("  from the first to the last being found", time(found.since(first.at)), "", None),
    ])
}

async fn waiting(client: &Client) -> Outcome<Option<Permission>> {
    let filter = PermissionFilter { status: Some(PermissionStatus::Waiting), ..PermissionFilter::default() };
    let page = PageOf { cursor: None, limit: Some(1) };
    Ok(patiently(async || client.permissions(&filter, &page).await).await?.items.pop())
}

/// The line with this number in the agent's log.
async fn line(client: &Client, count: usize, number: usize) -> Outcome<Option<LogLine>> {
    let (stream, text) = (Some("agent/talker".to_owned()), Some(format!("line {number} of {count} that")));
    let filter = LogFilter { stream, text, ..LogFilter::default() };
    let page = PageOf { cursor: None, limit: Some(1) };
    Ok(patiently(async || client.search_logs(&filter, &LogSearch::default(), &page).await).await?.items.pop())
}

/// When the agent noted that an answer came.
fn answered(data: &Path, number: usize) -> Outcome<Option<Timestamp>> {
    let Some(file) = found(&data.join("workspaces"), &format!("answered-{number}"))? else { return Ok(None) };
    let text = fs::read_to_string(&file).map_err(Failure::system("reading what the agent noted"))?;
    let micros = text.parse().map_err(|error| Failure::broken(format!("the agent noted {text}: {error}")))?;
    Ok(Some(Timestamp::from_micros(micros)))
}

/// A file of this name below a folder.
fn found(folder: &Path, name: &str) -> Outcome<Option<PathBuf>> {
    let file = folder.join(name);
    if file.is_file() {
        return Ok(Some(file));
    }
    for entry in fs::read_dir(folder).map_err(Failure::system("reading the agent's folder"))? {
        let entry = entry.map_err(Failure::system("reading the agent's folder"))?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir())
            && let Some(file) = found(&entry.path(), name)?
        {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// Looks until there is something.
async fn until<T>(missing: &str, look: impl AsyncFn() -> Outcome<Option<T>>) -> Outcome<T> {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(LOOK);
    loop {
        tick.tick().await;
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if begun.elapsed() > PATIENCE {
            return Err(Failure::broken(format!("{missing} within {PATIENCE:?}")));
        }
    }
}
