//! Loops (trap 45), and what a gateway that breaks leaves behind.

use super::super::{destination, webhook};
use super::{Direction, bodies, carry, deliver, new, origin, paired, refusal, said, say, texts, told};
use dream_app::destinations::{self, Replacement, To};
use dream_app::interactions::Origin;
use dream_app::pairings::{self, NewPairing};
use dream_app::{Kind, Op, received};
use dream_discord_fake::ChannelKind;
use dream_id::Limit;
use dream_messages::{ChannelSettings, Space};
use dream_secret::Secret;
use dream_testkit::TestApp;
use std::time::Duration;

/// Trap 45: a bridge loop: it relays its own messages.
async fn trap_45_nothing_that_was_carried_comes_back_or_twice(app: &TestApp) {
    let (fake, here, first) = paired(app, Direction::Both).await;
    let there = fake.add_channel("there", ChannelKind::Text);
    destination(app, "there", To::DiscordChannel { connection: "bot".to_owned(), channel: there.clone() }, None).await;
    let owner = app.owner();
    pairings::make(&owner, NewPairing { bots: true, ..new("more", "there", "inside", Direction::Both) }).await.unwrap();
    for direction in [Direction::In, Direction::Out, Direction::Both] {
        let refused = pairings::make(&owner, new("loop", "ops", "there", direction)).await;
        assert_eq!(refusal(refused), (Kind::Conflict, "pairing_loops"), "{direction:?}: it is heard there already");
    }
    told(&app.app, &first, "MESSAGE_CREATE", &fake.person_writes(&here, "amy", "hello").unwrap()).await;
    say(&owner, "said", &[]).await;
    for _ in 0..3 {
        carry(app).await;
        // The gateway tells of our own messages too.
        for channel in [&here, &there] {
            for message in fake.messages(channel) {
                told(&app.app, &first, "MESSAGE_CREATE", &message).await;
            }
        }
    }
    carry(app).await;
    assert_eq!(texts(&fake, &here).len(), 2, "{:?}", texts(&fake, &here));
    assert_eq!(texts(&fake, &there).len(), 2, "{:?}", texts(&fake, &there));
    assert_eq!(bodies(&said(app).await), ["said", "hello"]);
}

/// Trap 45: our own webhook is our own too, and a bot that says the same again and again is another bridge.
async fn trap_45_bots_are_heard_when_asked_for_and_never_for_ever(app: &TestApp) {
    let (fake, channel) = super::bridge(app).await;
    let hooked = webhook(app, &fake, "hook").await;
    destination(app, "hooked", To::DiscordChannel { connection: "bot".to_owned(), channel: hooked.clone() }, None).await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    let owner = app.owner();
    let bots = NewPairing { webhook: Some("hook".to_owned()), bots: true, ..new("bots", "hooked", "inside", Direction::Both) };
    pairings::make(&owner, bots).await.unwrap();
    pairings::make(&owner, new("people", "ops", "inside", Direction::In)).await.unwrap();
    let origin = origin(app).await;
    say(&owner, "by the webhook", &[]).await;
    carry(app).await;
    let ours = fake.messages(&hooked)[0].clone();
    told(&app.app, &origin, "MESSAGE_CREATE", &ours).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.another_bot_writes(&channel, "nobody asked").unwrap()).await;
    for _ in 0..20 {
        told(&app.app, &origin, "MESSAGE_CREATE", &fake.another_bot_writes(&hooked, "build 7 has failed").unwrap()).await;
    }
    carry(app).await;
    let said = said(app).await;
    assert_eq!(bodies(&said)[..2], ["by the webhook", "build 7 has failed"]);
    assert_eq!(said.len(), 1 + 5, "five times, and then it is taken for a loop");
}

/// Trap 45: what the webhook said that a side had before is ours all the same.
async fn trap_45_a_webhook_that_was_replaced_is_still_our_own(app: &TestApp) {
    let (fake, channel) = super::bridge(app).await;
    let elsewhere = webhook(app, &fake, "hook").await;
    destination(app, "hooked", To::DiscordChannel { connection: "bot".to_owned(), channel: elsewhere.clone() }, None).await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    let owner = app.owner();
    let bots = NewPairing { webhook: Some("hook".to_owned()), bots: true, ..new("bots", "hooked", "inside", Direction::Both) };
    pairings::make(&owner, bots).await.unwrap();
    say(&owner, "by the first", &[]).await;
    carry(app).await;
    let first = fake.messages(&elsewhere)[0].clone();
    let replaced = async |there: &str| {
        let (id, token) = fake.add_webhook(there, "alerts").unwrap();
        let url = Secret::new(format!("{}/webhooks/{id}/{token}", fake.rest_url()));
        destinations::replace(&owner, "hook", Replacement::Address(url)).await.map(drop)
    };
    let code = refusal(replaced(&channel).await).1;
    assert_eq!(code, "pairing_sides_invalid", "what is said by it would be said in another channel");
    replaced(&elsewhere).await.unwrap();
    say(&owner, "by the second", &[]).await;
    carry(app).await;
    assert_eq!(fake.messages(&elsewhere).len(), 2);
    told(&app.app, &origin(app).await, "MESSAGE_CREATE", &first).await;
    carry(app).await;
    assert_eq!(bodies(&said(app).await), ["by the first", "by the second"]);
}

/// A gateway of another organisation, or of another channel, is heard by nobody here.
async fn only_paired_channels_are_heard(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::Out).await;
    let op = Op::of_worker(app.app.clone(), "test");
    let message = fake.person_writes(&channel, "amy", "one way alone").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    assert!(pairings::heard(&op).await.unwrap().is_empty());
    assert!(pairings::listening(&app.app).await.unwrap().is_empty(), "no gateway asks for what nobody hears");
    let second = dream_testkit::found(&app.app, "second").await;
    let theirs = Origin { org: second.org, ..origin };
    told(&app.app, &theirs, "MESSAGE_CREATE", &message).await;
    assert!(pairings::heard(&op).await.unwrap().is_empty());
}

/// What cannot be carried is tried for hours, then given up, and told; what is behind it goes on.
async fn what_cannot_be_carried_is_given_up_and_told(app: &TestApp) {
    let (fake, channel) = super::bridge(app).await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    let owner = app.owner();
    pairings::make(&owner, new("chat", "ops", "inside", Direction::In)).await.unwrap();
    let settings = ChannelSettings { max_body: 1_024, ..ChannelSettings::default() };
    app.app.bus.create_channel(Space::org(app.org), &"topic/chat".parse().unwrap(), Some(settings)).await.unwrap();
    let origin = origin(app).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", &"long ".repeat(300)).unwrap()).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "short").unwrap()).await;
    carry(app).await;
    let op = Op::of_worker(app.app.clone(), "test");
    assert!(pairings::heard(&op).await.unwrap().is_empty(), "it is put off, and what is behind it waits");
    app.clock.advance(Duration::from_hours(6));
    carry(app).await;
    carry(app).await;
    deliver(&app.app).await;
    assert_eq!(bodies(&said(app).await), ["short"]);
    let told = received::list(&owner, received::Asked { source: None }, None, Limit::new(9)).await.unwrap();
    assert!(told.items.iter().any(|row| row.event_type.as_deref() == Some("bridge.pairing_failed")), "{told:?}");
}

dream_testkit::for_both_engines!(
    trap_45_nothing_that_was_carried_comes_back_or_twice,
    trap_45_bots_are_heard_when_asked_for_and_never_for_ever,
    trap_45_a_webhook_that_was_replaced_is_still_our_own,
    only_paired_channels_are_heard,
    what_cannot_be_carried_is_given_up_and_told,
);
