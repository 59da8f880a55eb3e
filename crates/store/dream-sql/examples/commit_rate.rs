//! How many operations a second reach the disk: SQLite's own sync, ours, and PostgreSQL, interleaved.
//!
//! `cargo run --release -p dream-sql --example commit_rate [seconds=1] [rounds=5]`
//!
//! An operation is what a governed command does: read a state row, append to a ledger, update the row. Latency is begin to
//! acknowledged. PostgreSQL takes part where `DREAMOS_TEST_POSTGRES` names a server. Compare within one run: the disk is shared with whatever else runs.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on ends")]

use dream_sql::{Db, Durability, Sql, testing::TestDb};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const STATES: Sql = Sql::both("CREATE TABLE states (id bigint NOT NULL PRIMARY KEY, version bigint NOT NULL, state text NOT NULL)");
const LEDGER: Sql = Sql::each(
    "CREATE TABLE ledger (seq integer PRIMARY KEY, stream bigint NOT NULL, version bigint NOT NULL, body text NOT NULL, \
     UNIQUE (stream, version))",
    "CREATE TABLE ledger (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream bigint NOT NULL, version bigint NOT NULL, \
     body text NOT NULL, UNIQUE (stream, version))",
);
const ADD: Sql = Sql::both("INSERT INTO states (id, version, state) VALUES ($1, 0, $2)");
const READ: Sql = Sql::both("SELECT version, state FROM states WHERE id = $1");
const APPEND: Sql = Sql::both("INSERT INTO ledger (stream, version, body) VALUES ($1, $2, $3)");
const SAVE: Sql = Sql::both("UPDATE states SET version = $2, state = $3 WHERE id = $1 AND version = $4");

/// What one run gave.
#[derive(Debug, Clone, Copy)]
struct Rate {
    per_second: u128,
    p50_us: u128,
    p99_us: u128,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    SqliteFull,
    SqliteOwnSync,
    Postgres,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(1, |text| text.parse().unwrap());
    let rounds = arguments.next().map_or(5, |text| text.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut kinds = vec![Kind::SqliteFull, Kind::SqliteOwnSync];
    if std::env::var("DREAMOS_TEST_POSTGRES").is_ok() {
        kinds.push(Kind::Postgres);
    }
    let cases: Vec<_> = [1, 16, 64, 256].into_iter().flat_map(|callers| kinds.iter().map(move |&kind| (callers, kind))).collect();
    let mut rates = vec![Vec::new(); cases.len()];
    for _ in 0..rounds {
        for (&(callers, kind), rates) in cases.iter().zip(&mut rates) {
            rates.push(runtime.block_on(measure(kind, callers, Duration::from_secs(seconds))));
        }
    }
    println!("median of {rounds} rounds; in brackets the slowest and the fastest");
    for ((callers, kind), mut rates) in cases.into_iter().zip(rates) {
        rates.sort_unstable_by_key(|rate| rate.per_second);
        let (Some(least), Some(middle), Some(most)) = (rates.first(), rates.get(rates.len() / 2), rates.last()) else { return };
        let spread = format!("({}-{})", least.per_second, most.per_second);
        let name = format!("{kind:?}");
        println!(
            "{name:<13} {callers:>4} callers {:>7} ops/s {spread:<16} p50 {:>6} us  p99 {:>6} us",
            middle.per_second, middle.p50_us, middle.p99_us
        );
    }
}

async fn measure(kind: Kind, callers: i64, time: Duration) -> Rate {
    let mut place = if kind == Kind::Postgres { TestDb::postgres().await.unwrap() } else { TestDb::sqlite() };
    place.options.strict_turns = false;
    place.options.pool = 32;
    if kind == Kind::SqliteOwnSync {
        place.options.durability = Durability::OwnSync;
    }
    let db = place.open().await;
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
    Rate { per_second: latencies.len() as u128 * 1_000 / time.as_millis(), p50_us: at(50), p99_us: at(99) }
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
