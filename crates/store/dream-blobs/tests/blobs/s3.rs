//! What only a bucket can suffer: failing, full and old servers.

use crate::fake_s3::FakeS3;
use crate::support::org;
use axum::body::Bytes;
use axum::http::StatusCode;
use dream_blobs::BlobError;

const HELLO: Bytes = Bytes::from_static(b"hello");

#[tokio::test]
async fn a_passing_failure_is_tried_again() {
    let fake = FakeS3::start().await;
    let blobs = fake.open("");
    fake.fail_next(StatusCode::SERVICE_UNAVAILABLE, 2);
    let digest = blobs.put(org(1), HELLO).await.unwrap();
    assert_eq!(fake.requests(), 3);
    fake.fail_next(StatusCode::INTERNAL_SERVER_ERROR, 1);
    assert_eq!(blobs.get(org(1), digest).await.unwrap(), HELLO);
    fake.fail_next(StatusCode::SERVICE_UNAVAILABLE, 9);
    assert!(blobs.get(org(1), digest).await.unwrap_err().is_retryable());
}

#[tokio::test]
async fn a_full_store_is_told_from_other_failures() {
    let fake = FakeS3::start().await;
    let blobs = fake.open("");
    fake.fail_next(StatusCode::INSUFFICIENT_STORAGE, 9);
    let error = blobs.put(org(1), HELLO).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage_full", true), "{error:?}");
    assert!(fake.keys().is_empty());
}

#[tokio::test]
async fn a_full_store_has_no_room_until_as_much_fits_again() {
    /// A request and what it is repeated.
    const TIMES: usize = 4;
    let fake = FakeS3::start().await;
    let blobs = fake.open("team");
    assert!(blobs.has_room().await.unwrap() && fake.requests() == 0, "nobody was refused yet");
    fake.fail_next(StatusCode::INSUFFICIENT_STORAGE, TIMES);
    blobs.put(org(1), HELLO).await.unwrap_err();
    fake.fail_next(StatusCode::INSUFFICIENT_STORAGE, TIMES);
    assert!(!blobs.has_room().await.unwrap());
    assert!(blobs.has_room().await.unwrap());
    assert!(fake.keys().is_empty(), "what was tried is gone: {:?}", fake.keys());
    assert_eq!(blobs.folder(), None);
}

#[tokio::test]
async fn a_refusal_names_the_key_and_no_credentials() {
    let fake = FakeS3::start().await;
    let blobs = fake.open("");
    fake.fail_next(StatusCode::FORBIDDEN, 1);
    let error = blobs.put(org(1), HELLO).await.unwrap_err();
    assert!(matches!(error, BlobError::Remote { .. }) && !error.is_retryable(), "{error:?}");
    assert!(error.to_string().contains(&format!("s3://bucket/{}", org(1))), "{error}");
    assert!(!format!("{error:?}").contains("not a secret"));
}

#[tokio::test]
async fn a_server_without_conditional_requests_serves_too() {
    let fake = FakeS3::start().await;
    fake.forget_conditions();
    let blobs = fake.open("");
    for _ in 0..2 {
        let digest = blobs.put(org(1), HELLO).await.unwrap();
        assert_eq!(blobs.get(org(1), digest).await.unwrap(), HELLO);
        assert_eq!(blobs.identity("first-mark").await.unwrap(), "first-mark");
    }
    assert_eq!(blobs.identity("second-mark").await.unwrap(), "first-mark");
}

#[tokio::test]
async fn prefixes_part_one_bucket() {
    let fake = FakeS3::start().await;
    let (one, two) = (fake.open("one"), fake.open("two"));
    let digest = one.put(org(1), HELLO).await.unwrap();
    assert!(!two.exists(org(1), digest).await.unwrap());
    assert!(two.list(org(1)).await.unwrap().is_empty());
    assert_eq!(one.list(org(1)).await.unwrap().len(), 1);
}
