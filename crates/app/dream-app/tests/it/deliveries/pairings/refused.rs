//! What cannot be joined, and who may not join it.

use super::super::{destination, webhook};
use super::{Direction, new, refusal};
use dream_access::Role;
use dream_app::destinations::{self, To};
use dream_app::pairings::{self, Change, NewPairing};
use dream_app::{Kind, connections};
use dream_bridge::connection::Connection;
use dream_discord_fake::ChannelKind;
use dream_testkit::TestApp;

async fn what_cannot_be_joined_is_refused_with_what_to_do(app: &TestApp) {
    let (fake, channel) = super::bridge(app).await;
    webhook(app, &fake, "hook").await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    destination(app, "agent", To::Channel("agent/nobody".to_owned()), None).await;
    destination(app, "same", To::DiscordChannel { connection: "bot".to_owned(), channel: channel.clone() }, None).await;
    let forum = fake.add_channel("forum", ChannelKind::Forum);
    destination(app, "forum", To::DiscordChannel { connection: "bot".to_owned(), channel: forum }, None).await;
    let owner = app.owner();
    let check = async |new: NewPairing, code: &str| {
        assert_eq!(refusal(pairings::make(&owner, new.clone()).await).1, code, "{new:?}");
    };
    check(new("A", "ops", "inside", Direction::In), "name_invalid").await;
    check(new("a", "ops", "nowhere", Direction::In), "not_found").await;
    check(new("a", "inside", "ops", Direction::In), "pairing_sides_invalid").await;
    check(new("a", "ops", "same", Direction::In), "pairing_sides_invalid").await;
    let in_a_forum = NewPairing { webhook: Some("hook".to_owned()), ..new("a", "forum", "inside", Direction::Out) };
    check(in_a_forum, "pairing_sides_invalid").await;
    check(new("a", "ops", "hook", Direction::Both), "pairing_sides_invalid").await;
    check(new("a", "ops", "agent", Direction::Out), "no_such_channel").await;
    // The webhook of another channel would say it elsewhere.
    let elsewhere = NewPairing { webhook: Some("hook".to_owned()), ..new("a", "ops", "inside", Direction::Out) };
    check(elsewhere, "pairing_sides_invalid").await;
    let unused = NewPairing { webhook: Some("hook".to_owned()), ..new("a", "ops", "inside", Direction::In) };
    check(unused, "pairing_sides_invalid").await;
    pairings::make(&owner, new("a", "ops", "inside", Direction::Both)).await.unwrap();
    check(new("a", "ops", "hook", Direction::In), "name_taken").await;
    assert_eq!(refusal(destinations::remove(&owner, "inside").await), (Kind::Conflict, "destination_in_use"));
    pairings::remove(&owner, "a").await.unwrap();
    destinations::remove(&owner, "inside").await.unwrap();
}

/// A bot that may not read what people write would be shut out by the gateway.
async fn a_bot_that_may_not_read_is_told_where_to_get_the_right(app: &TestApp) {
    let (_fake, _) = super::bridge(app).await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    let owner = app.owner();
    let id = connections::named(&owner, "bot").await.unwrap().id();
    let mut tx = app.app.store.begin().await.unwrap();
    let mut connection = tx.lock::<Connection>(owner.scope(), id).await.unwrap().unwrap();
    let facts = dream_bridge::connection::ConnectionFacts { reads_messages: false, ..connection.facts.clone() };
    Connection::replace_token(&mut connection, facts, &owner.by());
    tx.save(&mut connection).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(refusal(pairings::make(&owner, new("a", "ops", "inside", Direction::In)).await).1, "message_content_missing");
    pairings::make(&owner, new("a", "ops", "inside", Direction::Out)).await.unwrap();
    let bot = connections::named(&owner, "bot").await.unwrap();
    assert_eq!(dream_app::gateways::intents(&bot, true), 1, "it asks for nothing that it is refused");
}

async fn who_may_not_manage_the_bridge_joins_nothing_and_other_tenants_see_nothing(app: &TestApp) {
    let (_fake, _, _) = super::paired(app, Direction::Both).await;
    let viewer = app.person(Role::Viewer).await;
    assert_eq!(pairings::list(&viewer).await.unwrap().len(), 1);
    assert_eq!(refusal(pairings::make(&viewer, new("b", "ops", "inside", Direction::In)).await).0, Kind::Forbidden);
    assert_eq!(refusal(pairings::change(&viewer, "chat", Change::Enable).await).0, Kind::Forbidden);
    assert_eq!(refusal(pairings::remove(&viewer, "chat").await).0, Kind::Forbidden);
    let stranger = dream_testkit::found(&app.app, "second").await.owner;
    assert!(pairings::list(&stranger).await.unwrap().is_empty());
    assert_eq!(refusal(pairings::named(&stranger, "chat").await).0, Kind::NotFound);
    assert_eq!(refusal(pairings::remove(&stranger, "chat").await).0, Kind::NotFound);
    assert_eq!(refusal(pairings::make(&stranger, new("b", "ops", "inside", Direction::In)).await).0, Kind::NotFound);
}

dream_testkit::for_both_engines!(
    what_cannot_be_joined_is_refused_with_what_to_do,
    a_bot_that_may_not_read_is_told_where_to_get_the_right,
    who_may_not_manage_the_bridge_joins_nothing_and_other_tenants_see_nothing,
);
