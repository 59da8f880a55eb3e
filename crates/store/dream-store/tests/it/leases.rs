//! Leases: one holder at a time, and a lost one's holder is fenced off.

use crate::fixture::{Fixture, key};
use dream_clock::{Clock, Seeded, SystemClock, Timestamp};
use dream_sql::testing::TestDb;
use dream_store::{Lease, Store};
use std::sync::Arc;
use std::time::Duration;

const TERM: Duration = Duration::from_secs(30);
const ALMOST: Duration = Duration::from_secs(29);

async fn take(store: &Store, name: &str, holder: &str) -> Option<Lease> {
    let mut tx = store.begin().await.unwrap();
    let lease = tx.take_lease(key(), name, holder, TERM).await.unwrap();
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

async fn what_ended_on_attempts_that_are_over_is_forgotten(db: TestDb) {
    let fixture = Fixture::on(db).await;
    for (name, holder) in [("attempt:att_over", "a"), ("attempt:att_held", "a"), ("other:thing", "a")] {
        take(&fixture.store, name, holder).await.unwrap();
        fixture.clock.advance(Duration::from_secs(12));
    }
    let mut tx = fixture.store.begin().await.unwrap();
    assert_eq!(tx.forget_leases(key()).await.unwrap(), 1, "one has ended, one is held, and one is no attempt's");
    assert!(!tx.is_leased(key(), "attempt:att_over").await.unwrap() && tx.is_leased(key(), "attempt:att_held").await.unwrap());
    tx.commit().await.unwrap();
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

/// A server that was killed and is started again under its name.
async fn what_an_earlier_life_of_a_holder_held_is_free_and_fenced_off(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let first = take(&fixture.store, "att_1", "a").await.unwrap();
    let others = take(&fixture.store, "att_2", "b").await.unwrap();
    let mut tx = fixture.store.begin().await.unwrap();
    assert_eq!(tx.end_leases_of(key(), "a").await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(!holds(&fixture.store, &first).await, "what is still under way under it is refused");
    let second = take(&fixture.store, "att_1", "a").await.unwrap();
    assert!(second.fence > first.fence && holds(&fixture.store, &second).await);
    assert!(!holds(&fixture.store, &first).await, "and stays refused though its namesake has it again");
    assert!(holds(&fixture.store, &others).await && take(&fixture.store, "att_2", "a").await.is_none(), "another's is left alone");
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
    what_an_earlier_life_of_a_holder_held_is_free_and_fenced_off,
    what_ended_on_attempts_that_are_over_is_forgotten,
);

/// A clock of the world that goes wrong by so much.
struct Skewed(i64);

impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(SystemClock.now().micros() + self.0)
    }
}

/// Two processes with their own ideas of the time share a database.
#[tokio::test]
async fn a_process_whose_clock_is_ahead_takes_nothing_that_another_holds() {
    let Some(db) = TestDb::postgres().await else { return };
    let hour = 3_600_000_000;
    let open = |skew| Store::open(db.options.clone(), Arc::new(Skewed(skew)), Arc::new(Seeded::new(5)));
    let (right, ahead, behind) = (open(0).await.unwrap(), open(hour).await.unwrap(), open(-hour).await.unwrap());
    let held = take(&right, "attempt:att_1", "right").await.unwrap();
    assert_eq!(take(&ahead, "attempt:att_1", "ahead").await, None);
    let by_the_late = take(&behind, "attempt:att_2", "behind").await.unwrap();
    assert_eq!(take(&right, "attempt:att_2", "right").await, None, "a lease of a process that is behind holds as well");
    let apart = by_the_late.until.micros() - held.until.micros();
    assert!((0..60_000_000).contains(&apart), "both end by the same clock: {apart}");
    let mut tx = ahead.begin().await.unwrap();
    assert!(tx.is_leased(key(), "attempt:att_1").await.unwrap());
    assert_eq!(tx.forget_leases(key()).await.unwrap(), 0, "what is held is not forgotten");
    drop(tx);
    for (store, skew) in [(right, 0), (ahead, hour), (behind, -hour)] {
        let found = store.clock_ahead_micros().await.unwrap().unwrap();
        assert!((found - skew).abs() < 1_000_000, "{skew} is found out: {found}");
        store.close().await.unwrap();
    }
}
