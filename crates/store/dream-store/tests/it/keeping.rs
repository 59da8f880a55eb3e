//! What is kept beside the ledger: remembered answers, recorded calls, settings.

use crate::fixture::{Fixture, key};
use dream_clock::Timestamp;
use dream_id::{AttemptId, SourceId, TokenId};
use dream_ledger::Digest;
use dream_sql::testing::TestDb;
use dream_store::source_refusals::RefusedCount;
use dream_store::{CallRow, Remembered, StoreError, calls, find_remembered, settings};
use std::collections::BTreeSet;
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

async fn refusals_are_counted_in_spans_over_all_processes(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (source, other): (SourceId, SourceId) = (fixture.store.new_id(), fixture.store.new_id());
    let stranger = fixture.found("stranger").await;
    let minute = |minute: u64| Timestamp::from_micros(0).plus(Duration::from_secs(minute * 60));
    let refused = |org, source, code: &str, count, at, why: &str| {
        let (code, why) = (code.to_owned(), why.to_owned());
        RefusedCount { source, org, code, count, from: at, at, why }
    };
    let cuts = BTreeSet::from([(fixture.org, minute(18)), (stranger, minute(17))]);
    let keep = async |counts: &[RefusedCount]| {
        let mut tx = fixture.store.begin().await.unwrap();
        tx.count_refusals(key(), counts, &cuts).await.unwrap();
        tx.commit().await.unwrap();
    };
    let org = fixture.org;
    keep(&[refused(org, source, "proof_wrong", 3, minute(11), "a"), refused(stranger, other, "proof_wrong", 9, minute(11), "b")]).await;
    // Another process writes what it counted a little earlier.
    keep(&[refused(org, source, "proof_wrong", 2, minute(10), "older"), refused(org, source, "payload_too_large", 1, minute(16), "c")])
        .await;
    let since = async |from: u64| fixture.store.read().await.unwrap().refusals(org, minute(from), None).await.unwrap();
    // None of them was before their span began.
    let counted =
        |code: &str, count, begun, at, why: &str| RefusedCount { from: minute(begun), ..refused(org, source, code, count, at, why) };
    let all = [counted("payload_too_large", 1, 15, minute(16), "c"), counted("proof_wrong", 5, 10, minute(11), "a")];
    assert_eq!(since(12).await, all, "from the beginning of the span");
    assert_eq!(since(15).await, all[..1]);
    // A span is cut where it is asked for, and what was before the cut can be left out.
    keep(&[refused(org, source, "payload_too_large", 4, minute(19), "d")]).await;
    let cut = fixture.store.read().await.unwrap().refusals(org, minute(18), Some(minute(18))).await.unwrap();
    assert_eq!(cut, [counted("payload_too_large", 4, 18, minute(19), "d")]);
    let all = [counted("payload_too_large", 5, 15, minute(19), "d"), all[1].clone()];
    assert_eq!(since(15).await, all[..1], "together they are what they were");
    let mut tx = fixture.store.begin().await.unwrap();
    assert_eq!(tx.forget_refusals(key(), minute(15), 10).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(since(0).await, all[..1]);
}

dream_sql::on_both_engines!(
    refusals_are_counted_in_spans_over_all_processes,
    a_call_is_opened_closed_once_and_read_in_order,
    a_setting_is_made_once,
    an_answer_is_remembered_for_its_token_and_key_and_forgotten_later,
);
