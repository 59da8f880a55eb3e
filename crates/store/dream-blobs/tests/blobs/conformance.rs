//! What every blob store does, on disk and in a bucket alike.

use crate::support::{Place, org};
use axum::body::Bytes;
use dream_blobs::{BlobError, BlobInfo, Stored};
use dream_ledger::Digest;
use futures::stream;
use std::io;

macro_rules! conformance {
    ($($name:ident),* $(,)?) => {
        mod on_disk {
            $(#[tokio::test] async fn $name() { super::$name(super::Place::disk().await).await; })*
        }
        mod in_a_bucket {
            $(#[tokio::test] async fn $name() { super::$name(super::Place::s3().await).await; })*
        }
    };
}

conformance! {
    what_was_put_comes_back,
    the_same_bytes_are_kept_once,
    what_was_never_put_is_missing,
    no_organisation_sees_anothers_blobs,
    an_altered_blob_is_found_when_read_and_named,
    putting_an_altered_blob_again_repairs_it,
    a_cut_blob_is_found_too,
    a_deleted_blob_is_gone_and_deleting_again_is_no_error,
    lists_are_complete_and_sorted,
    a_stream_is_stored_under_the_digest_of_all_of_it,
    a_stream_that_is_too_long_or_breaks_off_leaves_nothing,
    many_at_once_put_the_same_bytes,
    the_first_mark_stays,
    a_foreign_mark_is_refused,
}

fn bytes(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

fn key_of(text: &str) -> String {
    let hex = Digest::of(text.as_bytes()).hex();
    format!("{}/{}/{}", org(1), &hex[..2], &hex[2..])
}

async fn what_was_put_comes_back(place: Place) {
    for text in ["", "hello", "zwölf\0\u{1f600}"] {
        let digest = place.blobs.put(org(1), bytes(text)).await.unwrap();
        assert_eq!(digest, Digest::of(text.as_bytes()));
        assert_eq!(place.again().await.get(org(1), digest).await.unwrap(), bytes(text));
        assert!(place.blobs.exists(org(1), digest).await.unwrap());
        assert!(place.keys().contains(&key_of(text)), "{:?}", place.keys());
    }
    let large = Bytes::from(vec![7_u8; 3 << 20]);
    let digest = place.blobs.put(org(1), large.clone()).await.unwrap();
    assert_eq!(place.blobs.get(org(1), digest).await.unwrap(), large);
}

async fn the_same_bytes_are_kept_once(place: Place) {
    for _ in 0..3 {
        place.blobs.put(org(1), bytes("hello")).await.unwrap();
        place.again().await.put(org(1), bytes("hello")).await.unwrap();
    }
    assert_eq!(place.keys(), [key_of("hello")]);
}

async fn what_was_never_put_is_missing(place: Place) {
    let digest = Digest::of(b"nobody put this");
    let error = place.blobs.get(org(1), digest).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("blob_missing", false));
    assert!(error.to_string().contains(&digest.to_string()));
    assert!(!place.blobs.exists(org(1), digest).await.unwrap());
    assert!(place.blobs.list(org(1)).await.unwrap().is_empty());
}

/// Trap 28: a list without the tenant's filter. Not even the digest of another organisation's bytes says that they are there.
async fn no_organisation_sees_anothers_blobs(place: Place) {
    let digest = place.blobs.put(org(1), bytes("secret plan")).await.unwrap();
    assert_eq!(place.blobs.get(org(2), digest).await.unwrap_err().code(), "blob_missing");
    assert!(!place.blobs.exists(org(2), digest).await.unwrap());
    assert!(place.blobs.list(org(2)).await.unwrap().is_empty());
    place.blobs.delete(org(2), digest).await.unwrap();
    assert!(place.blobs.exists(org(1), digest).await.unwrap());
}

async fn an_altered_blob_is_found_when_read_and_named(place: Place) {
    let digest = place.blobs.put(org(1), bytes("approved")).await.unwrap();
    place.alter(&key_of("approved"), b"something else");
    let error = place.blobs.get(org(1), digest).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("blob_corrupt", false));
    let BlobError::Corrupt { place: named, expected, found } = error else { panic!("{error}") };
    assert!(named.ends_with(&key_of("approved")), "{named}");
    assert_eq!((expected, found), (digest, Digest::of(b"something else")));
}

async fn putting_an_altered_blob_again_repairs_it(place: Place) {
    let digest = place.blobs.put(org(1), bytes("approved")).await.unwrap();
    place.alter(&key_of("approved"), b"ApproveD");
    assert_eq!(place.blobs.put(org(1), bytes("approved")).await.unwrap(), digest);
    assert_eq!(place.blobs.get(org(1), digest).await.unwrap(), bytes("approved"));
}

async fn a_cut_blob_is_found_too(place: Place) {
    let digest = place.blobs.put(org(1), bytes("approved")).await.unwrap();
    place.alter(&key_of("approved"), b"");
    assert_eq!(place.blobs.get(org(1), digest).await.unwrap_err().code(), "blob_corrupt");
}

async fn a_deleted_blob_is_gone_and_deleting_again_is_no_error(place: Place) {
    let digest = place.blobs.put(org(1), bytes("hello")).await.unwrap();
    for _ in 0..2 {
        place.blobs.delete(org(1), digest).await.unwrap();
        assert_eq!(place.blobs.get(org(1), digest).await.unwrap_err().code(), "blob_missing");
    }
    place.blobs.put(org(1), bytes("hello")).await.unwrap();
    assert_eq!(place.blobs.get(org(1), digest).await.unwrap(), bytes("hello"));
}

async fn lists_are_complete_and_sorted(place: Place) {
    let mut expected = Vec::new();
    for n in 0..9_u64 {
        let text = "x".repeat(usize::try_from(n).unwrap());
        let digest = place.blobs.put(org(1), Bytes::from(text)).await.unwrap();
        expected.push(BlobInfo { digest, size: n });
    }
    place.blobs.put(org(2), bytes("another organisation's")).await.unwrap();
    place.blobs.identity("a-mark-is-no-blob").await.unwrap();
    expected.sort_unstable();
    assert_eq!(place.blobs.list(org(1)).await.unwrap(), expected);
}

async fn a_stream_is_stored_under_the_digest_of_all_of_it(place: Place) {
    let parts = ["one, ", "", "two, ", "three"].map(|part| Ok(bytes(part)));
    let stored = place.blobs.put_stream(org(1), stream::iter(parts), 15).await.unwrap();
    assert_eq!(stored, Stored { digest: Digest::of(b"one, two, three"), size: 15 });
    assert_eq!(place.blobs.get(org(1), stored.digest).await.unwrap(), bytes("one, two, three"));
    assert_eq!(place.blobs.put_stream(org(1), stream::empty(), 0).await.unwrap().digest, Digest::of(b""));
}

async fn a_stream_that_is_too_long_or_breaks_off_leaves_nothing(place: Place) {
    let long = std::iter::repeat_n((), 100).map(|()| Ok(bytes("ten bytes!")));
    let error = place.blobs.put_stream(org(1), stream::iter(long), 999).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("blob_too_large", false));
    let broken = vec![Ok(bytes("half of")), Err(io::Error::from(io::ErrorKind::ConnectionReset))];
    let error = place.blobs.put_stream(org(1), stream::iter(broken), 999).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("blob_input", true));
    assert_eq!(place.keys(), [""; 0]);
}

async fn many_at_once_put_the_same_bytes(place: Place) {
    let other = place.again().await;
    let puts = (0..40).map(|n| {
        let blobs = if n % 2 == 0 { place.blobs.clone() } else { other.clone() };
        tokio::spawn(async move { blobs.put(org(1), bytes("hello")).await.unwrap() })
    });
    for put in puts.collect::<Vec<_>>() {
        assert_eq!(put.await.unwrap(), Digest::of(b"hello"));
    }
    assert_eq!(place.keys(), [key_of("hello")]);
}

async fn the_first_mark_stays(place: Place) {
    assert_eq!(place.blobs.identity("too-odd!").await.unwrap_err().code(), "blob_mark");
    let other = place.again().await;
    let (one, two) = tokio::join!(place.blobs.identity("mark-of-one"), other.identity("mark-of-two"));
    let first = one.unwrap();
    assert!(["mark-of-one", "mark-of-two"].contains(&first.as_str()));
    assert_eq!(two.unwrap(), first);
    assert_eq!(place.again().await.identity("mark-of-three").await.unwrap(), first);
}

async fn a_foreign_mark_is_refused(place: Place) {
    place.blobs.identity("mark-of-one").await.unwrap();
    for foreign in [b"".as_slice(), b"short", b"not a mark at all", &[0xff; 20], &[b'a'; 500]] {
        place.alter("blobs-identity", foreign);
        let error = place.blobs.identity("mark-of-two").await.unwrap_err();
        assert_eq!(error.code(), "blob_mark", "{error}");
        assert!(error.to_string().contains("blobs-identity"));
    }
}
