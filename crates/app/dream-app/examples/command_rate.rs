//! What a governed command costs in process: how many a second, and how much of the processors' time each takes.
//!
//! `cargo run --release -p dream-app --example command_rate [seconds=2] [rounds=3] [callers=64]`
//!
//! Three commands: `team` makes one stream and loads nothing, `project` is what the budget of governed commands is measured with, and
//! `run` pauses and resumes runs. Each is measured with SQLite's own sync and with ours, interleaved: the machine is shared with
//! whatever else runs, so compare within one call, and by processor time rather than by rate.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::panic, reason = "a measurement that cannot go on ends")]

use dream_access::{Action, Team};
use dream_app::{
    AppError, Command, Op,
    projects::{self, NewProject},
    runs,
};
use dream_clock::Frozen;
use dream_id::{RunId, TeamId};
use dream_sql::Durability;
use dream_store::Unit;
use dream_testkit::{TestApp, TestDb};
use serde::Serialize;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Team,
    Project,
    Run,
}

/// What one round gave.
struct Rate {
    per_second: f64,
    cpu_us: f64,
    p50: Duration,
    p99: Duration,
}

/// A command that makes one stream.
#[derive(Serialize)]
struct Form {
    name: String,
}

impl Command for Form {
    const NAME: &'static str = "team.create";
    type Answer = TeamId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<TeamId, AppError> {
        op.allow(Action::TeamManage, None)?;
        let id = op.app().store.new_id();
        tx.save(&mut Team::form(op.org()?, id, &op.by(), &self.name).unwrap()).await?;
        Ok(id)
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: u64| arguments.next().map_or(usual, |text| text.parse().unwrap());
    let (seconds, rounds, callers) = (number(2), number(3), number(64));
    let only = arguments.next();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let kinds = [Kind::Team, Kind::Project, Kind::Run].into_iter().filter(|kind| only.as_ref().is_none_or(|only| *only == name(*kind)));
    let cases: Vec<_> = kinds.flat_map(|kind| [Durability::Full, Durability::OwnSync].map(|durability| (kind, durability))).collect();
    for round in 1..=rounds {
        for &(kind, durability) in &cases {
            let rate = runtime.block_on(measure(kind, durability, callers, Duration::from_secs(seconds)));
            println!(
                "{round} {:<8} {durability:<9?} {:>8.0} /s {:>7.1} µs of processor each   p50 {:?} p99 {:?}",
                name(kind),
                rate.per_second,
                rate.cpu_us,
                rate.p50,
                rate.p99
            );
        }
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Team => "team",
        Kind::Project => "project",
        Kind::Run => "run",
    }
}

async fn measure(kind: Kind, durability: Durability, callers: u64, time: Duration) -> Rate {
    let mut db = TestDb::sqlite();
    // More tasks than cores: a task may wait for a core between begin and commit.
    db.options.strict_turns = false;
    db.options.durability = durability;
    let app = TestApp::start(db).await;
    let owner = app.owner();
    let mut runs = Vec::new();
    if kind == Kind::Run {
        for number in 0..callers {
            let project = projects::create(&owner, project(number, 0)).await.unwrap();
            runs.push(runs::start(&owner, runs::NewRun { project: project.id(), cost_cap_micros: None }).await.unwrap());
        }
    }
    let (begun, cpu) = (Instant::now(), processor_time());
    let ticking = tokio::spawn(tick(Arc::clone(&app.clock)));
    let tasks: Vec<_> = (0..callers)
        .map(|caller| tokio::spawn(call(kind, owner.clone(), caller, runs.get(usize::try_from(caller).unwrap()).copied(), begun + time)))
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let (took, cpu) = (begun.elapsed(), processor_time().saturating_sub(cpu));
    ticking.abort();
    app.finish().await;
    times.sort_unstable();
    let count = f64::from(u32::try_from(times.len()).unwrap());
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len() - 1)).copied().unwrap();
    Rate { per_second: count / took.as_secs_f64(), cpu_us: cpu.as_secs_f64() * 1e6 / count, p50: at(50), p99: at(99) }
}

/// Lets the clock go on: ids that are made at one moment are in no order, and rows with such ids are dearer to save.
async fn tick(clock: Arc<Frozen>) {
    const STEP: Duration = Duration::from_millis(1);
    let mut interval = tokio::time::interval(STEP);
    loop {
        interval.tick().await;
        clock.advance(STEP);
    }
}

fn project(caller: u64, turn: u64) -> NewProject {
    let name = format!("bench-{caller}-{turn}");
    NewProject { brief: format!("# {name}\n").into_bytes(), name, template: "software-delivery".to_owned() }
}

async fn call(kind: Kind, op: Op, caller: u64, run: Option<RunId>, until: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    for turn in 0.. {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        match (kind, run) {
            (Kind::Team, _) => drop(op.run(&Form { name: format!("team {caller}-{turn}") }).await.unwrap()),
            (Kind::Project, _) => drop(projects::create(&op, project(caller, turn)).await.unwrap()),
            (Kind::Run, Some(run)) if turn % 2 == 0 => runs::pause(&op, run, None).await.unwrap(),
            (Kind::Run, Some(run)) => runs::resume(&op, run).await.unwrap(),
            (Kind::Run, None) => panic!("there is a run for each caller"),
        }
        times.push(begun.elapsed());
    }
    times
}

/// What this process has used of the processors, in user and kernel mode.
fn processor_time() -> Duration {
    /// Linux counts in hundredths of a second here, whatever the kernel's own tick is.
    const TICK: Duration = Duration::from_millis(10);
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks = || fields.next().unwrap().parse::<u32>().unwrap();
    TICK * (ticks() + ticks())
}
