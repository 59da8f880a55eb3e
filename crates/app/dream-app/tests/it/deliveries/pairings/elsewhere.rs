//! From a channel of Discord's to another one, to a webhook that takes what Slack's take, and to the receiver of a subscription.

use super::super::{destination, webhook};
use super::{Direction, carry, new, origin, text, texts, told};
use crate::deliveries::hooks::Receiver;
use dream_app::destinations::To;
use dream_app::pairings::{self, NewPairing};
use dream_app::subscriptions::{self, NewSubscription};
use dream_discord_fake::ChannelKind;
use dream_secret::Secret;
use dream_testkit::TestApp;
use serde_json::{Value, json};

async fn two_channels_of_discord_are_one_by_webhook_and_by_bot(app: &TestApp) {
    let (fake, here) = super::bridge(app).await;
    let there = webhook(app, &fake, "there-hook").await;
    destination(app, "there", To::DiscordChannel { connection: "bot".to_owned(), channel: there.clone() }, None).await;
    let both = NewPairing { with_webhook: Some("there-hook".to_owned()), ..new("rooms", "ops", "there", Direction::Both) };
    pairings::make(&app.owner(), both).await.unwrap();
    let origin = origin(app).await;
    let mut first = fake.person_writes(&here, "amy", "hello").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &first).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&there, "bob", "hi").unwrap()).await;
    carry(app).await;
    let shown = |message: &Value| format!("{}: {}", text(&message["author"], "username"), text(message, "content"));
    assert_eq!(shown(&fake.messages(&there)[1]), "amy: hello", "by the webhook she has her name");
    assert_eq!(texts(&fake, &here), ["hello", "**bob**: hi"]);
    first["content"] = json!("hello all");
    first["edited_timestamp"] = json!("2026-01-01T00:00:01Z");
    told(&app.app, &origin, "MESSAGE_UPDATE", &first).await;
    carry(app).await;
    assert_eq!(texts(&fake, &there), ["hi", "hello all"]);
    // A thread here is a thread there, begun from the message that is there for the one it began from.
    let thread = fake.person_begins_thread(&here, text(&first, "id"), "details").unwrap();
    told(&app.app, &origin, "THREAD_CREATE", &json!({"id": thread, "parent_id": here, "name": "details"})).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&thread, "amy", "more").unwrap()).await;
    carry(app).await;
    let begun = text(&fake.messages(&there)[1], "id").to_owned();
    assert_eq!(texts(&fake, &begun).last().map(String::as_str), Some("more"));
    let gone = json!({"channel_id": here, "ids": [first["id"]]});
    told(&app.app, &origin, "MESSAGE_DELETE_BULK", &gone).await;
    carry(app).await;
    assert_eq!(texts(&fake, &there), ["hi"]);
}

async fn a_slack_webhook_and_a_subscription_hear_what_is_said(app: &TestApp) {
    let (fake, channel) = super::bridge(app).await;
    let receiver = Receiver::put(app);
    destination(app, "slack", To::SlackWebhook(Secret::new("https://hooks.example.com/x")), None).await;
    let crm = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://crm.example.com/x"), types: Vec::new() };
    subscriptions::make(&app.owner(), crm).await.unwrap();
    destination(app, "receiver", To::Outgoing("crm".to_owned()), None).await;
    pairings::make(&app.owner(), new("to-slack", "ops", "slack", Direction::In)).await.unwrap();
    pairings::make(&app.owner(), new("to-crm", "ops", "receiver", Direction::In)).await.unwrap();
    let origin = origin(app).await;
    let mut message = fake.person_writes(&channel, "amy", "hello <!channel>").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    message["content"] = json!("hello");
    message["edited_timestamp"] = json!("2026-01-01T00:00:01Z");
    told(&app.app, &origin, "MESSAGE_UPDATE", &message).await;
    carry(app).await;
    told(&app.app, &origin, "MESSAGE_DELETE", &json!({"id": message["id"], "channel_id": channel})).await;
    carry(app).await;
    let got = receiver.got();
    let to = |host: &str| -> Vec<Value> {
        let of = got.iter().filter(|request| request.url.expose().contains(host));
        of.map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
    };
    let slack: Vec<Value> = to("hooks.example.com").into_iter().map(|body| body["text"].clone()).collect();
    assert_eq!(slack, ["amy: hello &lt;!channel&gt;", "amy (edited): hello"], "what was said there cannot be taken back");
    let crm = to("crm.example.com");
    let kinds: Vec<&str> = crm.iter().map(|body| text(body, "type")).collect();
    assert_eq!(kinds, ["message.created", "message.edited", "message.deleted"]);
    let data = &crm[0]["data"];
    assert_eq!((text(data, "text"), text(&data["author"], "name"), text(data, "pairing")), ("hello <!channel>", "amy", "to-crm"));
    assert!(crm.iter().all(|body| body["data"]["message"] == message["id"]));
}

async fn a_receiver_is_told_of_threads_and_files_and_may_fetch_them(app: &TestApp) {
    let (fake, channel) = super::bridge(app).await;
    let receiver = Receiver::put(app);
    let crm = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://crm.example.com/x"), types: Vec::new() };
    subscriptions::make(&app.owner(), crm).await.unwrap();
    destination(app, "receiver", To::Outgoing("crm".to_owned()), None).await;
    pairings::make(&app.owner(), new("to-crm", "ops", "receiver", Direction::In)).await.unwrap();
    let origin = origin(app).await;
    let files = [("plan.txt", "https://cdn.example.com/plan.txt", 8)];
    let first = fake.person_attaches(&channel, "amy", "see", &files).unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &first).await;
    carry(app).await;
    let thread = fake.person_begins_thread(&channel, text(&first, "id"), "the plan").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&thread, "bob", "fine").unwrap()).await;
    carry(app).await;
    let told: Vec<Value> = receiver.got().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect();
    let (see, fine) = (&told[0]["data"], &told[1]["data"]);
    assert_eq!((text(see, "channel"), &see["thread"], text(&see["files"][0], "name")), (channel.as_str(), &Value::Null, "plan.txt"));
    assert_eq!((text(fine, "text"), text(fine, "thread"), &fine["files"]), ("fine", thread.as_str(), &json!([])));
    let digest = text(&see["files"][0], "digest").parse().unwrap();
    assert_eq!(pairings::file(&app.owner(), "to-crm", digest).await.unwrap().bytes, b"the plan");
}

async fn a_thread_whose_beginning_nobody_knows_is_said_in_the_channel(app: &TestApp) {
    let (fake, here) = super::bridge(app).await;
    let there = fake.add_channel("there", ChannelKind::Text);
    destination(app, "there", To::DiscordChannel { connection: "bot".to_owned(), channel: there.clone() }, None).await;
    let before = fake.person_writes(&here, "amy", "before the pairing").unwrap();
    let thread = fake.person_begins_thread(&here, text(&before, "id"), "old").unwrap();
    pairings::make(&app.owner(), new("rooms", "ops", "there", Direction::In)).await.unwrap();
    told(&app.app, &origin(app).await, "MESSAGE_CREATE", &fake.person_writes(&thread, "amy", "still here").unwrap()).await;
    carry(app).await;
    assert_eq!(texts(&fake, &there), ["**amy**: still here"]);
}

dream_testkit::for_both_engines!(
    two_channels_of_discord_are_one_by_webhook_and_by_bot,
    a_slack_webhook_and_a_subscription_hear_what_is_said,
    a_receiver_is_told_of_threads_and_files_and_may_fetch_them,
    a_thread_whose_beginning_nobody_knows_is_said_in_the_channel,
);
