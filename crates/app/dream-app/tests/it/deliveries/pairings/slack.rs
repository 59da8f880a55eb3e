//! A channel of Discord's and one of Slack's are one: what is said, changed, answered and taken away in each is so in the other.

mod files;
mod workspace;

use super::super::{destination, refusal};
use super::{Direction, carry, new, origin, text, texts, told};
use dream_access::Role;
use dream_app::Kind as Refused;
use dream_app::destinations::{self, NewDestination, Replacement, To};
use dream_app::pairings;
use dream_app::received::{self, Asked};
use dream_app::sources::{self, MadeSource, NewSource, NotTaken, Taken};
use dream_app::{Op, discord_links, members};
use dream_bridge::source::{Kind, Proof, Request};
use dream_discord_fake::Fake;
use dream_id::Limit;
use dream_secret::Secret;
use dream_testkit::TestApp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Arc;
use std::time::Duration;
use workspace::Slack;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// Slack's signature over a body, and its time.
fn signed(app: &TestApp, body: &[u8]) -> (String, String) {
    let seconds = (app.app.now().micros() / 1_000_000).to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("v0:{seconds}:").as_bytes());
    mac.update(body);
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    (format!("v0={signature}"), seconds)
}

/// Slack tells something of a channel's messages, signed.
async fn slack_tells(app: &TestApp, source: &str, payload: &Value) -> Result<Taken, NotTaken> {
    let body = payload.to_string().into_bytes();
    let (signature, seconds) = signed(app, &body);
    let headers =
        [("content-type", "application/json"), ("x-slack-request-timestamp", seconds.as_str()), ("x-slack-signature", signature.as_str())];
    sources::receive(&app.app, source, &Request { headers: &headers, body: &body, path_secret: None }).await
}

fn callback(event: &Value) -> Value {
    json!({"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event": event})
}

/// Slack tells that somebody wrote, with more facts.
async fn written(app: &TestApp, source: &str, at: &str, said: &str, more: &Value) {
    let mut event = json!({"type": "message", "channel": "C1", "user": "U1", "text": said, "ts": at});
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    slack_tells(app, source, &callback(&event)).await.unwrap();
}

async fn source(app: &TestApp) -> MadeSource {
    let new = NewSource {
        name: "slack".to_owned(),
        kind: Kind::Slack,
        proof: Some(Proof::signature()),
        project: None,
        per_minute: None,
        secret: Some(Secret::new(SECRET)),
    };
    sources::make(&app.owner(), new).await.unwrap()
}

fn room(source: Option<&str>) -> To {
    To::SlackChannel { channel: "C1".to_owned(), token: Secret::new("xoxb-1"), source: source.map(str::to_owned) }
}

/// A channel of Discord's and one of Slack's, joined both ways; where Slack tells what it hears.
async fn joined(app: &TestApp) -> (Fake, String, Arc<Slack>, String) {
    let (fake, channel) = super::bridge(app).await;
    let slack = Slack::put(app);
    let source = source(app).await.source.id().to_string();
    destination(app, "room", room(Some("slack")), None).await;
    pairings::make(&app.owner(), new("rooms", "ops", "room", Direction::Both)).await.unwrap();
    (fake, channel, slack, source)
}

async fn what_is_said_in_slack_is_said_in_discord(app: &TestApp) {
    let (fake, channel, _slack, source) = joined(app).await;
    written(app, &source, "10.000001", "hello <@U2>, <!channel>", &json!({})).await;
    carry(app).await;
    assert_eq!(
        texts(&fake, &channel),
        ["**Ann**: hello @\u{200b}bob, @\u{200b}channel"],
        "people stand by their names, and nobody is called"
    );
    let edited = json!({"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "11.0",
        "message": {"user": "U1", "text": "hello all", "ts": "10.000001", "edited": {"user": "U1", "ts": "11.0"}}});
    slack_tells(app, &source, &callback(&edited)).await.unwrap();
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**Ann**: hello all"]);
    // An answer in its thread begins a thread there.
    written(app, &source, "12.000001", "more", &json!({"thread_ts": "10.000001"})).await;
    carry(app).await;
    let begun = text(&fake.messages(&channel)[0], "id").to_owned();
    assert_eq!(texts(&fake, &begun).last().map(String::as_str), Some("**Ann**: more"));
    let file = json!({"files": [{"id": "F1", "name": "a.png", "size": 7, "url_private": "https://files.slack.com/a"},
        {"id": "F2", "name": "b.png", "size": 7, "url_private": "https://evil.example/b"}]});
    written(app, &source, "13.000001", "look", &file).await;
    carry(app).await;
    let last = fake.messages(&channel).pop().unwrap();
    assert_eq!(last["attachments"][0]["filename"], "a.png");
    assert!(text(&last, "content").contains("(a file could not be fetched: b.png)"), "the token goes to Slack alone: {last}");
    let gone = json!({"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": "10.000001"});
    slack_tells(app, &source, &callback(&gone)).await.unwrap();
    carry(app).await;
    assert!(!texts(&fake, &channel).iter().any(|said| said.contains("hello all")), "{:?}", texts(&fake, &channel));
}

async fn what_is_said_in_discord_is_said_in_slack(app: &TestApp) {
    let (fake, channel, slack, source) = joined(app).await;
    let origin = origin(app).await;
    let mut message = fake.person_writes(&channel, "amy", "hello <!here>").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    let said = slack.asked("chat.postMessage");
    assert_eq!(said.len(), 1);
    assert_eq!((text(&said[0], "channel"), text(&said[0], "text"), text(&said[0], "username")), ("C1", "hello &lt;!here&gt;", "amy"));
    message["content"] = json!("hello");
    message["edited_timestamp"] = json!("2026-01-01T00:00:01Z");
    told(&app.app, &origin, "MESSAGE_UPDATE", &message).await;
    carry(app).await;
    let changed = slack.asked("chat.update");
    assert_eq!((text(&changed[0], "ts"), text(&changed[0], "text")), ("100.000001", "hello"));
    // An answer to it in Slack begins a thread below it, and what is said there is an answer in Slack again.
    written(app, &source, "101.5", "why?", &json!({"thread_ts": "100.000001"})).await;
    carry(app).await;
    let thread = text(&message, "id").to_owned();
    assert_eq!(texts(&fake, &thread).last().map(String::as_str), Some("**Ann**: why?"));
    told(&app.app, &origin, "THREAD_CREATE", &json!({"id": thread, "parent_id": channel, "name": "why"})).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&thread, "amy", "because").unwrap()).await;
    carry(app).await;
    let answer = slack.asked("chat.postMessage").pop().unwrap();
    assert_eq!((text(&answer, "text"), text(&answer, "thread_ts")), ("because", "100.000001"));
    told(&app.app, &origin, "MESSAGE_DELETE", &json!({"id": message["id"], "channel_id": channel})).await;
    carry(app).await;
    assert_eq!(text(&slack.asked("chat.delete")[0], "ts"), "100.000001");
}

/// Trap 45: what our bot says in Slack is told by Slack, and is not carried back.
/// What Slack sends for a slash command, with its signature; what its sender is told.
async fn command(app: &TestApp, source: &str, user: &str) -> Taken {
    let body = format!("token=x&team_id=T1&user_id={user}&user_name=ann&command=%2Fdreamos-link&text=&trigger_id={user}");
    let (signature, seconds) = signed(app, body.as_bytes());
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-slack-request-timestamp", seconds.as_str()),
        ("x-slack-signature", signature.as_str()),
    ];
    sources::receive(&app.app, source, &Request { headers: &headers, body: body.as_bytes(), path_secret: None }).await.unwrap()
}

async fn person_name(app: &TestApp, op: &Op) -> String {
    let person = op.person().unwrap();
    members::names(&app.owner(), &[person]).await.unwrap().remove(&person).unwrap()
}

async fn an_account_that_was_linked_stands_under_its_persons_name(app: &TestApp) {
    let (fake, channel, slack, source) = joined(app).await;
    let person = app.person(Role::Viewer).await;
    let name = person_name(app, &person).await;
    let taken = command(app, &source, "U1").await;
    let told = taken.told.unwrap();
    let code = told.split('`').nth(1).unwrap();
    let pending = discord_links::pending(&person, code).await.unwrap();
    assert_eq!((pending.account.id.as_str(), pending.account.name.as_str()), ("slack:T1:U1", "ann (Slack)"));
    written(app, &source, "10.000001", "before", &json!({})).await;
    discord_links::confirm(&person, code, pending.account.id).await.unwrap();
    carry(app).await;
    written(app, &source, "11.000001", "after <@U1> and <@U2>", &json!({})).await;
    written(app, &source, "12.000001", "I am another", &json!({"user": "U2"})).await;
    carry(app).await;
    let wanted =
        [format!("**{name}**: before"), format!("**{name}**: after @\u{200b}{name} and @\u{200b}bob"), "**bob**: I am another".to_owned()];
    assert_eq!(texts(&fake, &channel), wanted);
    // An account of another workspace is another one, and a command that comes again is given no code.
    assert!(command(app, &source, "U1").await.told.is_none(), "whoever sends it again may be somebody else");
    assert_eq!(slack.asked("chat.postMessage").len(), 0);
    assert_eq!(received::list(&app.owner(), Asked::default(), None, Limit::new(9)).await.unwrap().items.len(), 3, "no command is kept");
}

async fn what_slack_tells_counts_for_its_source(app: &TestApp) {
    let (_fake, _channel, _slack, source) = joined(app).await;
    written(app, &source, "10.000001", "hello", &json!({})).await;
    app.clock.advance(Duration::from_millis(40));
    carry(app).await;
    let status = dream_app::bridge::status(&app.owner()).await.unwrap();
    assert_eq!(status.latencies["slack"], (Duration::from_millis(40), Duration::from_millis(40)));
    let event = super::super::rows(app).await[0].event.unwrap();
    let received = received::list(&app.owner(), Asked::default(), None, Limit::new(1)).await.unwrap();
    assert_eq!(received.items[0].id, event, "the delivery names the event that told of it");
}

async fn trap_45_what_we_say_in_slack_does_not_come_back(app: &TestApp) {
    let (fake, channel, slack, source) = joined(app).await;
    let message = fake.person_writes(&channel, "amy", "hello").unwrap();
    told(&app.app, &origin(app).await, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    written(app, &source, "100.000001", "hello", &json!({"subtype": "bot_message", "bot_id": "B9", "username": "amy"})).await;
    written(app, &source, "100.000002", "hello", &json!({"user": "U9"})).await;
    // What other bots say is not carried unless the pairing says so.
    written(app, &source, "100.000003", "deployed", &json!({"subtype": "bot_message", "bot_id": "B7", "username": "ci"})).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["hello"]);
    assert_eq!(slack.asked("chat.postMessage").len(), 1);
}

/// Trap 47: Slack sends an event again when it was not answered in time, signed anew.
async fn trap_47_an_event_that_slack_sends_again_is_carried_once(app: &TestApp) {
    let (fake, channel, _slack, source) = joined(app).await;
    let event = callback(&json!({"type": "message", "channel": "C1", "user": "U1", "text": "once", "ts": "10.000001"}));
    assert!(!slack_tells(app, &source, &event).await.unwrap().repeated);
    app.clock.advance(Duration::from_mins(1));
    assert!(slack_tells(app, &source, &event).await.unwrap().repeated);
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**Ann**: once"]);
    let elsewhere = json!({"type": "event_callback", "team_id": "T2", "event": {"type": "message", "channel": "C1", "user": "U1", "text": "x", "ts": "11.0"}});
    slack_tells(app, &source, &elsewhere).await.unwrap();
    carry(app).await;
    assert_eq!(texts(&fake, &channel).len(), 1, "a workspace of others is none of ours");
}

async fn an_address_that_slack_asks_for_is_confirmed(app: &TestApp) {
    let source = source(app).await.source.id().to_string();
    let asked = json!({"type": "url_verification", "token": "x", "challenge": "3eZbrw1a"});
    let taken = slack_tells(app, &source, &asked).await.unwrap();
    assert_eq!(taken.challenge.as_deref(), Some("3eZbrw1a"));
    let headers = [("x-slack-request-timestamp", "1"), ("x-slack-signature", "v0=00")];
    let body = asked.to_string();
    let forged = sources::receive(&app.app, &source, &Request { headers: &headers, body: body.as_bytes(), path_secret: None }).await;
    assert!(matches!(forged, Err(NotTaken::Refused(_))), "{forged:?}");
}

async fn what_slack_refuses_is_tried_again_or_disables_the_channel(app: &TestApp) {
    let (fake, channel, slack, _source) = joined(app).await;
    let origin = origin(app).await;
    slack.answers("chat.postMessage", 429, json!({"ok": false, "error": "ratelimited"}));
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "one").unwrap()).await;
    let before = app.app.now();
    carry(app).await;
    assert_eq!(slack.asked("chat.postMessage").len(), 2);
    assert!(app.app.now().since(before) >= Duration::from_secs(2), "not before the pause that Slack asked for");
    slack.answers("chat.postMessage", 200, json!({"ok": false, "error": "not_in_channel"}));
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "two").unwrap()).await;
    carry(app).await;
    let room = destinations::named(&app.owner(), "room").await.unwrap();
    let (_, why) = room.stream.switch.disabled.clone().unwrap();
    assert_eq!(why, "Slack answered not_in_channel: invite the app to the channel, with /invite in it");
}

async fn a_channel_of_slacks_needs_a_bot_and_a_source_that_is_signed(app: &TestApp) {
    super::bridge(app).await;
    Slack::put(app);
    let op = app.owner();
    let make = async |to: To| destinations::make(&op, NewDestination { name: "room".to_owned(), to, fallback: None }).await;
    let unsigned = NewSource { name: "hook".to_owned(), kind: Kind::Slack, proof: None, project: None, per_minute: None, secret: None };
    sources::make(&op, unsigned).await.unwrap();
    assert_eq!(refusal(make(room(Some("hook"))).await.map(drop)), (Refused::Invalid, "slack_source_invalid"));
    let named = To::SlackChannel { channel: "#general".to_owned(), token: Secret::new("xoxb-1"), source: None };
    assert_eq!(refusal(make(named).await.map(drop)), (Refused::Invalid, "slack_id_invalid"));
    make(room(None)).await.unwrap();
    let both = pairings::make(&op, new("rooms", "ops", "room", Direction::Both)).await;
    assert_eq!(refusal(both.map(drop)), (Refused::Invalid, "pairing_sides_invalid"));
    pairings::make(&op, new("rooms", "ops", "room", Direction::In)).await.unwrap();
}

async fn a_token_that_slack_took_back_is_replaced_and_what_waited_is_said(app: &TestApp) {
    let (fake, channel, slack, _) = joined(app).await;
    let (origin, owner) = (origin(app).await, app.owner());
    slack.takes("xoxb-2");
    for said in ["one", "two"] {
        told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", said).unwrap()).await;
    }
    carry(app).await;
    let with = async |token: &str| destinations::replace(&owner, "room", Replacement::Token(Secret::new(token))).await;
    let (code, view) = (refusal(with("xoxb-1").await).1, destinations::named(&owner, "room").await.unwrap());
    assert_eq!((code, view.stream.switch.is_active()), ("slack_refused", false));
    slack.answers("auth.test", 200, json!({"ok": true, "team_id": "T1", "user_id": "U8", "bot_id": "B8"}));
    assert_eq!(refusal(with("xoxb-2").await), (Refused::Conflict, "application_differs"));
    let (view, missing) = with("xoxb-2").await.unwrap();
    assert!(missing[0].contains("destination enable room"), "{missing:?}");
    assert_eq!(view.source.as_deref(), Some("slack"), "it is heard as before");
    destinations::change(&owner, "room", destinations::Change::Enable).await.unwrap();
    carry(app).await;
    let said = slack.asked("chat.postMessage");
    assert!(text(said.last().unwrap(), "text").contains("two"), "{said:?}");
}

dream_testkit::for_both_engines!(
    what_is_said_in_slack_is_said_in_discord,
    what_is_said_in_discord_is_said_in_slack,
    an_account_that_was_linked_stands_under_its_persons_name,
    what_slack_tells_counts_for_its_source,
    trap_45_what_we_say_in_slack_does_not_come_back,
    trap_47_an_event_that_slack_sends_again_is_carried_once,
    an_address_that_slack_asks_for_is_confirmed,
    what_slack_refuses_is_tried_again_or_disables_the_channel,
    a_channel_of_slacks_needs_a_bot_and_a_source_that_is_signed,
    a_token_that_slack_took_back_is_replaced_and_what_waited_is_said,
);
