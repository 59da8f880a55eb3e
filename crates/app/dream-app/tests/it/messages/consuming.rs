//! Consumers and dead letters: made, decided over, taken away, each decision in the ledger.

use super::{refusal, sent};
use dream_access::Role;
use dream_app::audit::{AuditQuery, log};
use dream_app::{Kind, consumers, dead_letters, messages};
use dream_id::{Limit, MessageId};
use dream_messages::{ConsumerSettings, Status, Verdict};
use dream_testkit::TestApp;
use std::time::Duration;

/// What the ledger says of a noun, oldest first.
async fn kinds(app: &TestApp, noun: &str) -> Vec<String> {
    app.sequence().await;
    let query = AuditQuery { noun: Some(noun.to_owned()), ..AuditQuery::default() };
    let mut entries = log(&app.owner(), query, None, Limit::default()).await.unwrap().items;
    entries.reverse();
    entries.into_iter().map(|entry| entry.envelope.kind).collect()
}

async fn consumers_are_made_and_taken_away_by_those_who_may(app: &TestApp) {
    let (owner, op) = (app.owner(), app.person(Role::Contributor).await);
    let settings = ConsumerSettings::default();
    let made = consumers::create(&op, "reader", None, "topic/*", settings).await.unwrap();
    let again = consumers::create(&op, "reader", None, "topic/*", settings).await.unwrap();
    assert_eq!((made.name, made.pattern), (again.name, again.pattern));
    let other = consumers::create(&op, "reader", None, "captain", settings).await;
    assert_eq!(refusal(other), (Kind::Conflict, "consumer_exists"));
    assert_eq!(refusal(consumers::create(&op, "x", None, "agent/nobody", settings).await), (Kind::NotFound, "no_such_channel"));
    assert_eq!(refusal(consumers::create(&op, "X", None, "topic/*", settings).await), (Kind::Invalid, "bad_consumer_name"));
    assert_eq!(refusal(consumers::create(&op, "x", None, "topic/**", settings).await), (Kind::Invalid, "bad_pattern"));
    let wrong = ConsumerSettings { max_deliveries: 0, ..settings };
    assert_eq!(refusal(consumers::create(&op, "x", None, "topic/*", wrong).await), (Kind::Invalid, "setting_out_of_range"));
    assert_eq!(consumers::list(&op, None, None, Limit::default()).await.unwrap().items.len(), 1);

    let because = || "done".to_owned();
    assert_eq!(refusal(consumers::remove(&op, "reader", None, because()).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(consumers::remove(&owner, "reader", None, String::new()).await), (Kind::Invalid, "reason_required"));
    consumers::remove(&owner, "reader", None, because()).await.unwrap();
    assert_eq!(refusal(consumers::remove(&owner, "reader", None, because()).await), (Kind::Conflict, "consumer_removed"));
    assert_eq!(refusal(consumers::remove(&owner, "nobody", None, because()).await), (Kind::NotFound, "no_such_consumer"));
    assert_eq!(refusal(consumers::fetch(&op, "reader", None, 1, Duration::ZERO).await), (Kind::NotFound, "no_such_consumer"));
    consumers::create(&op, "reader", None, "captain", settings).await.unwrap();
    assert_eq!(kinds(app, "consumer").await, ["consumer.registered", "consumer.removed", "consumer.registered"]);
}

/// Sends a message that its consumer rejects.
async fn dead(app: &TestApp, body: &str) -> MessageId {
    let op = app.owner();
    let id = sent(&op, "topic/news", body).await.message.id;
    let fetched = consumers::fetch(&op, "reader", None, 1, Duration::ZERO).await.unwrap().remove(0);
    let reason = Some("unreadable".to_owned());
    let answer = consumers::Answer { message: id, attempt: fetched.attempt, verdict: Verdict::Reject, reason };
    consumers::settle(&op, "reader", None, vec![answer]).await.unwrap().remove(0).unwrap();
    id
}

async fn dead_letters_are_inspected_edited_replayed_and_given_up(app: &TestApp) {
    let (owner, op) = (app.owner(), app.person(Role::Contributor).await);
    consumers::create(&owner, "reader", None, "topic/*", ConsumerSettings::default()).await.unwrap();
    let (one, two) = (dead(app, "one").await, dead(app, "two").await);
    assert_eq!(messages::find(&op, one).await.unwrap().status, Status::Dead);
    let listed = dead_letters::list(&op, None, None, None, Limit::default()).await.unwrap().items;
    assert_eq!(listed.iter().map(|letter| letter.message.message.id).collect::<Vec<_>>(), [one, two]);
    let found = dead_letters::find(&op, "reader", None, one).await.unwrap();
    assert_eq!((found.detail.as_deref(), found.attempts, found.edited), (Some("unreadable"), 1, false));

    let denied = (Kind::Forbidden, "role_too_low");
    assert_eq!(refusal(dead_letters::replay(&op, "reader", None, None).await), denied);
    assert_eq!(refusal(dead_letters::drop_dead_letters(&op, "reader", None, None).await), denied);
    assert_eq!(refusal(dead_letters::edit(&op, "reader", None, one, "x".to_owned()).await), denied);
    let edited = dead_letters::edit(&owner, "reader", None, one, "better".to_owned()).await.unwrap();
    assert_eq!((edited.message.message.body.as_str(), edited.edited), ("better", true));
    assert_eq!(messages::find(&op, one).await.unwrap().message.body, "one", "what was sent stays as it was");
    assert_eq!(dead_letters::replay(&owner, "reader", None, Some(vec![one])).await.unwrap(), 1);
    let fetched = consumers::fetch(&owner, "reader", None, 9, Duration::ZERO).await.unwrap();
    assert_eq!(fetched.iter().map(|one| one.message.message.body.as_str()).collect::<Vec<_>>(), ["better"]);
    assert_eq!(dead_letters::drop_dead_letters(&owner, "reader", None, None).await.unwrap(), 1);
    assert!(dead_letters::list(&op, Some("reader"), None, None, Limit::default()).await.unwrap().items.is_empty());
    assert_eq!(refusal(dead_letters::find(&op, "reader", None, two).await), (Kind::NotFound, "no_such_dead_letter"));
    assert_eq!(refusal(dead_letters::replay(&owner, "reader", None, Some(Vec::new())).await), (Kind::Invalid, "batch_size"));
    let expected =
        ["consumer.registered", "consumer.dead_letter_edited", "consumer.dead_letters_replayed", "consumer.dead_letters_dropped"];
    assert_eq!(kinds(app, "consumer").await, expected);
}

dream_testkit::for_both_engines!(
    consumers_are_made_and_taken_away_by_those_who_may,
    dead_letters_are_inspected_edited_replayed_and_given_up,
);
