//! Positions under concurrent commits: dense, each stream in its order, and no commit waits for them.

use crate::fixture::{Fixture, key};
use dream_access::Org;
use dream_id::{Limit, OrgId, Scope};
use dream_ledger::{Envelope, Frontier};
use dream_sql::{Sql, testing::TestDb};
use dream_store::{AuditResult, Store};
use std::collections::HashMap;
use std::time::Duration;

const WRITERS: usize = 8;
const EACH: usize = 20;
/// The advisory lock of the sequencer.
const LOCK: i64 = 0x6472_6561_6d01;

/// Renames `org` [`EACH`] times, each in a commit of its own, to names that no other writer gives.
async fn write(store: Store, org: OrgId, writer: usize) {
    for number in 0..EACH {
        let mut tx = store.begin().await.unwrap();
        let mut stream = tx.lock::<Org>(Scope::Org(org), org).await.unwrap().unwrap();
        let by = dream_ledger::By { at: store.now(), actor: dream_ledger::Actor::system("writer") };
        Org::rename(&mut stream, &by, &format!("{writer}-{number}")).unwrap();
        tx.save(&mut stream).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn concurrent_commits_get_dense_positions_and_every_tree_fits(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut orgs = vec![fixture.org];
    for number in 1..WRITERS / 2 {
        orgs.push(fixture.found(&format!("org {number}")).await);
    }
    // Two writers for each organisation, and two sequencers that get in each other's way.
    let writers: Vec<_> = (0..WRITERS).map(|n| tokio::spawn(write(fixture.store.clone(), orgs[n % orgs.len()], n))).collect();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let sequencers: Vec<_> = (0..2)
        .map(|_| {
            let (store, stopped) = (fixture.store.clone(), stopped.clone());
            tokio::spawn(async move {
                while !*stopped.borrow() {
                    store.sequence().await.unwrap();
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    stop.send(true).unwrap();
    for sequencer in sequencers {
        sequencer.await.unwrap();
    }
    fixture.sequence().await;

    let mut reader = fixture.store.read().await.unwrap();
    let feed = reader.feed(Scope::System(key()), 0, Limit::new(1_000)).await.unwrap();
    let total = orgs.len() + WRITERS * EACH;
    let dense: Vec<u64> = (1..=u64::try_from(total).unwrap()).collect();
    assert_eq!(feed.iter().map(|entry| entry.position).collect::<Vec<_>>(), dense);
    let mut versions: HashMap<&str, u64> = HashMap::new();
    for entry in &feed {
        let version = versions.entry(&entry.envelope.stream).or_default();
        *version += 1;
        assert_eq!(entry.envelope.version, *version, "{} is out of order", entry.envelope.stream);
    }
    for org in orgs {
        let report = reader.verify(org).await.unwrap();
        assert_eq!((report.result, report.events), (AuditResult::Intact, 1 + 2 * u64::try_from(EACH).unwrap()));
    }
}

async fn the_tree_head_is_what_the_feed_gives(db: TestDb) {
    const HEAD: Sql = Sql::both("SELECT size, root FROM tree_heads WHERE org = $1");
    let fixture = Fixture::on(db).await;
    for number in 0..6 {
        fixture.rename(fixture.org, &format!("n{number}")).await;
        fixture.team(&format!("t{number}")).await;
        fixture.sequence().await;
        let mut reader = fixture.store.read().await.unwrap();
        let mut tree = Frontier::default();
        for entry in reader.feed(fixture.scope(), 0, Limit::default()).await.unwrap() {
            tree.push(Envelope::leaf(&entry.envelope.canonical().unwrap()));
        }
        drop(reader);
        let mut tx = fixture.store.db().read().await.unwrap();
        let row = tx.query_opt(&HEAD, &[fixture.org.to_string().into()]).await.unwrap().unwrap();
        assert_eq!(row.int(0).unwrap(), 3 + 2 * number);
        assert_eq!(row.bytes(1).unwrap(), tree.root().as_bytes());
    }
}

async fn no_commit_waits_for_the_sequencer(db: TestDb) {
    let fixture = Fixture::patient(db).await;
    if fixture.store.db().positions() == dream_sql::Positions::Inline {
        // The one writer gives positions within its own commit: there is nobody to wait for.
        assert_eq!(fixture.store.sequence().await.unwrap(), 0);
        return;
    }
    let mut held = fixture.store.db().begin().await.unwrap();
    held.advisory_lock(LOCK).await.unwrap();
    let sequencer = tokio::spawn({
        let store = fixture.store.clone();
        async move { store.sequence().await.unwrap() }
    });
    let commits = write(fixture.store.clone(), fixture.org, 0);
    assert!(tokio::time::timeout(Duration::from_secs(20), commits).await.is_ok(), "commits waited for the sequencer");
    assert!(!sequencer.is_finished(), "the sequencer did not wait for its lock, so this shows nothing");
    assert_eq!(fixture.store.read().await.unwrap().feed_end().await.unwrap(), 0);
    drop(held);
    let given = sequencer.await.unwrap();
    fixture.sequence().await;
    let total = 1 + u64::try_from(EACH).unwrap();
    assert!(given <= total);
    assert_eq!(fixture.store.read().await.unwrap().feed_end().await.unwrap(), total);
}

dream_sql::on_both_engines!(
    concurrent_commits_get_dense_positions_and_every_tree_fits,
    no_commit_waits_for_the_sequencer,
    the_tree_head_is_what_the_feed_gives,
);
