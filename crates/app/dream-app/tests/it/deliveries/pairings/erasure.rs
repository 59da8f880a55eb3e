//! What was erased or deleted, or is kept no longer where it was said, is in no record of its deliveries any more.

use super::super::{refusal, rows, texts};
use super::{Direction, carry, paired, say, text, told};
use dream_app::history::{self, SealRule};
use dream_app::pairings::{self, headers};
use dream_app::{Kind, Op, channels, deliveries, messages};
use dream_messages::ChannelSettings;
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::time::Duration;

/// Each delivery's rule and state, and whether its record has the words.
async fn records(app: &TestApp, words: &str) -> Vec<(String, bool)> {
    rows(app).await.iter().map(|row| (row.delivery.state.name().to_owned(), row.what.contains(words))).collect()
}

fn kept(state: &str, has_words: bool) -> (String, bool) {
    (state.to_owned(), has_words)
}

async fn the_words_of_an_erased_message_leave_the_record_of_its_deliveries(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Out).await;
    let owner = app.owner();
    let message = say(&owner, "private words", &[]).await;
    say(&owner, "private words, corrected", &[(headers::EDITS, &message.to_string())]).await;
    say(&owner, "public", &[]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel).len(), 2);
    messages::erase(&owner, message, "private".to_owned()).await.unwrap();
    // At once, whether Discord can be reached or not.
    let gone = [kept("sent", false), kept("edited", false), kept("sent", false), kept("queued", false)];
    assert_eq!(records(app, "private words").await, gone);
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**owner**: public"]);
    let first = &rows(app).await[0];
    let what: Value = serde_json::from_str(&first.what).unwrap();
    assert_eq!(what["type"], "erased");
    assert!(what["digest"].as_str().unwrap().starts_with("sha256:"));
    assert!(first.ended_at.is_some() && first.history.len() > 1, "the rest of the record stays");
    assert!(rows(app).await[2].what.contains("public"));
    assert_eq!(refusal(deliveries::replay(&owner, first.id).await), (Kind::Over, "delivery_erased"));
    assert_eq!(refusal(deliveries::replay(&owner, rows(app).await[1].id).await).1, "delivery_erased");
}

async fn a_message_that_waits_is_taken_back_when_it_is_erased(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Out).await;
    let owner = app.owner();
    let message = say(&owner, "private words", &[]).await;
    pairings::carry_out(&Op::of_worker(app.app.clone(), "test")).await.unwrap();
    assert_eq!(records(app, "private words").await, [kept("queued", true)]);
    messages::erase(&owner, message, "private".to_owned()).await.unwrap();
    assert_eq!(records(app, "private words").await, [kept("cancelled", false), kept("queued", false)]);
    carry(app).await;
    assert!(texts(&fake, &channel).is_empty(), "it was never said");
}

async fn what_its_author_deletes_in_discord_leaves_the_record_too(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::In).await;
    let there = fake.add_channel("there", dream_discord_fake::ChannelKind::Text);
    let to = dream_app::destinations::To::DiscordChannel { connection: "bot".to_owned(), channel: there.clone() };
    super::destination(app, "there", to, None).await;
    pairings::make(&app.owner(), super::new("rooms", "ops", "there", Direction::In)).await.unwrap();
    let message = fake.person_writes(&channel, "amy", "private words").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    assert_eq!(records(app, "private words").await, [kept("sent", true)]);
    told(&app.app, &origin, "MESSAGE_DELETE", &json!({"id": text(&message, "id"), "channel_id": channel})).await;
    carry(app).await;
    assert!(texts(&fake, &there).is_empty());
    assert!(records(app, "private words").await.iter().all(|(_, has_words)| !has_words));
}

async fn what_a_channel_keeps_no_longer_leaves_the_record_once_it_is_owed_to_nobody(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Out).await;
    let (owner, worker) = (app.owner(), Op::of_worker(app.app.clone(), "test"));
    let said_words = say(&owner, "private words", &[]).await;
    carry(app).await;
    say(&owner, "private words that wait", &[]).await;
    pairings::carry_out(&worker).await.unwrap();
    say(&owner, "the newest", &[]).await;
    let settings = ChannelSettings { max_messages: Some(1), ..ChannelSettings::default() };
    channels::put(&owner, "topic/chat", None, Some(settings)).await.unwrap();
    history::index(&worker, worker.scope(), 100).await.unwrap();
    history::seal(&worker, SealRule { messages: 1, age: Duration::ZERO }).await.unwrap();
    while history::upkeep(&worker).await.unwrap() {}
    assert_eq!(refusal(messages::find(&owner, said_words).await).1, "no_such_message");
    deliveries::forget_old(&worker).await.unwrap();
    assert_eq!(records(app, "private words").await, [kept("sent", true), kept("queued", true)]);
    history::prune(&worker).await.unwrap();
    deliveries::forget_old(&worker).await.unwrap();
    assert_eq!(records(app, "private words").await, [kept("sent", false), kept("queued", true)], "what is owed keeps its words");
    let first = rows(app).await.remove(0);
    assert_eq!(serde_json::from_str::<Value>(&first.what).unwrap()["type"], "erased");
    assert!(first.ended_at.is_some() && first.history.len() > 1, "the rest of the record stays");
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**owner**: private words", "**owner**: private words that wait", "**owner**: the newest"]);
    deliveries::forget_old(&worker).await.unwrap();
    assert_eq!(records(app, "private words").await, [kept("sent", false), kept("sent", false), kept("sent", false)]);
    assert!(rows(app).await[2].what.contains("the newest"), "what the channel keeps, the record keeps");
    assert_eq!(refusal(deliveries::replay(&owner, first.id).await), (Kind::Over, "delivery_erased"));
}

/// What changes a message says its words in the records of that one: they go with the change, whether what it changed is there still or not.
async fn the_words_of_a_change_leave_the_record_with_it(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Out).await;
    let (owner, worker) = (app.owner(), Op::of_worker(app.app.clone(), "test"));
    let keep = async |most: u64| {
        let settings = ChannelSettings { max_messages: Some(most), ..ChannelSettings::default() };
        channels::put(&owner, "topic/chat", None, Some(settings)).await.unwrap();
        history::index(&worker, worker.scope(), 100).await.unwrap();
        history::seal(&worker, SealRule { messages: 1, age: Duration::ZERO }).await.unwrap();
        while history::upkeep(&worker).await.unwrap() {}
        history::prune(&worker).await.unwrap();
        deliveries::forget_old(&worker).await.unwrap();
    };
    let message = say(&owner, "first", &[]).await;
    carry(app).await;
    say(&owner, "another", &[]).await;
    keep(1).await;
    say(&owner, "private words", &[(headers::EDITS, &message.to_string())]).await;
    carry(app).await;
    assert!(texts(&fake, &channel).contains(&"**owner**: private words".to_owned()));
    assert!(records(app, "private words").await.contains(&kept("edited", true)));
    say(&owner, "the newest", &[]).await;
    keep(1).await;
    assert!(records(app, "private words").await.iter().all(|(_, has_words)| !has_words), "its channel keeps it no longer");
    let second = say(&owner, "second", &[]).await;
    let change = say(&owner, "secret words", &[(headers::EDITS, &second.to_string())]).await;
    carry(app).await;
    messages::erase(&owner, change, "private".to_owned()).await.unwrap();
    assert!(records(app, "secret words").await.iter().all(|(_, has_words)| !has_words));
    carry(app).await;
    assert!(!texts(&fake, &channel).iter().any(|said| said.contains("secret words")), "{:?}", texts(&fake, &channel));
}

dream_testkit::for_both_engines!(
    the_words_of_a_change_leave_the_record_with_it,
    the_words_of_an_erased_message_leave_the_record_of_its_deliveries,
    a_message_that_waits_is_taken_back_when_it_is_erased,
    what_its_author_deletes_in_discord_leaves_the_record_too,
    what_a_channel_keeps_no_longer_leaves_the_record_once_it_is_owed_to_nobody,
);
