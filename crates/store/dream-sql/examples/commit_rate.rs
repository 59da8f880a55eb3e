//! How many operations a second reach the disk, for SQLite's own sync and for ours, interleaved.
//!
//! `cargo run --release -p dream-sql --example commit_rate [seconds] [rounds] [folder]`
//!
//! An operation is what a governed command does: read a state row, append to a ledger, update the row. Latency is begin to
//! acknowledged. Compare within one run: the disk is shared with whatever else runs.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on ends")]

use dream_sql::{Db, Durability, Location, Options, Sql};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant},
};

const STATES: Sql = Sql::both("CREATE TABLE states (id bigint NOT NULL PRIMARY KEY, version bigint NOT NULL, state text NOT NULL)");
const LEDGER: Sql = Sql::both(
    "CREATE TABLE ledger (seq integer PRIMARY KEY, stream bigint NOT NULL, version bigint NOT NULL, body text NOT NULL, UNIQUE (stream, version))",
);
const ADD: Sql = Sql::both("INSERT INTO states (id, version, state) VALUES ($1, 0, $2)");
const READ: Sql = Sql::both("SELECT version, state FROM states WHERE id = $1");
const APPEND: Sql = Sql::both("INSERT INTO ledger (stream, version, body) VALUES ($1, $2, $3)");
const SAVE: Sql = Sql::both("UPDATE states SET version = $2, state = $3 WHERE id = $1 AND version = $4");

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(2, |text| text.parse().unwrap());
    let rounds = arguments.next().map_or(3, |text| text.parse().unwrap());
    let folder = arguments.next().map_or_else(|| std::env::temp_dir().join(format!("commit_rate_{}", std::process::id())), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("{:>8} {:>8} {:>10} {:>10} {:>10}", "sync", "callers", "ops/s", "p50 us", "p99 us");
    for _ in 0..rounds {
        for callers in [1, 16, 64, 256] {
            for durability in [Durability::Full, Durability::OwnSync] {
                let rate = runtime.block_on(measure(&folder, durability, callers, Duration::from_secs(seconds)));
                println!("{rate}");
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

async fn measure(folder: &Path, durability: Durability, callers: i64, time: Duration) -> String {
    static FILE: AtomicI64 = AtomicI64::new(0);
    let path = folder.join(format!("{}.db", FILE.fetch_add(1, Ordering::Relaxed)));
    let db = Db::open(Options { durability, ..Options::at(Location::Sqlite { path }) }).await.unwrap();
    let state = Arc::new("s".repeat(1_000));
    let mut tx = db.begin().await.unwrap();
    tx.execute(&STATES, &[]).await.unwrap();
    tx.execute(&LEDGER, &[]).await.unwrap();
    for id in 0..callers {
        tx.execute(&ADD, &[id.into(), state.as_str().into()]).await.unwrap();
    }
    tx.commit().await.unwrap();

    let warm = Instant::now() + Duration::from_millis(300);
    let end = warm + time;
    let tasks: Vec<_> = (0..callers).map(|id| tokio::spawn(call(db.clone(), id, Arc::clone(&state), warm, end))).collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    db.close().await.unwrap();
    latencies.sort_unstable();
    let at = |share: usize| latencies.get(latencies.len() * share / 100).map_or(0, Duration::as_micros);
    let rate = latencies.len() as u128 * 1_000 / time.as_millis();
    let name = if durability == Durability::Full { "full" } else { "own" };
    format!("{name:>8} {callers:>8} {rate:>10} {:>10} {:>10}", at(50), at(99))
}

async fn call(db: Db, id: i64, state: Arc<String>, warm: Instant, end: Instant) -> Vec<Duration> {
    let mut latencies = Vec::new();
    loop {
        let began = Instant::now();
        if began >= end {
            return latencies;
        }
        let mut tx = db.begin().await.unwrap();
        let row = tx.query_opt(&READ, &[id.into()]).await.unwrap().unwrap();
        let version = row.int(0).unwrap();
        tx.execute(&APPEND, &[id.into(), (version + 1).into(), state.as_str().into()]).await.unwrap();
        let changed = [id.into(), (version + 1).into(), state.as_str().into(), version.into()];
        assert_eq!(tx.execute(&SAVE, &changed).await.unwrap(), 1);
        tx.commit().await.unwrap();
        if began >= warm {
            latencies.push(began.elapsed());
        }
    }
}
