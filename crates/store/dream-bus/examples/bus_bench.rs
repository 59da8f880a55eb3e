//! What messages cost in process: how many a second, how long each takes, and how much of the processors' time.
//!
//! `cargo run --release -p dream-bus --example bus_bench [seconds=2] [rounds=1] [case]`
//!
//! Each publish waits for its message to be on disk. With `DREAMOS_TEST_POSTGRES` set to a server's URL, PostgreSQL is measured beside
//! SQLite with its own sync and with ours. The machine may be shared: compare within one call, and by processor time rather than by rate.
//! The case `stored` fills a channel with 10 million messages (`STORED` says how many) and is measured only when it is named.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a measurement that cannot go on ends")]

use dream_bus::{Bus, Fetch, NewConsumer, Settlement, SqlBus};
use dream_clock::{SystemClock, SystemRng};
use dream_id::{OrgId, TypedId};
use dream_messages::{Channel, ConsumerName, ConsumerSettings, NewMessage, Space, Start, Verdict};
use dream_sql::{Durability, testing::TestDb};
use dream_store::Store;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

const CASES: &[&str] = &["publish-1", "publish-64", "publish-256", "own-64", "batch-4", "flow-64", "flow-256", "wide-256", "latency"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Sqlite(Durability),
    Postgres,
}

/// A bus on a database of its own.
struct Ground {
    bus: SqlBus,
    store: Store,
    space: Space,
    _db: TestDb,
}

/// What one case gave.
struct Rate {
    count: u64,
    took: Duration,
    cpu: Duration,
    times: Vec<Duration>,
    note: String,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: u64| arguments.next().map_or(usual, |text| text.parse().unwrap());
    let (seconds, rounds) = (number(2), number(1));
    let only = arguments.next();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut engines = vec![Engine::Sqlite(Durability::Full), Engine::Sqlite(Durability::OwnSync)];
    if std::env::var("DREAMOS_TEST_POSTGRES").is_ok() {
        engines.push(Engine::Postgres);
    }
    let cases: Vec<&str> = match &only {
        Some(only) => vec![only.as_str()],
        None => CASES.to_vec(),
    };
    for _ in 0..rounds {
        for case in &cases {
            for engine in &engines {
                let rate = runtime.block_on(measure(*engine, case, Duration::from_secs(seconds)));
                print(*engine, case, rate);
            }
        }
    }
}

fn print(engine: Engine, case: &str, mut rate: Rate) {
    rate.times.sort_unstable();
    let at = |percent: usize| rate.times.get((rate.times.len() * percent / 100).min(rate.times.len().saturating_sub(1))).copied();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let count = rate.count as f64;
    println!(
        "{:<16} {case:<12} {:>9.0} /s {:>7.2} µs of processor each   p50 {:?} p99 {:?}   {} MB {}",
        format!("{engine:?}").replace("Sqlite(", "Sqlite ").replace(')', ""),
        count / rate.took.as_secs_f64(),
        rate.cpu.as_secs_f64() * 1e6 / count.max(1.0),
        at(50).unwrap_or_default(),
        at(99).unwrap_or_default(),
        resident_mb(),
        rate.note,
    );
}

impl Ground {
    async fn on(engine: Engine) -> Self {
        let mut db = match engine {
            Engine::Sqlite(durability) => {
                let mut db = TestDb::sqlite();
                db.options.durability = durability;
                db
            }
            Engine::Postgres => TestDb::postgres().await.unwrap(),
        };
        // More tasks than cores: a task may wait for a core between begin and commit.
        db.options.strict_turns = false;
        let store = Store::open(db.options.clone(), Arc::new(SystemClock), Arc::new(SystemRng)).await.unwrap();
        let bus = SqlBus::start(store.db().clone(), Arc::new(SystemClock), Arc::new(SystemRng));
        Self { bus, store, space: Space::org(OrgId::from_parts(1, [7; 10])), _db: db }
    }

    async fn close(self) {
        drop(self.bus);
        self.store.close().await.unwrap();
    }

    async fn consumer(&self, name: &str, pattern: &str) {
        let settings = ConsumerSettings { start: Start::First, max_in_flight: 10_000, ..ConsumerSettings::default() };
        let new = NewConsumer { name: name.parse().unwrap(), pattern: pattern.parse().unwrap(), settings };
        self.bus.create_consumer(self.space, new).await.unwrap();
    }
}

fn message(channel: &str) -> NewMessage {
    let channel: Channel = channel.parse().unwrap();
    NewMessage::new(channel, "per_01jd3k0000000000000000000", "x".repeat(1_024))
}

async fn measure(engine: Engine, case: &str, time: Duration) -> Rate {
    let ground = Ground::on(engine).await;
    let (kind, number) = case.split_once('-').map_or((case, 0), |(kind, number)| (kind, number.parse().unwrap()));
    let rate = match kind {
        "publish" => publish(&ground, number, 1, 1, time).await,
        "own" => publish(&ground, number, number, 1, time).await,
        "batch" => publish(&ground, number, 1, 100, time).await,
        "wide" => wide(&ground, number, time).await,
        "flow" => flow(&ground, number, time).await,
        "stored" => stored(&ground, time).await,
        _ => latency(&ground).await,
    };
    ground.close().await;
    rate
}

/// `producers` publish batches of `batch` to `channels` channels.
async fn publish(ground: &Ground, producers: u64, channels: u64, batch: usize, time: Duration) -> Rate {
    // Channels come into being before the time counts.
    for channel in 0..channels {
        ground.bus.publish(ground.space, vec![message(&format!("topic/t{channel}"))]).await.unwrap();
    }
    let (begun, cpu) = (Instant::now(), processor_time());
    let tasks = (0..producers).map(|producer| {
        let (bus, space) = (ground.bus.clone(), ground.space);
        tokio::spawn(async move {
            let mut times = Vec::new();
            for turn in producer.. {
                let from = Instant::now();
                if from >= begun + time {
                    break;
                }
                // A channel after the other where there are more channels than producers.
                let channel = if channels > producers { turn.wrapping_mul(producers + 1) % channels } else { producer % channels };
                let answers = bus.publish(space, vec![message(&format!("topic/t{channel}")); batch]).await.unwrap();
                assert!(answers.iter().all(Result::is_ok));
                times.push(from.elapsed());
            }
            times
        })
    });
    let mut times = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        times.extend(task.await.unwrap());
    }
    let count = (times.len() * batch) as u64;
    Rate { count, took: begun.elapsed(), cpu: processor_time().saturating_sub(cpu), times, note: String::new() }
}

/// 10,000 channels and 1,000 consumers that wait, each on ten of the channels or all of them.
async fn wide(ground: &Ground, producers: u64, time: Duration) -> Rate {
    const CHANNELS: u64 = 10_000;
    for group in 0..100 {
        let all = (0..100).map(|one| message(&format!("topic/t{}", group * 100 + one)));
        assert!(ground.bus.publish(ground.space, all.collect()).await.unwrap().iter().all(Result::is_ok));
    }
    let mut readers = Vec::new();
    for number in 0..1_000 {
        let name = format!("c{number}");
        ground.consumer(&name, &if number < 5 { "topic/*".to_owned() } else { format!("topic/t{number}") }).await;
        readers.push(read(ground.bus.clone(), ground.space, name, Arc::default(), Arc::default()));
    }
    let readers: Vec<_> = readers.into_iter().map(tokio::spawn).collect();
    let rate = publish(ground, producers, CHANNELS, 1, time).await;
    let delivered = ground.bus.counters().acknowledged;
    ground.bus.end_waits();
    for reader in readers {
        reader.abort();
    }
    Rate { note: format!("{delivered} acknowledged beside it"), ..rate }
}

/// Reads and acknowledges until told to end; returns how many.
async fn read(bus: SqlBus, space: Space, name: String, end: Arc<AtomicBool>, count: Arc<AtomicU64>) {
    let name: ConsumerName = name.parse().unwrap();
    while !end.load(Ordering::Relaxed) {
        let fetch = Fetch { holder: "reader".to_owned(), max: 256, wait: Duration::from_millis(500) };
        let Ok(got) = bus.fetch(space, &name, fetch).await else { return };
        if got.is_empty() {
            continue;
        }
        let settle = |one: &dream_bus::Delivery| Settlement {
            message: one.message.id,
            attempt: one.attempt,
            verdict: Verdict::Acknowledge,
            reason: None,
        };
        let Ok(answers) = bus.settle(space, &name, got.iter().map(settle).collect()).await else { return };
        assert!(answers.iter().all(Result::is_ok));
        count.fetch_add(answers.len() as u64, Ordering::Relaxed);
    }
}

/// `producers` publish one by one, four readers fetch and acknowledge; what counts is what was acknowledged.
async fn flow(ground: &Ground, producers: u64, time: Duration) -> Rate {
    ground.consumer("c", "topic/t0").await;
    let (end, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let reader = |_| tokio::spawn(read(ground.bus.clone(), ground.space, "c".to_owned(), Arc::clone(&end), Arc::clone(&count)));
    let readers: Vec<_> = (0..4).map(reader).collect();
    let rate = publish(ground, producers, 1, 1, time).await;
    let acknowledged = count.load(Ordering::Relaxed);
    end.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    let note = format!("{} published", rate.count);
    Rate { count: acknowledged, note, ..rate }
}

/// One message at a time, from its publishing to the hands of a reader that waits.
async fn latency(ground: &Ground) -> Rate {
    const COUNT: u64 = 500;
    ground.consumer("c", "topic/t0").await;
    let name: ConsumerName = "c".parse().unwrap();
    let (begun, cpu) = (Instant::now(), processor_time());
    let mut times = Vec::new();
    for _ in 0..COUNT {
        let (bus, space, name) = (ground.bus.clone(), ground.space, name.clone());
        let waiting = tokio::spawn(async move {
            let fetch = Fetch { holder: "reader".to_owned(), max: 1, wait: Duration::from_secs(5) };
            let got = bus.fetch(space, &name, fetch).await.unwrap();
            (got, Instant::now())
        });
        tokio::time::sleep(Duration::from_millis(2)).await;
        let from = Instant::now();
        ground.bus.publish(ground.space, vec![message("topic/t0")]).await.unwrap();
        let (got, at) = waiting.await.unwrap();
        times.push(at - from);
        let settlement = Settlement { message: got[0].message.id, attempt: 1, verdict: Verdict::Acknowledge, reason: None };
        ground.bus.settle(ground.space, &"c".parse().unwrap(), vec![settlement]).await.unwrap();
    }
    Rate { count: COUNT, took: begun.elapsed(), cpu: processor_time().saturating_sub(cpu), times, note: String::new() }
}

/// 64 producers on a channel that holds many messages already.
async fn stored(ground: &Ground, time: Duration) -> Rate {
    let many: u64 = std::env::var("STORED").map_or(10_000_000, |text| text.parse().unwrap());
    let empty = publish(ground, 64, 1, 1, time).await;
    let fillers = (0..4).map(|_| {
        let (bus, space) = (ground.bus.clone(), ground.space);
        tokio::spawn(async move {
            for _ in 0..many / 4_000 {
                bus.publish(space, vec![message("topic/t0"); 1_000]).await.unwrap();
            }
        })
    });
    for filler in fillers.collect::<Vec<_>>() {
        filler.await.unwrap();
    }
    let rate = publish(ground, 64, 1, 1, time).await;
    let note = format!("with {many} stored; {} /s when empty", empty.count / time.as_secs().max(1));
    Rate { note, ..rate }
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024
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
