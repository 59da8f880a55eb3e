//! What our side composes, the fake takes: two readings of Discord's documentation, held against each other.

use crate::kit::{id, started};
use dream_bridge::discord::{Button, Row, Style, compose, nonce};
use dream_bridge::event::Phase;
use dream_bridge::message::{Field, Mention, Message};
use dream_bridge::normalise::{Arrival, normalise};
use dream_bridge::plan::{Memory, plan};
use dream_bridge::rule::RuleSet;
use dream_bridge::source::{Key, Keys, Kind, Proof, Request, payload, verify};
use dream_clock::Clock as _;
use dream_discord_fake::{ChannelKind, Fault};
use dream_secret::Secret;

#[tokio::test]
async fn whatever_is_composed_is_taken() {
    let kit = started(|options| {
        options.limits.clear();
        options.global = 10_000;
    })
    .await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    let field = |size: usize| Field { name: "n".repeat(size), value: "v👩🏽‍🚀".repeat(size), inline: true };
    let hard = [
        Message { content: "é👨‍👩‍👧‍👦 ".repeat(3_000), ..Message::default() },
        Message { title: "t".repeat(900), text: "```rust\nlet x = 1;\n".repeat(900), ..Message::default() },
        Message {
            text: "x".repeat(4_096),
            title: "t".repeat(256),
            footer: "f".repeat(5_000),
            fields: vec![field(300); 40],
            ..Message::default()
        },
        Message { fields: vec![field(1), Field { name: " ".to_owned(), value: "\n".to_owned(), inline: false }], ..Message::default() },
        Message { title: "a".to_owned(), link: Some("https://example.com/?q=1".to_owned()), colour: Some(u32::MAX), ..Message::default() },
        Message { content: "a".repeat(30_000), text: "b".repeat(60_000), ..Message::default() },
    ];
    let mut sent = 0;
    for message in hard {
        for mut post in compose(&message) {
            let row = vec![Button::press(Style::Success, "Approve", "a".repeat(100)), Button::link("Open", "https://example.com")];
            post.components = vec![Row::of(row)];
            let body = serde_json::to_vec(&post).unwrap();
            client.create_message(id(&channel)).payload_json(&body).await.unwrap_or_else(|error| panic!("{error:?}: {post:?}"));
            sent += 1;
        }
    }
    assert_eq!(kit.fake.messages(&channel).len(), sent);
}

/// From a signed GitHub delivery to a message in the channel: every decision in between is ours, every check at the end is not.
/// Trap 46 on the way: its title calls everyone. Trap 41 at the end: an answer is lost, and the repetition is the same message.
#[tokio::test]
async fn a_github_event_reaches_the_channel_once_and_calls_only_whom_its_rule_names() {
    let kit = started(|_| {}).await;
    let (client, channel, now) = (kit.client(), kit.fake.add_channel("ops", ChannelKind::Text), kit.clock.now());
    let body = r#"{"action":"completed","workflow_run":{"name":"ci @everyone","head_branch":"main","conclusion":"failure","html_url":"https://github.com/acme/app/actions/1"},"repository":{"full_name":"acme/app"}}"#;
    let keys = Keys::new(vec![Key::Shared(Secret::new("a-secret-of-enough-length"))]).unwrap();
    let signature = format!("sha256={}", hmac_hex(b"a-secret-of-enough-length", body.as_bytes()));
    let headers = [("X-Hub-Signature-256", signature.as_str()), ("X-GitHub-Event", "workflow_run"), ("X-GitHub-Delivery", "d-1")];
    let request = Request { headers: &headers, body: body.as_bytes(), path_secret: None };
    let verified = verify(Kind::Github, &Proof::signature(), &keys, &request, now).unwrap();
    let json = payload(Kind::Github, &request).unwrap();
    let arrival = Arrival { source: "github", event_type: verified.event_type.as_deref(), at: now };
    let event = normalise(Kind::Github, arrival, &json).remove(0);
    assert_eq!(event.phase, Phase::Firing);
    let rules = "[[rule]]\nname = \"ci\"\nto = [\"ops\"]\nseverity = \"error\"\n[rule.message]\ncontent = \"{{ event.title }}\"\nmentions = [\"role:111111111111111111\"]\n";
    let rules = RuleSet::parse("rules.toml", rules).unwrap();
    let planned = plan(&rules, &event, &json, &mut Memory::default(), now).planned.remove(0);
    assert_eq!(planned.message.mentions, [Mention::Role("111111111111111111".to_owned())]);
    let post = compose(&planned.message).remove(0);
    let mut body = serde_json::to_value(&post).unwrap();
    body["nonce"] = nonce("dlv_1", 0).into();
    body["enforce_nonce"] = true.into();
    let body = body.to_string();
    kit.fake.fail_next([Fault::LoseAnswer]);
    let first = client.create_message(id(&channel)).payload_json(body.as_bytes()).await;
    assert!(first.is_err() || first.unwrap().model().await.is_err());
    client.create_message(id(&channel)).payload_json(body.as_bytes()).await.unwrap();
    let messages = kit.fake.messages(&channel);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["content"], "<@&111111111111111111> ci \\@\u{200b}everyone on main: failure");
    assert_eq!(kit.fake.called(), ["roles 111111111111111111"]);
}

/// Signs as GitHub would, with another library than the one that checks.
fn hmac_hex(key: &[u8], body: &[u8]) -> String {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key);
    data_encoding::HEXLOWER.encode(aws_lc_rs::hmac::sign(&key, body).as_ref())
}
