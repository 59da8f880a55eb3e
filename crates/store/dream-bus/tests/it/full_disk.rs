//! A disk without space, which SQLite is made to believe in.

use crate::fixture::Fixture;
use dream_bus::{Bus, SqlBus};
use dream_id::{OrgId, TypedId};
use dream_messages::{NewMessage, Space};
use dream_sql::{Sql, testing::TestDb};

fn space() -> Space {
    Space::org(OrgId::from_parts(1, [1; 10]))
}

async fn send(bus: &SqlBus) -> Result<u64, dream_bus::BusError> {
    let message = NewMessage::new("topic/a".parse().unwrap(), "ann", "x".repeat(200_000));
    Ok(bus.publish(space(), vec![message]).await?[0].clone().unwrap().place)
}

async fn allow(fixture: &Fixture, pages: u32) {
    let mut tx = fixture.store.db().begin().await.unwrap();
    tx.query(&Sql::owned(format!("PRAGMA max_page_count = {pages}")), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_clearly_and_loses_nothing() {
    let fixture = Fixture::on(TestDb::sqlite()).await;
    assert_eq!(send(&fixture.bus).await.unwrap(), 1);
    allow(&fixture, 400).await;
    let mut stored = 1;
    let refused = loop {
        match send(&fixture.bus).await {
            Ok(place) => stored = place,
            Err(refused) => break refused,
        }
    };
    assert_eq!((refused.code(), refused.is_retryable()), ("storage_full", true), "{refused}");
    allow(&fixture, 4_000).await;
    assert_eq!(send(&fixture.bus).await.unwrap(), stored + 1, "what was refused took no place");
}
