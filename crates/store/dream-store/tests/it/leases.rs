//! Leases: one holder at a time, and a lost one's holder is fenced off.

use crate::fixture::{Fixture, key};
use dream_sql::testing::TestDb;
use dream_store::{Lease, Store};
use std::time::Duration;

const TERM: Duration = Duration::from_secs(30);
const ALMOST: Duration = Duration::from_secs(29);

async fn take(store: &Store, name: &str, holder: &str) -> Option<Lease> {
    let now = store.now();
    let mut tx = store.begin().await.unwrap();
    let lease = tx.take_lease(key(), name, holder, now, now.plus(TERM)).await.unwrap();
    tx.commit().await.unwrap();
    lease
}

async fn holds(store: &Store, lease: &Lease) -> bool {
    store.begin().await.unwrap().holds_lease(lease).await.unwrap()
}

async fn one_holds_it_until_it_ends(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let first = take(&fixture.store, "att_1", "a").await.unwrap();
    assert_eq!(first.fence, 1);
    assert_eq!(take(&fixture.store, "att_1", "b").await, None);
    assert!(take(&fixture.store, "att_2", "b").await.is_some(), "another lease is free");
    fixture.clock.advance(ALMOST);
    let renewed = take(&fixture.store, "att_1", "a").await.unwrap();
    assert_eq!((renewed.fence, renewed.until), (1, fixture.store.now().plus(TERM)));
    fixture.clock.advance(ALMOST);
    assert_eq!(take(&fixture.store, "att_1", "b").await, None, "it was renewed");
    fixture.clock.advance(Duration::from_secs(1));
    let taken = take(&fixture.store, "att_1", "b").await.unwrap();
    assert_eq!(taken.fence, 2);
    assert!(!holds(&fixture.store, &renewed).await && holds(&fixture.store, &taken).await);
}

async fn a_lease_given_back_is_free_at_once_and_fences_off_its_holder(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let first = take(&fixture.store, "att_1", "a").await.unwrap();
    let mut tx = fixture.store.begin().await.unwrap();
    tx.release_lease(&first).await.unwrap();
    tx.commit().await.unwrap();
    let second = take(&fixture.store, "att_1", "b").await.unwrap();
    assert_eq!(second.fence, 2);
    // The first holder gives back what is no longer theirs: nothing happens.
    let mut tx = fixture.store.begin().await.unwrap();
    tx.release_lease(&first).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!holds(&fixture.store, &first).await && holds(&fixture.store, &second).await);
    assert_eq!(take(&fixture.store, "att_1", "a").await, None);
}

async fn of_many_who_want_it_at_once_one_gets_it(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let wanting: Vec<_> = (0..8)
        .map(|number| {
            let store = fixture.store.clone();
            tokio::spawn(async move { take(&store, "att_1", &format!("h{number}")).await })
        })
        .collect();
    let mut got = 0;
    for one in wanting {
        got += usize::from(one.await.unwrap().is_some());
    }
    assert_eq!(got, 1);
}

dream_sql::on_both_engines!(
    a_lease_given_back_is_free_at_once_and_fences_off_its_holder,
    of_many_who_want_it_at_once_one_gets_it,
    one_holds_it_until_it_ends,
);
