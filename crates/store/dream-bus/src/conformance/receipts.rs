//! Promises to senders.

use super::{
    Ground,
    ground::{LONG, channel, message, name},
};
use crate::{BusError, WaitFor};
use dream_clock::Clock;
use dream_messages::{NewMessage, Status, Verdict};
use std::{sync::Arc, time::Duration};

/// A receipt goes from stored to delivered, failed, delivered again and acknowledged, and names who, when and which attempt.
pub async fn a_receipt_tells_how_far_a_message_has_come(ground: Ground) {
    let old = ground.send("topic/a", "old").await;
    assert_eq!(ground.bus.receipts(ground.scope(1), old.id).await.unwrap().receipts, [], "nobody owes it");
    ground.consumer_with("c", "topic/a", |settings| settings.start = dream_messages::Start::New).await;
    let sent = ground.send("topic/a", "1").await;
    assert_eq!(ground.bus.receipts(ground.scope(1), old.id).await.unwrap().receipts, [], "it came before the consumer");
    let check = async |status, attempt, holder: Option<&str>| {
        let found = ground.bus.receipts(ground.scope(1), sent.id).await.unwrap();
        let receipt = &found.receipts[0];
        assert_eq!((found.status, receipt.status, receipt.attempt, receipt.holder.as_deref()), (status, status, attempt, holder));
        assert_eq!((receipt.message, receipt.at, receipt.consumer.as_str()), (sent.id, ground.clock.now(), "c"));
    };
    check(Status::Stored, 0, None).await;
    ground.advance(Duration::from_secs(1));
    let got = ground.fetch_as("ann", "c", 1, Duration::ZERO).await;
    check(Status::Delivered, 1, Some("ann")).await;
    ground.advance(Duration::from_secs(1));
    ground.settle("c", &got[0], Verdict::Fail { delay: Some(Duration::ZERO) }).await.unwrap();
    check(Status::Failed, 1, None).await;
    ground.advance(Duration::from_secs(1));
    let got = ground.fetch_as("bob", "c", 1, Duration::ZERO).await;
    check(Status::Delivered, 2, Some("bob")).await;
    ground.advance(Duration::from_secs(1));
    ground.ack("c", &got[0]).await;
    check(Status::Acknowledged, 2, None).await;
}

/// Waiting ends by signal with what was waited for, with what makes it impossible, or at its end.
pub async fn a_sender_waits_for_the_acknowledgement(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let sent = ground.send("topic/a", "1").await;
    let wait = |status, timeout| {
        let (bus, scope) = (Arc::clone(&ground.bus), ground.scope(1));
        let wait = WaitFor { status, consumer: Some(name("c")), timeout };
        async move { bus.await_receipts(scope, sent.id, wait).await.unwrap().status }
    };
    assert_eq!(wait(Status::Delivered, Duration::from_millis(1)).await, Status::Stored, "the time is over");
    let (delivered, acknowledged) = (tokio::spawn(wait(Status::Delivered, LONG)), tokio::spawn(wait(Status::Acknowledged, LONG)));
    tokio::task::yield_now().await;
    let got = ground.fetch("c", 1).await;
    assert_eq!(delivered.await.unwrap(), Status::Delivered);
    ground.settle("c", &got[0], Verdict::Reject).await.unwrap();
    assert_eq!(acknowledged.await.unwrap(), Status::Dead, "it will never be acknowledged");
}

/// Requests of one sender share a channel for the answers, and each gets its own.
pub async fn a_request_gets_its_own_answer(ground: Ground) {
    ground.consumer("worker", "topic/work").await;
    let ask = |body: &'static str| {
        let (bus, space) = (Arc::clone(&ground.bus), ground.space(1));
        let question = NewMessage::new(channel("topic/work"), "per_Ada", body);
        tokio::spawn(async move { bus.request(space, question, LONG).await.unwrap() })
    };
    let (one, two) = (ask("one"), ask("two"));
    for _ in 0..2 {
        let got = ground.fetch_as("worker", "worker", 1, LONG).await;
        let question = &got[0].message;
        let mut answer = message(&question.reply_to.clone().unwrap().to_string(), &format!("{}!", question.body));
        answer.correlation.clone_from(&question.correlation);
        ground.try_send(answer).await.unwrap();
        ground.ack("worker", &got[0]).await;
    }
    assert_eq!((one.await.unwrap().body, two.await.unwrap().body), ("one!".to_owned(), "two!".to_owned()));
}

/// A request that nobody answers fails at its deadline, and says so.
pub async fn a_request_without_answer_ends_at_its_deadline(ground: Ground) {
    let question = NewMessage::new(channel("topic/work"), "per_ada", "anybody?");
    let answer = ground.bus.request(ground.space(1), question, Duration::from_millis(5)).await;
    assert!(matches!(answer, Err(BusError::NoReply)), "{answer:?}");
    let question = NewMessage::new(channel("agent/nobody"), "per_ada", "anybody?");
    let answer = ground.bus.request(ground.space(1), question, LONG).await;
    assert!(matches!(answer, Err(BusError::Publish(_))), "{answer:?}");
}
