//! What a noisy tenant costs another: how long after an event of the quiet one was taken its request leaves, alone and beside a flood.
//!
//! `cargo run --release -p dream-workers --example noisy_tenant [events=500] [flood a second=100] [rounds=7]`
//!
//! The flood is what one source may send by itself (6,000 a minute are 100 a second); each event of both leads to one request. Alone and beside the
//! flood are measured by turns within one call, every other round the other way round, and nothing of a flood is left when the next part begins: the
//! machine is shared with whatever else runs. What counts is the median over the rounds of each part's p99.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, reason = "a measurement that cannot go on ends")]

use async_trait::async_trait;
use dream_app::Op;
use dream_app::destinations::{self, NewDestination, To};
use dream_app::rules;
use dream_app::sources::{self, NewSource};
use dream_app::subscriptions::{self, NewSubscription};
use dream_bridge::source::Kind;
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use dream_secret::Secret;
use dream_testkit::{InProcess, TestApp, TestDb, found};
use dream_workers::{Settings, Workers};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How long an answer of a receiver takes.
const ANSWER: Duration = Duration::from_millis(20);
/// How long after one event of the quiet organisation the next follows.
const PAUSE: Duration = Duration::from_millis(10);

/// Receivers that take everything, and tell when the quiet organisation's was asked.
struct Receivers {
    quiet: mpsc::UnboundedSender<Instant>,
    noisy: Arc<AtomicUsize>,
}

#[async_trait]
impl Hook for Receivers {
    fn check(&self, _: &str) -> Result<(), HookFault> {
        Ok(())
    }

    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault> {
        if request.url.expose().contains("quiet") {
            self.quiet.send(Instant::now()).unwrap();
        } else {
            self.noisy.fetch_add(1, Ordering::Relaxed);
        }
        tokio::time::sleep(ANSWER).await;
        Ok(HookAnswer { status: 200, retry_after: None, body_start: String::new() })
    }

    async fn ask(&self, _: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }

    async fn get(&self, _: &str, _: usize, _: Duration) -> Result<HookFetched, HookFault> {
        Err(HookFault::NotSent("nothing is fetched here".to_owned()))
    }
}

/// A source, a rule and a receiver of `op`'s organisation.
async fn bridge(op: &Op, name: &str) {
    let new = NewSource { name: "in".to_owned(), kind: Kind::Publish, proof: None, project: None, per_minute: None, secret: None };
    sources::make(op, new).await.unwrap();
    let url = Secret::new(format!("https://{name}.example.com/"));
    subscriptions::make(op, NewSubscription { name: "out".to_owned(), url, types: vec![] }).await.unwrap();
    let to = To::Outgoing("out".to_owned());
    destinations::make(op, NewDestination { name: "out".to_owned(), to, fallback: None }).await.unwrap();
    let text = "[[rule]]\nname = \"all\"\nsources = [\"in\"]\nto = [\"out\"]\n";
    rules::write(op, text.to_owned(), None).await.unwrap();
}

/// How long each of `events` events took, in order of size.
async fn measure(quiet: &Op, asked: &mut mpsc::UnboundedReceiver<Instant>, events: usize) -> Vec<Duration> {
    let mut took = Vec::with_capacity(events);
    for number in 0..events {
        let began = Instant::now();
        sources::publish(quiet, "in", vec![json!({ "title": number })]).await.unwrap();
        took.push(asked.recv().await.unwrap().duration_since(began));
        tokio::time::sleep(PAUSE).await;
    }
    took.sort_unstable();
    took
}

/// What one part of a round came to, in milliseconds.
#[derive(Clone, Copy)]
struct Part {
    p50: f64,
    p99: f64,
}

impl Part {
    fn of(sorted: &[Duration]) -> Self {
        let at = |hundredths: usize| sorted[(sorted.len() * hundredths).div_ceil(100) - 1].as_secs_f64() * 1_000.0;
        Self { p50: at(50), p99: at(99) }
    }
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_unstable_by(f64::total_cmp);
    of[of.len() / 2]
}

/// The noisy organisation, how much it sends a second, and how many of its requests have left.
struct Noise {
    owner: Op,
    rate: usize,
    sent: Arc<AtomicUsize>,
}

impl Noise {
    /// What the quiet organisation's events take beside a flood, and how many requests of it left in a second. When this returns, none is left.
    async fn beside(&self, quiet: &Op, asked: &mut mpsc::UnboundedReceiver<Instant>, events: usize) -> (Part, f64) {
        let (stop, before) = (Arc::new(AtomicBool::new(false)), self.sent.load(Ordering::Relaxed));
        let flood = tokio::spawn(flood(self.owner.clone(), self.rate, Arc::clone(&stop)));
        let began = Instant::now();
        let part = Part::of(&measure(quiet, asked, events).await);
        let noise = f64::from(u32::try_from(self.sent.load(Ordering::Relaxed) - before).unwrap()) / began.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        let published = flood.await.unwrap();
        while self.sent.load(Ordering::Relaxed) < before + published {
            tokio::time::sleep(ANSWER).await;
        }
        (part, noise)
    }
}

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    let argument = |place: usize, usual: usize| std::env::args().nth(place).map_or(usual, |text| text.parse().unwrap());
    let (events, rate, rounds) = (argument(1, 500), argument(2, 100), argument(3, 7));
    let app = TestApp::start(TestDb::sqlite()).await;
    let (sender, mut asked) = mpsc::unbounded_channel();
    let noise = Noise { owner: app.owner(), rate, sent: Arc::default() };
    app.outside.put_hooks(Arc::new(Receivers { quiet: sender, noisy: Arc::clone(&noise.sent) }));
    let quiet = found(&app.app, "quiet").await.owner;
    bridge(&quiet, "quiet").await;
    bridge(&app.owner(), "noisy").await;
    let settings = Settings { holder: "measured".to_owned(), slots: 1, worker: Arc::new(InProcess), mirror: None };
    let workers = Workers::start_bridge(&app.app, settings);
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let (alone, (beside, requests)) = if round % 2 == 0 {
            let alone = Part::of(&measure(&quiet, &mut asked, events).await);
            (alone, noise.beside(&quiet, &mut asked, events).await)
        } else {
            let beside = noise.beside(&quiet, &mut asked, events).await;
            (Part::of(&measure(&quiet, &mut asked, events).await), beside)
        };
        println!(
            "round {round}: alone p50 {:.1} ms p99 {:.1} ms; beside a flood of {rate} events/s ({requests:.0} requests/s) p50 {:.1} ms p99 {:.1} ms",
            alone.p50, alone.p99, beside.p50, beside.p99
        );
        without.push(alone.p99);
        with.push(beside.p99);
    }
    let (alone, beside) = (median(without), median(with));
    let more = (beside / alone - 1.0) * 100.0;
    println!("median p99 over {rounds} rounds: alone {alone:.1} ms, beside the flood {beside:.1} ms: {more:+.0} % (20 % are allowed)");
    workers.stop(Duration::from_secs(5)).await;
    app.finish().await;
}

/// Publishes so many events a second until it is told to stop; how many it published.
async fn flood(noisy: Op, rate: usize, stop: Arc<AtomicBool>) -> usize {
    let mut tick = tokio::time::interval(Duration::from_millis(100));
    let (each, mut published) = ((rate / 10).clamp(1, 100), 0);
    while !stop.load(Ordering::Relaxed) {
        tick.tick().await;
        sources::publish(&noisy, "in", vec![json!({ "title": "noise" }); each]).await.unwrap();
        published += each;
    }
    published
}
