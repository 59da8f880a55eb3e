//! What a new process finds, and what damage does.

use crate::fixture::Fixture;
use dream_bus::{Bus, BusError, Fetch, NewConsumer};
use dream_id::{OrgId, TypedId};
use dream_messages::{ConsumerName, ConsumerSettings, NewMessage, Space, Start};
use dream_sql::{Sql, testing::TestDb};
use std::time::Duration;

fn space() -> Space {
    Space::org(OrgId::from_parts(1, [1; 10]))
}

async fn consumer(fixture: &Fixture, name: &str, max_deliveries: u32) -> ConsumerName {
    let name: ConsumerName = name.parse().unwrap();
    let settings = ConsumerSettings { start: Start::First, max_deliveries, ..ConsumerSettings::default() };
    let new = NewConsumer { name: name.clone(), pattern: "topic/a".parse().unwrap(), settings };
    fixture.bus.create_consumer(space(), new).await.unwrap();
    name
}

async fn send(fixture: &Fixture, body: &str) -> u64 {
    let message = NewMessage::new("topic/a".parse().unwrap(), "ann", body);
    fixture.bus.publish(space(), vec![message]).await.unwrap().pop().unwrap().unwrap().place
}

fn fetch(max: u32) -> Fetch {
    Fetch { holder: "ann".to_owned(), max, wait: Duration::ZERO }
}

/// A message that ends its readers' process each time is counted all the same, and given up: the count was saved before it was handed out.
async fn attempts_outlive_the_process_that_made_them(db: TestDb) {
    let mut fixture = Fixture::on(db).await;
    let name = consumer(&fixture, "c", 3).await;
    assert_eq!(send(&fixture, "poison").await, 1);
    for attempt in 1..=3 {
        let got = fixture.bus.fetch(space(), &name, fetch(1)).await.unwrap();
        assert_eq!(got[0].attempt, attempt);
        fixture = fixture.restart().await;
        assert_eq!(fixture.bus.fetch(space(), &name, fetch(1)).await.unwrap(), [], "its deadline holds in the new process, too");
        fixture.clock.advance(Duration::from_mins(6));
    }
    assert_eq!(send(&fixture, "next").await, 2, "places go on");
    assert_eq!(fixture.bus.fetch(space(), &name, fetch(1)).await.unwrap()[0].message.body, "next");
    assert_eq!(fixture.bus.consumer(space(), &name).await.unwrap().unwrap().dead, 1);
}

/// A consumer whose place is damaged is told so; publishing and the other consumers go on.
async fn damage_concerns_one_consumer(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (broken, whole) = (consumer(&fixture, "broken", 3).await, consumer(&fixture, "whole", 3).await);
    let mut tx = fixture.store.db().begin().await.unwrap();
    let damage = Sql::both("UPDATE bus_cursors SET state = $1 WHERE consumer = (SELECT id FROM bus_consumers WHERE name = 'broken')");
    tx.execute(&damage, &[vec![9_u8, 9].into()]).await.unwrap();
    tx.commit().await.unwrap();
    send(&fixture, "1").await;
    let refused = fixture.bus.fetch(space(), &broken, fetch(1)).await.unwrap_err();
    assert!(matches!(refused, BusError::Damaged { table: "bus_cursors", .. }), "{refused}");
    assert_eq!(fixture.bus.fetch(space(), &whole, fetch(1)).await.unwrap().len(), 1);
    assert_eq!(send(&fixture, "2").await, 2);
}

/// When the last handle goes, whoever still waits is told.
async fn those_who_wait_are_told_when_the_bus_goes(db: TestDb) {
    let fixture = Fixture::on(db).await;
    consumer(&fixture, "c", 3).await;
    fixture.store.db().clone().close().await.unwrap();
    let message = NewMessage::new("topic/a".parse().unwrap(), "ann", "late");
    let refused = fixture.bus.publish(space(), vec![message]).await.unwrap_err();
    assert_eq!(refused.code(), "database_unavailable");
}

dream_sql::on_both_engines!(
    attempts_outlive_the_process_that_made_them,
    damage_concerns_one_consumer,
    those_who_wait_are_told_when_the_bus_goes
);
