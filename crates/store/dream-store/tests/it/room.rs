//! What a refusal for want of space leaves behind, on a database that is made to believe that its disk is full.

use crate::fixture::Fixture;
use dream_sql::{Sql, testing::TestDb};

/// Gives the database so many pages.
async fn allow(fixture: &Fixture, pages: u32) {
    let mut tx = fixture.store.db().begin().await.unwrap();
    tx.query(&Sql::owned(format!("PRAGMA max_page_count = {pages}")), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_no_room_from_a_refusal_on_until_as_much_fits_again() {
    let fixture = Fixture::on(TestDb::sqlite()).await;
    assert!(fixture.store.has_room().await.unwrap());
    allow(&fixture, 1).await;
    assert!(fixture.store.has_room().await.unwrap(), "nobody was refused yet");
    let filled = Sql::both("INSERT INTO settings (name, value) VALUES ('filled', $1)");
    let mut tx = fixture.store.db().begin().await.unwrap();
    let refused = tx.execute(&filled, &["x".repeat(1 << 20).into()]).await.unwrap_err();
    assert!(refused.is_storage_full(), "{refused:?}");
    drop(tx);
    assert!(!fixture.store.has_room().await.unwrap());
    assert!(!fixture.store.has_room().await.unwrap(), "asking changes nothing");
    allow(&fixture, 10_000).await;
    assert!(fixture.store.has_room().await.unwrap());
    let tried = Sql::both("SELECT name FROM settings WHERE name = 'room_tried'");
    let left = fixture.store.db().read().await.unwrap().query(&tried, &[]).await.unwrap();
    assert_eq!(left.len(), 0, "what was tried is gone");
}
