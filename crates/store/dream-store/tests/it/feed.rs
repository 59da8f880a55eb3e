//! The feed: every event once, in the order of commits, without a gap.

use crate::fixture::{Fixture, key};
use dream_id::{Limit, Scope};
use dream_sql::testing::TestDb;
use dream_store::{FeedEntry, LogFilter};
use std::time::Duration;

fn positions(entries: &[FeedEntry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.position).collect()
}

async fn positions_are_dense_from_one_and_a_reader_goes_on_where_it_was(db: TestDb) {
    let fixture = Fixture::on(db).await;
    for number in 0..9 {
        fixture.rename(fixture.org, &format!("n{number}")).await;
    }
    fixture.sequence().await;
    let mut reader = fixture.store.read().await.unwrap();
    let system = Scope::System(key());
    assert_eq!(reader.feed_end().await.unwrap(), 10);
    let whole = reader.feed(system, 0, Limit::default()).await.unwrap();
    assert_eq!(positions(&whole), (1..=10).collect::<Vec<_>>());
    assert_eq!(whole.iter().map(|entry| entry.envelope.version).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    let (mut read, mut after) = (Vec::new(), 0);
    loop {
        let batch = reader.feed(system, after, Limit::new(3)).await.unwrap();
        let Some(last) = batch.last() else { break };
        after = last.position;
        read.extend(batch);
    }
    assert_eq!(read, whole);
}

async fn an_organisation_sees_its_own_events_alone(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let other = fixture.found("other").await;
    fixture.rename(fixture.org, "mine").await;
    fixture.rename(other, "theirs").await;
    fixture.sequence().await;
    let mut reader = fixture.store.read().await.unwrap();
    let mine = reader.feed(fixture.scope(), 0, Limit::default()).await.unwrap();
    assert_eq!(positions(&mine), [1, 3]);
    assert!(mine.iter().all(|entry| entry.envelope.org == fixture.org));
    let theirs = reader.log(Scope::Org(other), &LogFilter::default(), None, Limit::default()).await.unwrap();
    assert_eq!(positions(&theirs.items), [4, 2]);
}

async fn the_log_is_read_backwards_with_a_cursor(db: TestDb) {
    let fixture = Fixture::on(db).await;
    fixture.team("writers").await;
    fixture.rename(fixture.org, "second").await;
    fixture.clock.advance(Duration::from_secs(1));
    fixture.rename(fixture.org, "third").await;
    fixture.sequence().await;
    let mut reader = fixture.store.read().await.unwrap();
    let everything = LogFilter::default();
    let first = reader.log(fixture.scope(), &everything, None, Limit::new(3)).await.unwrap();
    assert_eq!((positions(&first.items), first.next.unwrap().0.as_str()), (vec![4, 3, 2], "2"));
    let rest = reader.log(fixture.scope(), &everything, Some(2), Limit::new(3)).await.unwrap();
    assert_eq!((positions(&rest.items), rest.next), (vec![1], None));
    let check = [
        (LogFilter { noun: Some("org".to_owned()), ..everything.clone() }, vec![4, 3, 1]),
        (LogFilter { noun: Some("or".to_owned()), ..everything.clone() }, vec![]),
        (LogFilter { stream: Some(fixture.org.to_string()), ..everything.clone() }, vec![4, 3, 1]),
        (LogFilter { since: Some(fixture.store.now()), ..everything }, vec![4]),
    ];
    for (filter, expected) in check {
        let page = reader.log(fixture.scope(), &filter, None, Limit::default()).await.unwrap();
        assert_eq!(positions(&page.items), expected, "{filter:?}");
    }
}

async fn a_commit_wakes_who_waits_for_the_feed(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (mut ledger, mut feed) = (fixture.store.ledger_wakeups(), fixture.store.feed_wakeups());
    let sequencer = {
        let store = fixture.store.clone();
        async move {
            // On SQLite commits wake the feed themselves, and nobody waits for the ledger.
            if store.db().positions() == dream_sql::Positions::Sequenced {
                ledger.next().await.unwrap();
                store.sequence().await.unwrap();
            }
        }
    };
    let sequencer = tokio::spawn(sequencer);
    fixture.rename(fixture.org, "second").await;
    let woken = async {
        loop {
            feed.next().await.unwrap();
            let end = fixture.store.read().await.unwrap().feed_end().await.unwrap();
            if end == 2 {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), woken).await.unwrap();
    sequencer.await.unwrap();
}

dream_sql::on_both_engines!(
    a_commit_wakes_who_waits_for_the_feed,
    an_organisation_sees_its_own_events_alone,
    positions_are_dense_from_one_and_a_reader_goes_on_where_it_was,
    the_log_is_read_backwards_with_a_cursor,
);
