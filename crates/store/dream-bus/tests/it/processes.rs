//! Two processes on one database: PostgreSQL alone has that.

use dream_bus::{Bus, Delivery, Fetch, NewConsumer, Settlement, SqlBus, WaitFor};
use dream_clock::{Frozen, Seeded, Timestamp};
use dream_id::{OrgId, Scope, TypedId};
use dream_messages::{ConsumerName, ConsumerSettings, NewMessage, Space, Start, Status, Verdict};
use dream_sql::testing::TestDb;
use dream_store::Store;
use std::{collections::BTreeSet, sync::Arc, time::Duration};

const LONG: Duration = Duration::from_secs(30);

fn space() -> Space {
    Space::org(OrgId::from_parts(1, [1; 10]))
}

fn message(body: &str) -> NewMessage {
    NewMessage::new("topic/a".parse().unwrap(), "ann", body)
}

fn fetch(holder: &str, max: u32, wait: Duration) -> Fetch {
    Fetch { holder: holder.to_owned(), max, wait }
}

/// Two buses, each on a store of its own, with one clock.
async fn two(db: &TestDb) -> [SqlBus; 2] {
    let clock = Arc::new(Frozen::at(Timestamp::from_micros(1_767_225_600_000_000)));
    let mut buses = Vec::new();
    for seed in [1, 2] {
        let store = Store::open(db.options.clone(), clock.clone(), Arc::new(Seeded::new(seed))).await.unwrap();
        buses.push(SqlBus::start(store.db().clone(), clock.clone(), Arc::new(Seeded::new(seed + 10))));
    }
    buses.try_into().ok().unwrap()
}

async fn consumer(bus: &SqlBus) -> ConsumerName {
    let name: ConsumerName = "c".parse().unwrap();
    let settings = ConsumerSettings { start: Start::First, ..ConsumerSettings::default() };
    bus.create_consumer(space(), NewConsumer { name: name.clone(), pattern: "topic/*".parse().unwrap(), settings }).await.unwrap();
    name
}

async fn acknowledge(bus: &SqlBus, name: &ConsumerName, got: &[Delivery]) {
    let settle = |one: &Delivery| Settlement { message: one.message.id, attempt: one.attempt, verdict: Verdict::Acknowledge, reason: None };
    let answers = bus.settle(space(), name, got.iter().map(settle).collect()).await.unwrap();
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_stay_dense_and_each_message_goes_to_one_reader() {
    let Some(db) = TestDb::postgres().await else { return };
    let [one, two] = two(&db).await;
    let name = consumer(&one).await;
    let publishing = [one.clone(), two.clone()].into_iter().flat_map(|bus| vec![bus; 4]).map(|bus| {
        tokio::spawn(async move {
            let mut places = Vec::new();
            for number in 0..10 {
                places.push(bus.publish(space(), vec![message(&number.to_string())]).await.unwrap()[0].clone().unwrap().place);
            }
            places
        })
    });
    let publishing: Vec<_> = publishing.collect();
    let reading = [one, two].map(|bus| {
        let name = name.clone();
        tokio::spawn(async move {
            let mut places = Vec::new();
            loop {
                let got = bus.fetch(space(), &name, fetch("reader", 7, Duration::from_secs(1))).await.unwrap();
                if got.is_empty() {
                    return places;
                }
                acknowledge(&bus, &name, &got).await;
                places.extend(got.iter().map(|one| one.message.place));
            }
        })
    });
    let mut published = BTreeSet::new();
    for task in publishing {
        published.extend(task.await.unwrap());
    }
    assert_eq!(published, (1..=80).collect());
    let mut read = Vec::new();
    for task in reading {
        read.extend(task.await.unwrap());
    }
    read.sort_unstable();
    assert_eq!(read, (1..=80).collect::<Vec<_>>(), "each once, to one of them");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_wakes_the_readers_and_senders_of_the_other() {
    let Some(db) = TestDb::postgres().await else { return };
    let [here, there] = two(&db).await;
    let name = consumer(&here).await;
    assert_eq!(there.fetch(space(), &name, fetch("bob", 1, Duration::ZERO)).await.unwrap(), []);
    let waiting = tokio::spawn({
        let (there, name) = (there.clone(), name.clone());
        async move { there.fetch(space(), &name, fetch("bob", 1, LONG)).await.unwrap() }
    });
    let sent = here.publish(space(), vec![message("1")]).await.unwrap()[0].clone().unwrap();
    let got = waiting.await.unwrap();
    assert_eq!(got[0].message.id, sent.id);
    let waiting = tokio::spawn(async move {
        let wait = WaitFor { status: Status::Acknowledged, consumer: None, timeout: LONG };
        here.await_receipts(Scope::Org(space().org), sent.id, wait).await.unwrap().status
    });
    acknowledge(&there, &name, &got).await;
    assert_eq!(waiting.await.unwrap(), Status::Acknowledged);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consumer_removed_by_one_process_is_gone_for_the_other() {
    let Some(db) = TestDb::postgres().await else { return };
    let [here, there] = two(&db).await;
    let name = consumer(&here).await;
    assert_eq!(there.fetch(space(), &name, fetch("bob", 1, Duration::ZERO)).await.unwrap(), []);
    assert!(here.remove_consumer(space(), &name).await.unwrap());
    here.publish(space(), vec![message("1")]).await.unwrap();
    let refused = there.fetch(space(), &name, fetch("bob", 1, LONG)).await.unwrap_err();
    assert_eq!(refused.code(), "no_such_consumer");
    consumer(&here).await;
    assert_eq!(there.fetch(space(), &name, fetch("bob", 1, LONG)).await.unwrap()[0].message.body, "1", "its successor is found");
}
