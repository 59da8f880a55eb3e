//! The figures that the design keeps budgets for, measured on the release binary: one file per figure or pair of figures.

mod agent_talk;
mod agents;
mod bridge;
mod commands;
mod disk;
mod ledger;
mod memory;
mod messages;
mod postgres;
mod redis;
mod sample;
mod starts;
mod tasks;

use std::{path::Path, time::Duration};

use crate::{Failure, Outcome, times};
use sample::Sample;

/// What a rate is to be: in words, and at least so many a second. `None` for what stands beside others to be compared.
pub(crate) type Target = Option<(&'static str, f64)>;

/// One line of the table.
pub(crate) struct Figure {
    what: String,
    measured: String,
    target: &'static str,
    /// Whether the target is met; `None` where there is none.
    met: Option<bool>,
}

impl Figure {
    pub(crate) fn new(what: impl Into<String>, measured: impl Into<String>, target: &'static str, met: Option<bool>) -> Self {
        Self { what: what.into(), measured: measured.into(), target, met }
    }

    /// A rate, which is measured against its target where it has one.
    pub(crate) fn of_rate(what: impl Into<String>, measured: String, per_second: f64, target: Target) -> Self {
        let met = target.map(|(_, least)| per_second >= least);
        Self::new(what, measured, target.map_or("", |(words, _)| words), met)
    }

    fn line(&self) -> String {
        let verdict = match self.met {
            None => "",
            Some(true) => "met",
            Some(false) => "missed",
        };
        format!("{:<52} {:>34}   {:<26} {verdict}", self.what, self.measured, self.target)
    }
}

/// What can be measured by itself, in the order of the whole.
const PARTS: [&str; 9] = ["starts", "commands", "messages", "redis", "tasks", "postgres", "bridge", "agents", "ledger"];

/// Measures one after another and prints each line as soon as it is known: these parts, or all where none is named.
pub async fn run(parts: &[String], mut print: impl FnMut(String) -> std::io::Result<()>) -> Outcome {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(Failure::broken(format!("no part is called {unknown:?}; there are {}", PARTS.join(", "))));
    }
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let mut show = |figures: Vec<Figure>| -> Outcome {
        figures.iter().try_for_each(|figure| print(figure.line())).map_err(Failure::system("printing"))
    };
    show(vec![Figure::new("what", "measured", "target", None)])?;
    let sync = disk::probe(folder.path())?;
    show(vec![Figure::new("4 KiB append + fdatasync, p50 / p99", sync.show(), "p50 ≤ 200 µs supposed", None)])?;
    for part in PARTS.into_iter().filter(|part| parts.is_empty() || parts.iter().any(|chosen| chosen == part)) {
        measure(part, folder.path(), sync.at(50), &mut show).await?;
    }
    Ok(())
}

async fn measure(part: &str, folder: &Path, sync: Duration, show: &mut impl FnMut(Vec<Figure>) -> Outcome) -> Outcome {
    match part {
        "starts" => {
            show(vec![starts::binary_size()?])?;
            show(starts::empty(folder)?)
        }
        "commands" => {
            show(commands::in_process(sync).await?)?;
            show(commands::over_http(folder, sync).await?)
        }
        "messages" => show(messages::over_the_wire(folder).await?),
        "redis" => show(redis::beside(folder)?),
        "tasks" => show(tasks::over_http(folder).await?),
        "postgres" => show(postgres::beside(folder, sync).await?),
        "bridge" => show(bridge::over_http(folder).await?),
        "agents" => {
            let agents = times("DREAMOS_BENCH_AGENTS", 200);
            show(agents::many(folder, agents).await?)?;
            show(agents::at_work(folder, agents).await?)?;
            show(agent_talk::permissions(folder, times("DREAMOS_BENCH_PERMISSIONS", 200)).await?)?;
            show(agent_talk::updates(folder, times("DREAMOS_BENCH_UPDATES", 200_000)).await?)
        }
        _ => show(ledger::with_events(folder, times("DREAMOS_BENCH_EVENTS", 1_000_000)).await?),
    }
}

/// A time as a multiple of the disk's own.
fn times_sync(time: Duration, sync: Duration) -> String {
    format!("{:.1} syncs", time.as_secs_f64() / sync.as_secs_f64().max(1e-9))
}
