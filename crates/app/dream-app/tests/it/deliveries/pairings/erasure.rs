//! What was erased or deleted is in no record of its deliveries any more.

use super::super::{refusal, rows, texts};
use super::{Direction, carry, paired, say, text, told};
use dream_app::pairings::{self, headers};
use dream_app::{Kind, Op, deliveries, messages};
use dream_testkit::TestApp;
use serde_json::{Value, json};

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

dream_testkit::for_both_engines!(
    the_words_of_an_erased_message_leave_the_record_of_its_deliveries,
    a_message_that_waits_is_taken_back_when_it_is_erased,
    what_its_author_deletes_in_discord_leaves_the_record_too,
);
