//! How many tasks a second one process creates, claims and completes, with every acknowledgement after the disk has it.
//!
//! `cargo run --release -p dream-app --example task_bench -- [QUEUED] [SECONDS]`
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on must stop, and prints what it found")]

use dream_app::Op;
use dream_app::tasks::{self, ClaimRequest, ClaimedWork, Completion, NewTask};
use dream_swarm::Offer;
use dream_testkit::{TestApp, TestDb};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>().unwrap());
    let (queued, seconds) = (arguments.next().unwrap_or(100_000), arguments.next().unwrap_or(3));
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure(queued, Duration::from_secs(seconds)));
}

async fn measure(queued: u64, length: Duration) {
    let db = if std::env::var_os("BENCH_POSTGRES").is_some() { TestDb::postgres().await.unwrap() } else { TestDb::sqlite() };
    let app = TestApp::start(db).await;
    let op = app.owner();
    let clock = Arc::clone(&app.clock);
    let ticking = tokio::spawn(async move {
        let mut at = Instant::now();
        loop {
            tokio::time::sleep(Duration::from_micros(500)).await;
            clock.advance(at.elapsed());
            at = Instant::now();
        }
    });
    let drain = tokio::spawn(sequence(op.clone()));
    cycles(&op, length, 64, 1).await;
    cycles(&op, length, 8, 50).await;
    no_op(&op, length).await;
    claims(&op, queued).await;
    drain.abort();
    ticking.abort();
    app.finish().await;
}

/// Gives feed positions where commits do not.
async fn sequence(op: Op) {
    loop {
        if op.app().store.sequence().await.unwrap() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

fn request(worker: usize, most: usize) -> ClaimRequest {
    let offer = Offer { worker: format!("worker {worker}"), ..Offer::default() };
    ClaimRequest { offer, most: u32::try_from(most).unwrap(), lease: Some(Duration::from_hours(1)) }
}

fn completion(work: &ClaimedWork) -> Completion {
    Completion { task: work.task.id, worker: None, attempt: Some(work.attempt), output: None, artifacts: Vec::new() }
}

fn titled(count: usize) -> Vec<NewTask> {
    (0..count).map(|number| NewTask::titled(format!("task {number}"))).collect()
}

/// Create, claim and complete, `each` tasks a command, by `workers` at once.
async fn cycles(op: &Op, length: Duration, workers: usize, each: usize) {
    let (cpu, begun) = (cpu_seconds(), Instant::now());
    let mut running = JoinSet::new();
    for worker in 0..workers {
        let op = op.clone();
        running.spawn(async move {
            let mut done = 0_usize;
            while begun.elapsed() < length {
                tasks::create_all(&op, titled(each)).await.unwrap();
                let work = tasks::claim(&op, request(worker, each)).await.unwrap();
                let completions: Vec<Completion> = work.iter().map(completion).collect();
                if !completions.is_empty() {
                    done += tasks::complete_all(&op, completions).await.unwrap().iter().filter(|answer| answer.is_ok()).count();
                }
            }
            done
        });
    }
    let done: usize = running.join_all().await.into_iter().sum();
    let (took, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let (rate, each_cpu) = (done as f64 / took, cpu * 1e6 / done.max(1) as f64);
    println!("create → claim → complete, {workers} workers, {each} a command: {rate:.0} tasks/s, {each_cpu:.0} µs of CPU a task");
}

/// From the call that creates a task to its completion by a worker that waited for it.
async fn no_op(op: &Op, length: Duration) {
    // What the cycles left over is not what this waits for.
    while !tasks::claim(op, request(0, 100)).await.unwrap().is_empty() {}
    let mut took = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < length {
        let waiter = op.clone();
        let waiting = tokio::spawn(async move {
            let work = tasks::claim_waiting(&waiter, request(0, 1), Duration::from_secs(10)).await.unwrap();
            let done = work.iter().map(completion).collect();
            tasks::complete_all(&waiter, done).await.unwrap();
            Instant::now()
        });
        tokio::time::sleep(Duration::from_millis(2)).await;
        let created = Instant::now();
        tasks::create_all(op, titled(1)).await.unwrap();
        took.push(waiting.await.unwrap() - created);
    }
    print_times("no-op task, created to completed by a worker that waited", took);
}

/// Claims of one and of fifty while `queued` tasks wait.
async fn claims(op: &Op, queued: u64) {
    let begun = Instant::now();
    let mut filling = JoinSet::new();
    for _ in 0..4 {
        let (op, count) = (op.clone(), queued / 4 / 50);
        filling.spawn(async move {
            for _ in 0..count {
                tasks::create_all(&op, titled(50)).await.unwrap();
            }
        });
    }
    filling.join_all().await;
    println!("{queued} tasks created in {:?}", begun.elapsed());
    let mut took = Vec::new();
    for _ in 0..500 {
        let begun = Instant::now();
        assert_eq!(tasks::claim(op, request(0, 1)).await.unwrap().len(), 1);
        took.push(begun.elapsed());
    }
    print_times("a claim of one with all of them queued", took);
    let (cpu, begun) = (cpu_seconds(), Instant::now());
    let mut running = JoinSet::new();
    for worker in 0..8 {
        let op = op.clone();
        running.spawn(async move {
            let (mut count, mut took) = (0_usize, Vec::new());
            loop {
                let begun = Instant::now();
                let claimed = tasks::claim(&op, request(worker, 50)).await.unwrap().len();
                if claimed == 0 || count > 12_500 {
                    return (count, took);
                }
                took.push(begun.elapsed());
                count += claimed;
            }
        });
    }
    let answers = running.join_all().await;
    let seconds = begun.elapsed().as_secs_f64();
    let count: usize = answers.iter().map(|(count, _)| count).sum();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let (rate, each_cpu) = (count as f64 / seconds, (cpu_seconds() - cpu) * 1e6 / count.max(1) as f64);
    println!("claims of 50 by 8 workers: {rate:.0} tasks/s, {each_cpu:.1} µs of CPU a task");
    print_times("a claim of 50", answers.into_iter().flat_map(|(_, took)| took).collect());
}

fn print_times(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied().unwrap_or_default();
    println!("{what}: p50 {:?}, p99 {:?} of {}", at(50), at(99), took.len());
}

/// The CPU time of this process so far, of user and system, in seconds.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
