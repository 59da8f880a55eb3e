//! A channel of Discord's and one of Slack's are one: what is said, changed, answered and taken away in each is so in the other.

use super::super::{destination, refusal};
use super::{Direction, carry, new, origin, text, texts, told};
use async_trait::async_trait;
use dream_app::Kind as Refused;
use dream_app::destinations::{self, NewDestination, To};
use dream_app::pairings;
use dream_app::sources::{self, MadeSource, NewSource, NotTaken, Taken};
use dream_bridge::source::{Kind, Proof, Request};
use dream_discord_fake::Fake;
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use dream_secret::Secret;
use dream_testkit::TestApp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// A workspace of Slack's: what its bot said, and answers that are to be given instead of the usual ones.
#[derive(Default)]
struct Slack {
    asked: Mutex<Vec<(String, Value)>>,
    answers: Mutex<VecDeque<(u16, Value)>>,
}

impl Slack {
    fn put(app: &TestApp) -> Arc<Self> {
        let slack = Arc::new(Self::default());
        app.outside.put_hooks(slack.clone());
        slack
    }

    /// What was asked of `method`, with the bodies.
    fn asked(&self, method: &str) -> Vec<Value> {
        self.asked.lock().unwrap().iter().filter(|(asked, _)| asked == method).map(|(_, body)| body.clone()).collect()
    }

    fn answers(&self, status: u16, body: Value) {
        self.answers.lock().unwrap().push_back((status, body));
    }

    fn usual(&self, method: &str, query: &str) -> Value {
        match method {
            "auth.test" => json!({"ok": true, "team_id": "T1", "user_id": "U9", "bot_id": "B9"}),
            "conversations.info" => json!({"ok": true, "channel": {"id": "C1", "is_member": true}}),
            "users.info" if query == "user=U1" => {
                json!({"ok": true, "user": {"name": "a", "profile": {"display_name": "Ann", "image_192": "https://a.example/1.png"}}})
            }
            "users.info" => json!({"ok": true, "user": {"name": "bob"}}),
            "chat.postMessage" => {
                let number = self.asked("chat.postMessage").len();
                json!({"ok": true, "channel": "C1", "ts": format!("100.{number:06}")})
            }
            _ => json!({"ok": true}),
        }
    }
}

#[async_trait]
impl Hook for Slack {
    fn check(&self, _: &str) -> Result<(), HookFault> {
        Ok(())
    }

    async fn post(&self, _: HookRequest) -> Result<HookAnswer, HookFault> {
        Err(HookFault::NotSent("nothing is posted here".to_owned()))
    }

    async fn ask(&self, request: HookRequest, _: usize) -> Result<HookFetched, HookFault> {
        assert!(request.headers.contains(&("authorization".to_owned(), "Bearer xoxb-1".to_owned())));
        let found = |status, media_type: &str, bytes: Vec<u8>| {
            Ok(HookFetched { status, retry_after: Some(Duration::from_secs(2)), media_type: Some(media_type.to_owned()), bytes })
        };
        let url = request.url.expose();
        if url.starts_with("https://files.slack.com/") {
            return found(200, "image/png", b"picture".to_vec());
        }
        let (method, query) =
            url.strip_prefix("https://slack.com/api/").unwrap().split_once('?').unwrap_or((&url["https://slack.com/api/".len()..], ""));
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        self.asked.lock().unwrap().push((method.to_owned(), body));
        let given = if method.starts_with("chat.") { self.answers.lock().unwrap().pop_front() } else { None };
        let (status, answer) = given.unwrap_or_else(|| (200, self.usual(method, query)));
        found(status, "application/json", answer.to_string().into_bytes())
    }

    async fn get(&self, _: &str, most: usize, _: Duration) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }
}

/// Slack tells something of a channel's messages, signed.
async fn slack_tells(app: &TestApp, source: &str, payload: &Value) -> Result<Taken, NotTaken> {
    let (body, seconds) = (payload.to_string().into_bytes(), (app.app.now().micros() / 1_000_000).to_string());
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("v0:{seconds}:").as_bytes());
    mac.update(&body);
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let signature = format!("v0={signature}");
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
    slack.answers(429, json!({"ok": false, "error": "ratelimited"}));
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "one").unwrap()).await;
    let before = app.app.now();
    carry(app).await;
    assert_eq!(slack.asked("chat.postMessage").len(), 2);
    assert!(app.app.now().since(before) >= Duration::from_secs(2), "not before the pause that Slack asked for");
    slack.answers(200, json!({"ok": false, "error": "not_in_channel"}));
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

dream_testkit::for_both_engines!(
    what_is_said_in_slack_is_said_in_discord,
    what_is_said_in_discord_is_said_in_slack,
    trap_45_what_we_say_in_slack_does_not_come_back,
    trap_47_an_event_that_slack_sends_again_is_carried_once,
    an_address_that_slack_asks_for_is_confirmed,
    what_slack_refuses_is_tried_again_or_disables_the_channel,
    a_channel_of_slacks_needs_a_bot_and_a_source_that_is_signed,
);
