//! The gateway, driven by twilight: identify, events, resume, and the codes by which it closes.

use crate::kit::{Kit, started};
use dream_discord_fake::ChannelKind;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;
use twilight_gateway::{ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt as _};

fn shard(kit: &Kit, token: &str, intents: Intents) -> Shard {
    let config = ConfigBuilder::new(token.to_owned(), intents).proxy_url(kit.fake.gateway_url()).build();
    Shard::with_config(ShardId::ONE, config)
}

/// The next event that `wanted` takes. A minute without one is a failure.
async fn until<T>(shard: &mut Shard, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
    let wait = async {
        loop {
            match shard.next_event(EventTypeFlags::all()).await {
                Some(Ok(event)) => {
                    if let Some(found) = wanted(event) {
                        return found;
                    }
                }
                Some(Err(_)) => {}
                None => panic!("the shard ended"),
            }
        }
    };
    timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("nothing came"))
}

fn content(event: Event) -> Option<String> {
    match event {
        Event::MessageCreate(message) => Some(message.content.clone()),
        _ => None,
    }
}

const USUAL: Intents = Intents::from_bits_truncate(37_377);

#[tokio::test]
async fn a_client_identifies_and_is_told_what_happens() {
    let kit = started(|_| {}).await;
    let channel = kit.fake.add_channel("general", ChannelKind::Text);
    let mut shard = shard(&kit, &kit.fake.token(), USUAL);
    until(&mut shard, |event| matches!(event, Event::Ready(_)).then_some(())).await;
    let channels = until(&mut shard, |event| if let Event::GuildCreate(guild) = event { Some(guild) } else { None }).await;
    assert!(format!("{channels:?}").contains(&channel));
    kit.fake.person_writes(&channel, "amy", "hello").unwrap();
    assert_eq!(until(&mut shard, content).await, "hello");
    kit.fake.interact(2, &channel, None, &json!({"id": "500000000000000001", "name": "status", "type": 1})).unwrap();
    until(&mut shard, |event| matches!(event, Event::InteractionCreate(_)).then_some(())).await;
}

#[tokio::test]
async fn without_the_privileged_intent_texts_of_others_are_empty() {
    let kit = started(|_| {}).await;
    let channel = kit.fake.add_channel("general", ChannelKind::Text);
    let mut shard = shard(&kit, &kit.fake.token(), Intents::GUILDS | Intents::GUILD_MESSAGES);
    until(&mut shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
    kit.fake.person_writes(&channel, "amy", "secret").unwrap();
    kit.fake.person_writes(&channel, "amy", "hey <@100000000000000001>").unwrap();
    assert_eq!(until(&mut shard, content).await, "");
    assert_eq!(until(&mut shard, content).await, "hey <@100000000000000001>");
}

#[tokio::test]
async fn after_a_break_it_resumes_and_misses_nothing() {
    let kit = started(|_| {}).await;
    let channel = kit.fake.add_channel("general", ChannelKind::Text);
    let mut shard = shard(&kit, &kit.fake.token(), USUAL);
    until(&mut shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
    for (break_with, text) in [(None, "one"), (Some(4000), "two"), (Some(4009), "three")] {
        kit.fake.close_gateway(break_with);
        kit.fake.person_writes(&channel, "amy", text).unwrap();
        assert_eq!(until(&mut shard, content).await, text);
        until(&mut shard, |event| matches!(event, Event::Resumed).then_some(())).await;
    }
    kit.fake.ask_to_reconnect();
    until(&mut shard, |event| matches!(event, Event::Resumed).then_some(())).await;
    assert_eq!(kit.fake.begun(), ["identify", "resume", "resume", "resume", "resume"]);
}

#[tokio::test]
async fn a_session_that_is_forgotten_is_begun_anew() {
    let kit = started(|_| {}).await;
    let mut shard = shard(&kit, &kit.fake.token(), USUAL);
    until(&mut shard, |event| matches!(event, Event::GuildCreate(_)).then_some(())).await;
    kit.clock.advance(Duration::from_mins(1));
    kit.fake.close_gateway(Some(4000));
    kit.fake.forget_sessions();
    until(&mut shard, |event| matches!(event, Event::Ready(_)).then_some(())).await;
    assert_eq!(kit.fake.begun(), ["identify", "identify"]);
}

#[tokio::test]
async fn codes_after_which_nobody_may_come_back_end_the_client() {
    let cases = [("wrong-token", USUAL.bits(), 0, 4004), ("", USUAL.bits(), 0, 4014), ("", 1 << 40, u64::MAX, 4013)];
    for (token, intents, privileged, code) in cases {
        let kit = started(|options| options.privileged = privileged).await;
        let token = if token.is_empty() { kit.fake.token() } else { token.to_owned() };
        let mut shard = shard(&kit, &token, Intents::from_bits_retain(intents));
        let closed = until(&mut shard, |event| if let Event::GatewayClose(frame) = event { Some(frame) } else { None }).await;
        assert_eq!(closed.map(|frame| frame.code), Some(code));
        assert!(shard.next_event(EventTypeFlags::all()).await.is_none(), "the client gives up after {code}");
    }
}
