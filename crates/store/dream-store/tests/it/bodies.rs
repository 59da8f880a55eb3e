//! Bodies: texts beside the ledger, under their digest.

use crate::fixture::Fixture;
use dream_ledger::Digest;
use dream_sql::testing::TestDb;
use dream_store::{Body, INLINE_LIMIT, find_body};

async fn a_body_is_kept_with_its_unit_under_its_digest(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let largest = vec![7_u8; INLINE_LIMIT];
    for bytes in [&b""[..], b"plans", &largest] {
        let mut tx = fixture.store.begin().await.unwrap();
        let digest = tx.keep_body(fixture.org, bytes).await.unwrap();
        assert_eq!(digest, Digest::of(bytes));
        assert_eq!(tx.keep_body(fixture.org, bytes).await.unwrap(), digest, "the same bytes twice are fine");
        tx.commit().await.unwrap();
        let mut reader = fixture.store.read().await.unwrap();
        assert_eq!(find_body(&mut reader, fixture.scope(), digest).await.unwrap(), Some(Body::Inline(bytes.to_vec())));
    }
}

async fn a_body_of_a_dropped_unit_is_not_there(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut tx = fixture.store.begin().await.unwrap();
    let digest = tx.keep_body(fixture.org, b"plans").await.unwrap();
    drop(tx);
    let mut reader = fixture.store.read().await.unwrap();
    assert_eq!(find_body(&mut reader, fixture.scope(), digest).await.unwrap(), None);
}

async fn a_large_body_is_known_to_be_in_the_blobs(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let digest = Digest::of(b"large");
    let mut tx = fixture.store.begin().await.unwrap();
    tx.note_body_in_blobs(fixture.org, digest, 1 << 20).await.unwrap();
    tx.commit().await.unwrap();
    let mut reader = fixture.store.read().await.unwrap();
    assert_eq!(find_body(&mut reader, fixture.scope(), digest).await.unwrap(), Some(Body::InBlobs));
}

dream_sql::on_both_engines!(
    a_body_is_kept_with_its_unit_under_its_digest,
    a_body_of_a_dropped_unit_is_not_there,
    a_large_body_is_known_to_be_in_the_blobs,
);
