//! How many governed commands a second one process decides and saves, with every acknowledgement after the disk has it.
//!
//! `cargo run --release -p dream-testkit --example governed_rate -- [CALLERS] [SECONDS]`
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on must stop, and prints what it found")]

use dream_app::{projects, runs};
use dream_testkit::{TestApp, TestDb};
use std::time::{Duration, Instant};

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>().unwrap());
    let (callers, seconds) = (arguments.next().unwrap_or(64), arguments.next().unwrap_or(3));
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure(callers, Duration::from_secs(seconds)));
}

async fn measure(callers: u64, length: Duration) {
    let app = TestApp::start(TestDb::sqlite()).await;
    let op = app.owner();
    let new = projects::NewProject { name: "rate".to_owned(), brief: b"# Rate".to_vec(), template: "planning-only".to_owned() };
    let project = projects::create(&op, new).await.unwrap().id();
    let mut tasks = tokio::task::JoinSet::new();
    let until = Instant::now() + length;
    for _ in 0..callers {
        let run = runs::start(&op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
        let op = op.clone();
        tasks.spawn(async move {
            let mut took = Vec::new();
            while Instant::now() < until {
                let begun = Instant::now();
                if took.len() % 2 == 0 {
                    runs::pause(&op, run, None).await.unwrap();
                } else {
                    runs::resume(&op, run).await.unwrap();
                }
                took.push(begun.elapsed());
            }
            took
        });
    }
    let mut took: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    took.sort_unstable();
    let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len() - 1)).copied().unwrap_or_default();
    let rate = took.len() as u64 / length.as_secs();
    println!("{callers} callers: {rate} governed commands/s, p50 {:?}, p99 {:?}", at(50), at(99));
    app.finish().await;
}
