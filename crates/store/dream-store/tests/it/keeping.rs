//! What is kept beside the ledger: remembered answers, recorded calls, settings.

use crate::fixture::{Fixture, key};
use dream_id::{AttemptId, TokenId};
use dream_ledger::Digest;
use dream_sql::testing::TestDb;
use dream_store::{CallRow, Remembered, StoreError, calls, find_remembered, settings};
use std::time::Duration;

fn answer(text: &str) -> Remembered {
    Remembered { fingerprint: Digest::of(b"command"), answer: text.to_owned() }
}

async fn an_answer_is_remembered_for_its_token_and_key_and_forgotten_later(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (token, other): (TokenId, TokenId) = (fixture.store.new_id(), fixture.store.new_id());
    let (token, other) = (token.to_string(), other.to_string());
    let (token, other) = (token.as_str(), other.as_str());
    let stranger = fixture.found("stranger").await;
    let mut tx = fixture.store.begin().await.unwrap();
    assert_eq!(find_remembered(&mut tx, fixture.org, token, "k").await.unwrap(), None);
    tx.remember(fixture.org, token, "k", &answer("1"), fixture.store.now()).await.unwrap();
    assert_eq!(find_remembered(&mut tx, fixture.org, token, "k").await.unwrap(), Some(answer("1")));
    tx.commit().await.unwrap();

    let mut tx = fixture.store.begin().await.unwrap();
    for (org, token, key) in [(fixture.org, other, "k"), (fixture.org, token, "l"), (stranger, token, "k")] {
        assert_eq!(find_remembered(&mut tx, org, token, key).await.unwrap(), None);
    }
    assert!(tx.remember(fixture.org, token, "k", &answer("2"), fixture.store.now()).await.is_err(), "an answer is given once");
    drop(tx);

    let mut tx = fixture.store.begin().await.unwrap();
    assert_eq!(tx.forget_answers(key(), fixture.store.now()).await.unwrap(), 0);
    assert_eq!(tx.forget_answers(key(), fixture.store.now().plus(Duration::from_secs(1))).await.unwrap(), 1);
    assert_eq!(find_remembered(&mut tx, fixture.org, token, "k").await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn a_call_is_opened_closed_once_and_read_in_order(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (attempt, other): (AttemptId, AttemptId) = (fixture.store.new_id(), fixture.store.new_id());
    let call = |attempt, number, reply: Option<&str>, cost_micros| CallRow {
        org: fixture.org,
        attempt,
        number,
        model: "one".to_owned(),
        request: Digest::of(b"request"),
        reply: reply.map(|text| Digest::of(text.as_bytes())),
        cost_micros,
        input_tokens: reply.map_or(0, |_| 40),
        output_tokens: reply.map_or(0, |_| 7),
        at: fixture.store.now(),
    };
    let mut tx = fixture.store.begin().await.unwrap();
    tx.open_call(&call(attempt, 2, None, 20)).await.unwrap();
    tx.open_call(&call(attempt, 1, None, 10)).await.unwrap();
    tx.open_call(&call(other, 1, None, 1)).await.unwrap();
    tx.close_call(&call(attempt, 1, Some("a"), 8)).await.unwrap();
    tx.open_call(&call(attempt, 2, None, 30)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = fixture.store.begin().await.unwrap();
    let refused = tx.open_call(&call(attempt, 1, None, 10)).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "a reply that was paid for is not asked for again");
    let refused = tx.close_call(&call(attempt, 1, Some("b"), 8)).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "a recorded reply never changes");
    drop(tx);
    let mut reader = fixture.store.read().await.unwrap();
    let found = calls::of_attempt(&mut reader, fixture.scope(), attempt).await.unwrap();
    assert_eq!(found, [call(attempt, 1, Some("a"), 8), call(attempt, 2, None, 30)]);
}

async fn a_setting_is_made_once(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut tx = fixture.store.begin().await.unwrap();
    assert_eq!(settings::find(&mut tx, key(), "blobs").await.unwrap(), None);
    assert_eq!(tx.make_setting(key(), "blobs", "one").await.unwrap(), "one");
    assert_eq!(tx.make_setting(key(), "blobs", "other").await.unwrap(), "one");
    tx.commit().await.unwrap();
    let mut reader = fixture.store.read().await.unwrap();
    assert_eq!(settings::find(&mut reader, key(), "blobs").await.unwrap().as_deref(), Some("one"));
}

dream_sql::on_both_engines!(
    a_call_is_opened_closed_once_and_read_in_order,
    a_setting_is_made_once,
    an_answer_is_remembered_for_its_token_and_key_and_forgotten_later,
);
