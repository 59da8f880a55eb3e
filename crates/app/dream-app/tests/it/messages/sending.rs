//! Sending: by whom, to where, once.

use super::{outgoing, refusal, sent};
use dream_access::Role;
use dream_app::messages::{self, Outgoing, Request, request, send, send_batch};
use dream_app::{IdempotencyKey, Kind, channels, consumers};
use dream_messages::{ChannelSettings, ConsumerSettings, Status, Verdict};
use dream_testkit::TestApp;
use std::time::Duration;

async fn the_sender_is_whom_the_server_knows_and_the_receipt_follows(app: &TestApp) {
    let op = app.person(Role::Contributor).await;
    let message = sent(&op, "topic/news", "hello").await;
    let person = op.person().unwrap();
    assert_eq!((message.message.sender.as_str(), message.message.place), (person.to_string().as_str(), 1));
    assert_eq!((message.sender_name.as_deref(), message.status), (Some("person 1"), Status::Stored));
    assert_eq!(messages::find(&op, message.message.id).await.unwrap(), message);
    consumers::create(&op, "reader", None, "topic/*", from_first()).await.unwrap();
    let status = async || messages::receipts(&op, message.message.id, None).await.unwrap().status;
    assert_eq!(status().await, Status::Stored);
    let fetched = consumers::fetch(&op, "reader", None, 10, Duration::ZERO).await.unwrap().remove(0);
    assert_eq!((fetched.message.message.body.as_str(), fetched.attempt), ("hello", 1));
    assert_eq!(status().await, Status::Delivered);
    let answer = |attempt| consumers::Answer { message: message.message.id, attempt, verdict: Verdict::Acknowledge, reason: None };
    let settled = consumers::settle(&op, "reader", None, vec![answer(2), answer(1), answer(1)]).await.unwrap();
    assert_eq!(settled.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, false], "only the delivery that counts is settled");
    assert_eq!(status().await, Status::Acknowledged);
    let waited = messages::receipts(&op, message.message.id, Some((Status::Acknowledged, Duration::from_secs(1)))).await.unwrap();
    assert_eq!((waited.status, waited.receipts.len()), (Status::Acknowledged, 1));
}

fn from_first() -> ConsumerSettings {
    ConsumerSettings { start: dream_messages::Start::First, ..ConsumerSettings::default() }
}

async fn a_call_that_is_repeated_under_its_key_sends_once(app: &TestApp) {
    let op = app.person(Role::Contributor).await;
    let keyed = |key: &str| op.clone().with_key(Some(IdempotencyKey::parse(key).unwrap()));
    let first = send(&keyed("k1"), outgoing("topic/news", "hello")).await.unwrap();
    let again = send(&keyed("k1"), outgoing("topic/news", "hello")).await.unwrap();
    assert_eq!((again.message.id, &again.message.key), (first.message.id, &None), "the server's own key is nobody's business");
    assert_eq!(refusal(send(&keyed("k1"), outgoing("topic/news", "other")).await), (Kind::Conflict, "key_reused"));
    let other = app.person(Role::Contributor).await.with_key(Some(IdempotencyKey::parse("k1").unwrap()));
    let theirs = send(&other, outgoing("topic/news", "hello")).await.unwrap();
    assert_ne!(theirs.message.id, first.message.id, "a key of somebody else is another key");
    let named = |body: &str| Outgoing { key: Some("named".to_owned()), ..outgoing("topic/news", body) };
    let first = send(&op, named("x")).await.unwrap();
    assert_eq!(send(&op, named("x")).await.unwrap().message, first.message);
    assert_eq!(refusal(send(&op, Outgoing { key: Some("request/x".to_owned()), ..named("x") }).await), (Kind::Invalid, "bad_message"));
    let batch = || vec![outgoing("topic/a", "1"), outgoing("topic/b", "2"), outgoing("topic/a", "3")];
    let first = send_batch(&keyed("k2"), batch()).await.unwrap();
    let again = send_batch(&keyed("k2"), batch()).await.unwrap();
    for (one, other) in first.iter().zip(&again) {
        let (one, other) = (one.as_ref().unwrap(), other.as_ref().unwrap());
        assert_eq!((one.id, one.repeated, other.repeated), (other.id, false, true));
    }
    assert_eq!(first[2].as_ref().unwrap().place, 2, "the order of the batch is the order of the channel");
}

async fn who_may_send_what_where(app: &TestApp) {
    let owner = app.owner();
    let (viewer, contributor) = (app.person(Role::Viewer).await, app.person(Role::Contributor).await);
    crate::agents::registered(app, "ada", "").await;
    let denied = (Kind::Forbidden, "role_too_low");
    assert_eq!(refusal(send(&viewer, outgoing("topic/news", "x")).await), denied);
    assert_eq!(refusal(send(&contributor, outgoing("agent/ada/orders", "stop")).await), denied);
    assert_eq!(refusal(channels::put(&contributor, "agent/ada", None, None).await), denied);
    for nobody in ["agent/nobody", "agent/nobody/orders"] {
        assert_eq!(refusal(channels::put(&owner, nobody, None, None).await), (Kind::NotFound, "not_found"), "there is no such agent");
    }
    let settings = ChannelSettings { max_messages: Some(7), ..ChannelSettings::default() };
    assert_eq!(channels::put(&owner, "agent/ada", None, Some(settings)).await.unwrap().settings, settings);
    sent(&contributor, "agent/ada", "hello").await;
    sent(&owner, "agent/ada/orders", "stop").await;
    assert_eq!(refusal(send(&owner, outgoing("agent/nobody", "x")).await), (Kind::NotFound, "no_such_channel"));
    assert_eq!(refusal(send(&owner, outgoing("nowhere", "x")).await), (Kind::Invalid, "bad_channel"));
    assert_eq!(refusal(send(&owner, outgoing("captain", &"x".repeat(300_000))).await), (Kind::Invalid, "message_too_large"));
    let mixed = vec![outgoing("topic/news", "ok"), outgoing("agent/ada/orders", "no"), outgoing("agent/nobody", "no")];
    let answers = send_batch(&contributor, mixed.clone()).await.unwrap();
    let codes: Vec<_> = answers.into_iter().map(|answer| answer.err().map(|error| error.code)).collect();
    assert_eq!(codes, [None, Some("role_too_low"), Some("no_such_channel")]);
    assert_eq!(refusal(send_batch(&viewer, vec![outgoing("captain", "x")]).await), denied);
    assert_eq!(refusal(send_batch(&owner, Vec::new()).await), (Kind::Invalid, "batch_size"));
    assert_eq!(refusal(send_batch(&owner, vec![outgoing("captain", "x"); 1_001]).await), (Kind::Invalid, "batch_size"));
}

async fn a_request_gets_the_reply_that_belongs_to_it(app: &TestApp) {
    let (asks, answers) = (app.person(Role::Contributor).await, app.person(Role::Contributor).await);
    consumers::create(&answers, "helper", None, "topic/questions", ConsumerSettings::default()).await.unwrap();
    let ask = Request { message: outgoing("topic/questions", "2 + 2?"), timeout: Some(Duration::from_secs(20)) };
    let answer = async {
        let asked = consumers::fetch(&answers, "helper", None, 1, Duration::from_secs(20)).await.unwrap().remove(0).message.message;
        let reply_to = asked.reply_to.map(|channel| channel.to_string());
        let reply = Outgoing { correlation: asked.correlation, ..outgoing(&reply_to.unwrap(), "4") };
        send(&answers, reply).await.unwrap()
    };
    let (replied, reply) = tokio::join!(request(&asks, ask), answer);
    let replied = replied.unwrap();
    assert_eq!((replied.message.body.as_str(), replied.message.id), ("4", reply.message.id));
    let ask = |timeout| Request { message: outgoing("topic/void", "?"), timeout: Some(timeout) };
    assert_eq!(refusal(request(&asks, ask(Duration::from_millis(1))).await), (Kind::Over, "no_reply"));
    assert_eq!(refusal(request(&asks, ask(Duration::from_secs(61))).await), (Kind::Invalid, "timeout_out_of_range"));
}

async fn a_channel_is_followed_from_where_one_left(app: &TestApp) {
    let op = app.person(Role::Viewer).await;
    let sender = app.person(Role::Contributor).await;
    sent(&sender, "topic/news", "before").await;
    let mut live = messages::follow(&op, "topic/news", None, None).await.unwrap();
    let mut all = messages::follow(&op, "topic/news", None, Some(0)).await.unwrap();
    let (seen, _) = tokio::join!(live.look(Duration::from_secs(20)), sent(&sender, "topic/news", "after"));
    assert_eq!(seen.unwrap().iter().map(|view| view.message.body.as_str()).collect::<Vec<_>>(), ["after"]);
    assert_eq!(all.look(Duration::ZERO).await.unwrap().len(), 2);
    assert!(all.look(Duration::ZERO).await.unwrap().is_empty());
    assert_eq!(refusal(messages::follow(&op, "agent/nobody", None, None).await), (Kind::NotFound, "no_such_channel"));
}

dream_testkit::for_both_engines!(
    the_sender_is_whom_the_server_knows_and_the_receipt_follows,
    a_call_that_is_repeated_under_its_key_sends_once,
    who_may_send_what_where,
    a_request_gets_the_reply_that_belongs_to_it,
    a_channel_is_followed_from_where_one_left,
);
