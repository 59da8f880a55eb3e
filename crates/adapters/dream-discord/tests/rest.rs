//! The REST client against a Discord that was written apart from it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dream_bridge::discord::{Grant, Meaning, Rate, meaning};
use dream_clock::{Frozen, Timestamp};
use dream_discord::{Rest, RestError};
use dream_discord_fake::{ChannelKind, Fake, Fault, Options};
use dream_ports::{Discord, DiscordAuth, DiscordCall, DiscordFault, DiscordFile};
use dream_secret::Secret;
use serde_json::{Value, json};
use std::sync::Arc;

async fn start() -> (Fake, Rest, DiscordAuth) {
    // Another test of this process may have installed it.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let clock = Arc::new(Frozen::at(Timestamp::from_micros(1_767_225_600_000_000)));
    let fake = Fake::start(Options { clock, ..Options::default() }).await.unwrap();
    let rest = Rest::new(&fake.rest_url()).unwrap();
    let auth = DiscordAuth::Bot(Secret::new(fake.token()));
    (fake, rest, auth)
}

fn post(auth: &DiscordAuth, channel: &str, body: Value) -> DiscordCall {
    DiscordCall::of(auth.clone(), "POST", format!("/channels/{channel}/messages"), body)
}

#[tokio::test]
async fn messages_files_reasons_and_refusals_come_through() {
    let (fake, rest, auth) = start().await;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let mut call = post(&auth, &channel, json!({"content": "hello", "allowed_mentions": {"parse": []}}));
    call.files = vec![DiscordFile { name: "a \"b\".txt".to_owned(), media_type: "text/plain".to_owned(), bytes: vec![b'x'; 3_000] }];
    call.reason = Some("because: ü".to_owned());
    let answer = rest.call(call).await.unwrap();
    assert_eq!((answer.answer.status, answer.id().is_some()), (200, true), "{answer:?}");
    let sent = &fake.messages(&channel)[0];
    assert_eq!((&sent["content"], &sent["attachments"][0]["size"]), (&json!("hello"), &json!(3_000)), "{sent}");
    let refused = rest.call(post(&auth, &channel, json!({"content": "x".repeat(2_001)}))).await.unwrap();
    assert_eq!((refused.answer.status, refused.code), (400, Some(50_035)));
    let wrong = DiscordAuth::Bot(Secret::new("wrong"));
    let unknown = rest.call(post(&wrong, &channel, json!({"content": "x"}))).await.unwrap();
    assert_eq!(meaning(unknown.answer.status, unknown.code), Meaning::TokenRefused);
}

#[tokio::test]
async fn a_webhooks_address_gives_its_path_alone() {
    let (fake, rest, _) = start().await;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let (id, token) = fake.add_webhook(&channel, "alerts").unwrap();
    // Whatever host stands in it, the request goes to the configured Discord.
    let auth = DiscordAuth::Webhook(Secret::new(format!("https://elsewhere.example/api/v10/webhooks/{id}/{token}?x=1")));
    let answer = rest.call(DiscordCall::of(auth, "POST", "?wait=true", json!({"content": "hello"}))).await.unwrap();
    assert_eq!(answer.id(), fake.messages(&channel)[0]["id"].as_str());
    for url in ["https://discord.com/api/webhooks/1", "https://discord.com/", "https://discord.com/api/webhooks/1/../../users/@me"] {
        let call = DiscordCall::of(DiscordAuth::Webhook(Secret::new(url)), "POST", "", Value::Null);
        assert!(matches!(rest.call(call).await, Err(DiscordFault::NotSent(_))), "{url}");
    }
}

#[tokio::test]
async fn limits_are_read_from_the_headers() {
    let (fake, rest, auth) = start().await;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let (mut rate, now) = (Rate::default(), Timestamp::from_micros(1_767_225_600_000_000));
    let mut sent = 0;
    loop {
        let call = post(&auth, &channel, json!({"content": "x"}));
        let route = call.route.clone();
        if rate.ask(&route, now) != Grant::Go {
            break;
        }
        let answer = rest.call(call).await.unwrap();
        rate.answered(&route, &answer.answer, now);
        sent += 1;
    }
    assert_eq!((sent, fake.requests().iter().filter(|(_, status)| *status == 429).count()), (5, 0));
    let limited = rest.call(post(&auth, &channel, json!({"content": "x"}))).await.unwrap();
    assert_eq!((limited.answer.status, limited.answer.retry_after.is_some(), limited.answer.global), (429, true, false));
}

#[tokio::test]
async fn what_may_have_arrived_is_told_from_what_cannot() {
    let (fake, rest, auth) = start().await;
    let channel = fake.add_channel("general", ChannelKind::Text);
    fake.fail_next([Fault::LoseAnswer]);
    assert!(matches!(rest.call(post(&auth, &channel, json!({"content": "x"}))).await, Err(DiscordFault::Lost(_))));
    fake.fail_next([Fault::Status(403)]);
    let shut = rest.call(post(&auth, &channel, json!({"content": "x"}))).await.unwrap();
    assert_eq!((shut.code, meaning(shut.answer.status, shut.code)), (None, Meaning::ShutOut));
    let nobody = Rest::new("http://127.0.0.1:9/api").unwrap();
    match nobody.call(post(&auth, &channel, json!({"content": "x"}))).await {
        Err(DiscordFault::NotSent(why)) => assert!(!why.contains(&fake.token()), "{why}"),
        other => unreachable!("{other:?}"),
    }
    for wrong in ["", "discord.com/api", "ftp://discord.com", "https://user@discord.com/api", "https://discord.com/api?x"] {
        assert!(matches!(Rest::new(wrong), Err(RestError::Base(_))), "{wrong}");
    }
}
