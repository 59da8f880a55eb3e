//! How long verifying the ledger and rebuilding the rows take.
//!
//! `cargo run --release -p dream-store --example verify_rate -- [EVENTS]`
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on must stop, and prints what it found")]

use dream_access::{Org, Team};
use dream_clock::{Clock, SystemClock, SystemRng};
use dream_id::{OrgId, SystemKey};
use dream_ledger::{Actor, By, Stream};
use dream_sql::{Options, testing::TestDb};
use dream_store::{AuditResult, Store};
use std::sync::Arc;
use std::time::Instant;

/// How many teams one unit makes.
const UNIT: u64 = 1_000;

fn main() {
    let events = std::env::args().nth(1).map_or(1_000_000, |text| text.parse().unwrap());
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(measure(events));
}

async fn measure(events: u64) {
    let db = TestDb::sqlite();
    let options = Options { strict_turns: false, ..db.options.clone() };
    let store = Store::open(options, Arc::new(SystemClock), Arc::new(SystemRng)).await.unwrap();
    let org: OrgId = store.new_id();
    let begun = Instant::now();
    fill(&store, org, events).await;
    println!("{events} events saved in {:?}", begun.elapsed());
    let begun = Instant::now();
    let report = store.read().await.unwrap().verify(org).await.unwrap();
    println!("{} events verified in {:?}: {:?}", report.events, begun.elapsed(), report.result);
    assert!(report.result == AuditResult::Intact && report.events >= events);
    let begun = Instant::now();
    let differences = store.rebuild(SystemKey::mint(), false).await.unwrap();
    println!("rows rebuilt and compared in {:?}: {} differences", begun.elapsed(), differences.len());
    store.db().clone().close().await.unwrap();
}

/// Makes an organisation with so many teams, each a stream of one event.
async fn fill(store: &Store, org: OrgId, events: u64) {
    let by = By { at: SystemClock.now(), actor: Actor::system("setup") };
    let mut tx = store.begin().await.unwrap();
    tx.save(&mut Org::found(org, &by, "measured").unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    for unit in 0..events.div_ceil(UNIT) {
        let mut tx = store.begin().await.unwrap();
        for number in 0..UNIT {
            let mut team: Stream<Team> = Team::form(org, store.new_id(), &by, &format!("team {unit}-{number}")).unwrap();
            tx.save(&mut team).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}
