//! Messages as people see them: in order, edited in place, in threads, through other destinations when their own cannot be told.

use super::{bridge, deliver, deliver_all, destination, enqueue, planned, refusal, rows, standing, texts, webhook};
use dream_access::Role;
use dream_app::destinations::{self, Change, To};
use dream_app::{Kind, connections, deliveries};
use dream_bridge::message::Mention;
use dream_bridge::plan::{Place, Planned};
use dream_discord_fake::{Access, ChannelKind};
use dream_secret::Secret;
use dream_store::deliveries::DeliveryFilter;
use dream_testkit::TestApp;
use std::time::Duration;

async fn messages_arrive_in_order_and_have_a_record(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "two"), planned(app, "nowhere", "three")]).await;
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
    assert_eq!(standing(app).await, ["ops sent", "ops sent", "nowhere failed"]);
    let row = &rows(app).await[0];
    let notes: Vec<&str> = row.history.iter().map(|note| note.status.as_str()).collect();
    assert_eq!(notes, ["queued", "sending", "sent"]);
    assert_eq!((row.sent_at, row.ended_at, row.delivery.tries), (Some(row.received_at), Some(row.received_at), 1));
    assert!(rows(app).await[2].history[0].why.contains("no destination called `nowhere`"));
    let tested = destinations::test(&app.owner(), "ops").await.unwrap();
    deliver(&app.app).await;
    assert_eq!(deliveries::find(&app.owner(), tested.id).await.unwrap().delivery.state.name(), "sent");
}

/// Trap 46: what stands in a message calls nobody; what a rule names is called once.
async fn trap_46_nobody_is_called_but_by_a_rule(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    let mut called = planned(app, "ops", "@everyone <@&111111111111111111>");
    enqueue(app, &[called.clone()]).await;
    called.message.mentions = vec![Mention::Role("222222222222222222".to_owned())];
    enqueue(app, &[called]).await;
    deliver(&app.app).await;
    assert_eq!(fake.called(), ["roles 222222222222222222"]);
}

async fn long_messages_are_posts_in_order(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", &"word ".repeat(1_500)), planned(app, "ops", "after")]).await;
    deliver_all(app, &app.app).await;
    let texts = texts(&fake, &channel);
    assert_eq!(texts.len(), 5, "{texts:?}");
    assert_eq!(texts[4], "after");
    assert_eq!(texts[..4].iter().map(|text| text.split_whitespace().count()).sum::<usize>(), 1_500);
}

fn about(app: &TestApp, to: &str, text: &str, edit: bool, thread: bool) -> Planned {
    let thread = thread.then(|| ("Incident".to_owned(), Duration::from_hours(1)));
    Planned { place: Place { about: Some("db1".to_owned()), edit, thread, ..Place::default() }, ..planned(app, to, text) }
}

async fn news_of_the_same_thing_edits_its_message_by_bot_and_by_webhook(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let hooked = webhook(app, &fake, "hook").await;
    for (to, channel) in [("ops", &channel), ("hook", &hooked)] {
        enqueue(app, &[about(app, to, "red", true, false), about(app, to, "green", true, false)]).await;
        deliver_all(app, &app.app).await;
        assert_eq!(texts(&fake, channel), ["green"], "{to}");
    }
    assert_eq!(standing(app).await, ["ops sent", "ops edited", "hook sent", "hook edited"]);
}

async fn a_thing_gets_a_thread_and_a_locked_one_is_left(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let all = ["first", "second", "third"].map(|text| about(app, "ops", text, false, true));
    enqueue(app, &all).await;
    deliver_all(app, &app.app).await;
    let thread = fake.messages(&channel)[0]["id"].as_str().unwrap().to_owned();
    let inside: Vec<String> = texts(&fake, &thread).into_iter().filter(|text| !text.is_empty()).collect();
    assert_eq!((texts(&fake, &channel)[0].as_str(), inside), ("first", vec!["second".to_owned(), "third".to_owned()]));
    fake.lock(&thread);
    enqueue(app, &[about(app, "ops", "fourth", false, true)]).await;
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel).last().map(String::as_str), Some("fourth"));
}

async fn a_forum_gets_a_post_for_each_thing(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    let forum = fake.add_channel("incidents", ChannelKind::Forum);
    destination(app, "forum", To::DiscordChannel { connection: "bot".to_owned(), channel: forum }, None).await;
    enqueue(app, &[about(app, "forum", "first", false, true), about(app, "forum", "second", false, true)]).await;
    deliver_all(app, &app.app).await;
    let thread = rows(app).await[0].history.len();
    assert_eq!(standing(app).await, ["forum sent", "forum sent"], "{thread}");
    let posts = fake
        .requests()
        .iter()
        .filter(|(request, status)| request.starts_with("POST") && request.ends_with("/threads") && *status == 201)
        .count();
    assert_eq!(posts, 1, "the second message goes into the thread of the first: {:?}", fake.requests());
}

async fn a_destination_that_may_not_be_written_to_is_disabled_and_told_elsewhere(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let elsewhere = webhook(app, &fake, "backup").await;
    let owner = app.owner();
    destinations::change(&owner, "ops", Change::Fallback(Some("backup".to_owned()))).await.unwrap();
    fake.set_access(&channel, Access::ReadOnly);
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "two")]).await;
    deliver_all(app, &app.app).await;
    enqueue(app, &[planned(app, "ops", "three")]).await;
    deliver_all(app, &app.app).await;
    let said = texts(&fake, &elsewhere);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].contains("The destination `ops` was disabled") && said[1].contains("one") && said[2].contains("three"), "{said:?}");
    let view = destinations::named(&owner, "ops").await.unwrap();
    assert!(view.stream.switch.disabled.as_ref().unwrap().1.contains("50013"), "{view:?}");
    assert_eq!(refusal(destinations::test(&owner, "ops").await), (Kind::Conflict, "destination_disabled"));
    // What waited goes on waiting until somebody mends it.
    fake.set_access(&channel, Access::Full);
    destinations::change(&owner, "ops", Change::Enable).await.unwrap();
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["two"]);
}

async fn a_revoked_token_disables_the_connection_and_nothing_is_lost(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    webhook(app, &fake, "backup").await;
    let owner = app.owner();
    destinations::change(&owner, "ops", Change::Fallback(Some("backup".to_owned()))).await.unwrap();
    fake.revoke_token();
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "two")]).await;
    deliver(&app.app).await;
    let connection = connections::named(&owner, "bot").await.unwrap();
    assert!(!connection.switch.is_active());
    assert!(destinations::named(&owner, "ops").await.unwrap().stream.switch.is_active(), "the channel is as good as before");
    assert_eq!(fake.refused(), 1, "one refusal is enough");
    let wrong = connections::replace_token(&owner, "bot", Secret::new("wrong")).await;
    assert_eq!(refusal(wrong), (Kind::Invalid, "discord_token_refused"));
    connections::replace_token(&owner, "bot", Secret::new(fake.token())).await.unwrap();
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
}

async fn what_comes_while_a_destination_is_disabled_waits_where_nobody_else_is_told(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let owner = app.owner();
    fake.revoke_token();
    enqueue(app, &[planned(app, "ops", "one")]).await;
    deliver_all(app, &app.app).await;
    enqueue(app, &[planned(app, "ops", "two")]).await;
    deliver_all(app, &app.app).await;
    assert_eq!(standing(app).await, ["ops queued", "ops queued"], "the connection is disabled");
    let why = rows(app).await[1].history[0].why.clone();
    assert!(why.contains("its connection `bot` is disabled"), "{why}");
    connections::replace_token(&owner, "bot", Secret::new(fake.token())).await.unwrap();
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
    destinations::change(&owner, "ops", Change::Disable("a quiet day".to_owned())).await.unwrap();
    enqueue(app, &[planned(app, "ops", "three")]).await;
    app.clock.advance(Duration::from_hours(50));
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
    destinations::change(&owner, "ops", Change::Enable).await.unwrap();
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two", "three"]);
}

async fn deliveries_are_taken_back_and_sent_again(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let owner = app.owner();
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "two")]).await;
    let all = rows(app).await;
    assert_eq!(refusal(deliveries::replay(&owner, all[0].id).await), (Kind::Conflict, "delivery_open"));
    deliveries::cancel(&owner, all[0].id).await.unwrap();
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["two"]);
    assert_eq!(refusal(deliveries::cancel(&owner, all[1].id).await), (Kind::Conflict, "delivery_not_waiting"));
    deliveries::replay(&owner, all[0].id).await.unwrap();
    let sent = DeliveryFilter { status: Some("sent".to_owned()), ..DeliveryFilter::default() };
    assert_eq!(deliveries::replay_all(&owner, &sent, None).await.unwrap().deliveries.len(), 1);
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["two", "one", "two"]);
}

async fn all_that_waits_for_a_destination_is_taken_back_at_once(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let owner = app.owner();
    let inside = To::Channel("topic/alerts".to_owned());
    destination(app, "inside", inside, None).await;
    enqueue(app, &[planned(app, "ops", "gone")]).await;
    deliver(&app.app).await;
    enqueue(app, &["ops", "inside", "ops"].map(|name| planned(app, name, "waits"))).await;
    let ops = DeliveryFilter { name: Some("ops".to_owned()), ..DeliveryFilter::default() };
    let before = DeliveryFilter { until: Some(app.app.now()), ..ops.clone() };
    assert_eq!(deliveries::cancel_all(&owner, &before, None).await.unwrap().deliveries, [], "none came before now");
    let viewer = app.person(Role::Viewer).await;
    assert_eq!(refusal(deliveries::cancel_all(&viewer, &ops, None).await).0, Kind::Forbidden);
    let cancelled = deliveries::cancel_all(&owner, &ops, None).await.unwrap();
    assert_eq!((cancelled.deliveries.len(), cancelled.next), (2, None));
    assert_eq!(standing(app).await, ["ops sent", "ops cancelled", "inside queued", "ops cancelled"]);
    assert_eq!(rows(app).await[1].history.last().unwrap().why, "somebody took it back");
    assert_eq!(deliveries::cancel_all(&owner, &ops, None).await.unwrap().deliveries, [], "once");
    enqueue(app, &[planned(app, "ops", "later")]).await;
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["gone", "later"]);
}

async fn who_may_not_manage_the_bridge_changes_nothing_and_other_tenants_see_nothing(app: &TestApp) {
    let (_fake, _) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one")]).await;
    let row = rows(app).await[0].id;
    let viewer = app.person(Role::Viewer).await;
    assert!(deliveries::find(&viewer, row).await.is_ok());
    assert_eq!(refusal(deliveries::cancel(&viewer, row).await).0, Kind::Forbidden);
    assert_eq!(refusal(destinations::remove(&viewer, "ops").await).0, Kind::Forbidden);
    let stranger = dream_testkit::found(&app.app, "second").await.owner;
    assert_eq!(refusal(deliveries::find(&stranger, row).await).0, Kind::NotFound);
    assert_eq!(refusal(deliveries::cancel(&stranger, row).await).0, Kind::NotFound);
    assert_eq!(refusal(destinations::named(&stranger, "ops").await).0, Kind::NotFound);
    assert_eq!(refusal(connections::named(&stranger, "bot").await).0, Kind::NotFound);
    assert!(deliveries::list(&stranger, &DeliveryFilter::default(), None, dream_id::Limit::default()).await.unwrap().items.is_empty());
}

dream_testkit::for_both_engines!(
    messages_arrive_in_order_and_have_a_record,
    trap_46_nobody_is_called_but_by_a_rule,
    long_messages_are_posts_in_order,
    news_of_the_same_thing_edits_its_message_by_bot_and_by_webhook,
    a_thing_gets_a_thread_and_a_locked_one_is_left,
    a_forum_gets_a_post_for_each_thing,
    a_destination_that_may_not_be_written_to_is_disabled_and_told_elsewhere,
    a_revoked_token_disables_the_connection_and_nothing_is_lost,
    what_comes_while_a_destination_is_disabled_waits_where_nobody_else_is_told,
    deliveries_are_taken_back_and_sent_again,
    all_that_waits_for_a_destination_is_taken_back_at_once,
    who_may_not_manage_the_bridge_changes_nothing_and_other_tenants_see_nothing,
);
