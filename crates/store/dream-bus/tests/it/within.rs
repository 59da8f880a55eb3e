//! Publishing within somebody else's transaction.

use crate::fixture::Fixture;
use dream_bus::{Bus, Fetch, NewConsumer, PublishError};
use dream_id::{OrgId, TypedId};
use dream_messages::{Channel, ConsumerName, ConsumerSettings, NewMessage, Space, Start};
use dream_sql::{Sql, testing::TestDb};
use std::time::Duration;

fn space() -> Space {
    Space::org(OrgId::from_parts(1, [1; 10]))
}

fn message(body: &str) -> NewMessage {
    NewMessage::new(Channel::Captain, "system", body)
}

/// What is published with the work of a transaction happens with it, or not at all; readers that wait are woken by the commit.
async fn a_transaction_publishes_when_it_commits(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let name: ConsumerName = "c".parse().unwrap();
    let settings = ConsumerSettings { start: Start::First, ..ConsumerSettings::default() };
    let new = NewConsumer { name: name.clone(), pattern: "captain".parse().unwrap(), settings };
    fixture.bus.create_consumer(space(), new).await.unwrap();
    let bus = fixture.bus.clone();
    let fetch = Fetch { holder: "ann".to_owned(), max: 10, wait: Duration::from_secs(20) };
    let again = Fetch { wait: Duration::ZERO, ..fetch.clone() };
    assert_eq!(bus.fetch(space(), &name, again).await.unwrap(), [], "the consumer is known to have nothing");
    let waiting = tokio::spawn({
        let name = name.clone();
        async move { bus.fetch(space(), &name, fetch).await.unwrap() }
    });
    let mut undone = fixture.store.db().begin().await.unwrap();
    let answers = fixture.bus.publish_within(&mut undone, space(), vec![message("undone")]).await.unwrap();
    assert_eq!(answers[0].as_ref().unwrap().place, 1);
    drop(undone);
    let mut done = fixture.store.db().begin().await.unwrap();
    done.execute(&Sql::both("INSERT INTO settings (name, value) VALUES ('beside', 'the work')"), &[]).await.unwrap();
    let nobody = NewMessage::new("agent/nobody".parse().unwrap(), "system", "x");
    let answers = fixture.bus.publish_within(&mut done, space(), vec![message("done"), nobody]).await.unwrap();
    assert_eq!(answers[0].as_ref().unwrap().place, 1, "what was undone has left no gap");
    assert!(matches!(answers[1], Err(PublishError::NoSuchChannel(_))));
    assert_eq!(fixture.bus.counters().published, 0, "what is not committed is not counted");
    done.commit().await.unwrap();
    assert_eq!((fixture.bus.counters().published, fixture.bus.counters().refused), (1, 1));
    let got = waiting.await.unwrap();
    assert_eq!(got.iter().map(|one| one.message.body.as_str()).collect::<Vec<_>>(), ["done"]);
}

dream_sql::on_both_engines!(a_transaction_publishes_when_it_commits);
