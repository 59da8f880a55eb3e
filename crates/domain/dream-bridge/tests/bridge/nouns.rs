//! Connections, destinations and subscriptions: what happens to them, as it is written for ever.

use dream_bridge::alert::{Alert, Watch};
use dream_bridge::connection::{Connection, ConnectionFacts};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::pairing::{Direction, Joined, Pairing, Side};
use dream_bridge::subscription::Subscription;
use dream_bridge::summary::{Schedule, Summary};
use dream_bridge::switch::Switched as _;
use dream_clock::{Frozen, Seeded, Timestamp, new_id};
use dream_id::{AlertId, ConnectionId, DestinationId, OrgId, PairingId, SubscriptionId, SummaryId, TypedId};
use dream_ledger::{Actor, Aggregate, By, Stream};
use serde_json::{Value, json};

fn id<I: TypedId>() -> I {
    new_id(&Frozen::at(Timestamp::from_micros(0)), &Seeded::new(1))
}

fn by() -> By {
    By { at: Timestamp::from_micros(1_000_000), actor: Actor::system("test") }
}

/// The events of a stream are these, and folding them gives its state.
fn check<A: Aggregate + std::fmt::Debug>(stream: &Stream<A>, wanted: &[Value]) {
    let events: Vec<Value> = stream.pending().iter().map(|event| serde_json::to_value(&event.event).unwrap()).collect();
    assert_eq!(events, wanted);
    let mut folded = A::create(stream.id(), &stream.pending()[0]).unwrap();
    stream.pending()[1..].iter().for_each(|event| folded.apply(event));
    assert_eq!(&folded, stream.state());
}

#[test]
fn a_connection_is_disabled_once_and_another_token_brings_it_back() {
    let text = |word: &str| word.to_owned();
    let facts = ConnectionFacts {
        application: text("1"),
        public_key: text("00"),
        bot: text("1"),
        bot_name: text("b"),
        reads_messages: true,
        guilds: vec![],
    };
    let mut stream = Connection::make(id::<OrgId>(), id::<ConnectionId>(), text("bot"), facts.clone(), &by()).unwrap();
    assert!(Connection::disable(&mut stream, "401", &by()));
    assert!(!Connection::disable(&mut stream, "403", &by()), "the first reason stands");
    Connection::replace_token(&mut stream, facts, &by());
    assert!(stream.switch.is_active());
    Connection::set_guilds(&mut stream, vec![text("2")], &by());
    Connection::set_guilds(&mut stream, vec![text("2")], &by());
    Connection::enable(&mut stream, &by());
    Connection::remove(&mut stream, &by());
    Connection::remove(&mut stream, &by());
    let facts = json!({"application": "1", "public_key": "00", "bot": "1", "bot_name": "b", "reads_messages": true, "guilds": []});
    check(
        &stream,
        &[
            json!({"kind": "made", "data": {"name": "bot", "facts": facts}}),
            json!({"kind": "disabled", "data": {"why": "401"}}),
            json!({"kind": "token_replaced", "data": {"facts": facts}}),
            json!({"kind": "guilds_changed", "data": {"guilds": ["2"]}}),
            json!({"kind": "removed", "data": {}}),
        ],
    );
}

#[test]
fn a_destination_is_disabled_once_and_enabled_by_people() {
    let to = DestinationKind::DiscordChannel { connection: id(), channel: "3".to_owned(), forum: false };
    let mut stream = Destination::make(id::<OrgId>(), id::<DestinationId>(), "ops".to_owned(), to, None, &by()).unwrap();
    assert!(Destination::disable(&mut stream, "gone", &by()));
    assert!(!Destination::disable(&mut stream, "gone again", &by()));
    Destination::enable(&mut stream, &by());
    Destination::set_fallback(&mut stream, Some("backup".to_owned()), &by());
    Destination::remove(&mut stream, &by());
    assert!(!stream.switch.is_active());
    let to = json!({"type": "discord_channel", "connection": id::<ConnectionId>(), "channel": "3", "forum": false});
    check(
        &stream,
        &[
            json!({"kind": "made", "data": {"name": "ops", "to": to}}),
            json!({"kind": "disabled", "data": {"why": "gone"}}),
            json!({"kind": "enabled", "data": {}}),
            json!({"kind": "fallback_changed", "data": {"fallback": "backup"}}),
            json!({"kind": "removed", "data": {}}),
        ],
    );
}

#[test]
fn a_destination_has_another_address_and_is_known_by_those_before() {
    let hook = |webhook: &str| DestinationKind::DiscordWebhook { webhook: webhook.to_owned() };
    let mut stream = Destination::make(id::<OrgId>(), id::<DestinationId>(), "hook".to_owned(), hook("1"), None, &by()).unwrap();
    Destination::disable(&mut stream, "404", &by());
    for webhook in ["2", "2", "3", "1"] {
        Destination::replace_address(&mut stream, hook(webhook), &by());
    }
    Destination::replace_token(&mut stream, &by());
    assert_eq!((&stream.to, stream.replaced_at), (&hook("1"), Some(by().at)));
    assert!(!stream.switch.is_active(), "whoever mends it says when it is used again");
    assert!(["1", "2", "3"].iter().all(|webhook| stream.has_had_webhook(webhook)) && !stream.has_had_webhook("4"));
    let replaced = |webhook: &str| json!({"kind": "address_replaced", "data": {"to": {"type": "discord_webhook", "webhook": webhook}}});
    check(
        &stream,
        &[
            json!({"kind": "made", "data": {"name": "hook", "to": {"type": "discord_webhook", "webhook": "1"}}}),
            json!({"kind": "disabled", "data": {"why": "404"}}),
            replaced("2"),
            replaced("2"),
            replaced("3"),
            replaced("1"),
            json!({"kind": "token_replaced", "data": {}}),
        ],
    );
    for number in 10..100 {
        Destination::replace_address(&mut stream, hook(&number.to_string()), &by());
    }
    assert_eq!(stream.former_webhooks.len(), 50, "the newest are remembered");
}

#[test]
fn a_subscription_wants_what_its_patterns_fit() {
    let types = vec!["run.*".to_owned(), "review.opened".to_owned()];
    let mut stream =
        Subscription::make(id::<OrgId>(), id::<SubscriptionId>(), "crm".to_owned(), "example.com".to_owned(), types, &by()).unwrap();
    for (kind, wanted) in [("run.started", true), ("review.opened", true), ("review.voted", false), ("rerun.started", false)] {
        assert_eq!(stream.wants(kind), wanted, "{kind}");
    }
    Subscription::rotate(&mut stream, &by());
    Subscription::set_types(&mut stream, vec![], &by());
    assert!(!stream.wants("run.started"));
    Subscription::replace_address(&mut stream, "example.org".to_owned(), &by());
    assert_eq!((stream.host.as_str(), stream.replaced_at), ("example.org", Some(by().at)));
    check(
        &stream,
        &[
            json!({"kind": "made", "data": {"name": "crm", "host": "example.com", "types": ["run.*", "review.opened"]}}),
            json!({"kind": "secret_rotated", "data": {}}),
            json!({"kind": "types_changed", "data": {"types": []}}),
            json!({"kind": "address_replaced", "data": {"host": "example.org"}}),
        ],
    );
}

#[test]
fn an_alert_is_what_it_was_made_as_until_it_is_removed() {
    let watches = [
        (Watch::SilentSource { source: "ci".to_owned(), minutes: 10 }, json!({"what": "silent_source", "source": "ci", "minutes": 10})),
        (Watch::Backlog { destination: None, over: 5 }, json!({"what": "backlog", "over": 5})),
        (
            Watch::FailingDestination { destination: "ops".to_owned(), failures: 3, minutes: 5 },
            json!({"what": "failing_destination", "destination": "ops", "failures": 3, "minutes": 5}),
        ),
        (Watch::LogSpike { minutes: 5, factor: 3, least: 10 }, json!({"what": "log_spike", "minutes": 5, "factor": 3, "least": 10})),
    ];
    for (watch, written) in watches {
        let mut stream = Alert::make(id::<OrgId>(), id::<AlertId>(), "a".to_owned(), watch, &by()).unwrap();
        Alert::remove(&mut stream, &by());
        Alert::remove(&mut stream, &by());
        assert!(stream.removed);
        let made = json!({"kind": "made", "data": {"name": "a", "watch": written}});
        check(&stream, &[made, json!({"kind": "removed", "data": {}})]);
    }
}

#[test]
fn a_summary_is_what_it_was_made_as_until_it_is_removed() {
    let daily = Schedule::At { times: vec!["09:00".to_owned()], zone: "Europe/Berlin".to_owned() };
    let written = json!({"at": {"times": ["09:00"], "zone": "Europe/Berlin"}});
    for (schedule, written) in [(Schedule::Every("1h".to_owned()), json!({"every": "1h"})), (daily, written)] {
        let mut stream = Summary::make(id::<OrgId>(), id::<SummaryId>(), "s".to_owned(), schedule, true, &by()).unwrap();
        Summary::remove(&mut stream, &by());
        Summary::remove(&mut stream, &by());
        let made = json!({"kind": "made", "data": {"name": "s", "schedule": written, "server": true}});
        check(&stream, &[made, json!({"kind": "removed", "data": {}})]);
    }
}

#[test]
fn a_pairing_is_paused_and_used_again_until_it_is_removed() {
    let discord = Side { destination: id(), webhook: Some(id()) };
    let with = Side { destination: id(), webhook: None };
    let joined = Joined { discord, with, direction: Direction::Both, bots: false };
    let mut stream = Pairing::make(id::<OrgId>(), id::<PairingId>(), "rooms".to_owned(), joined, &by()).unwrap();
    Pairing::enable(&mut stream, &by());
    Pairing::disable(&mut stream, "a pause", &by());
    Pairing::disable(&mut stream, "another", &by());
    assert!(!stream.switch.is_active());
    Pairing::enable(&mut stream, &by());
    Pairing::remove(&mut stream, &by());
    Pairing::remove(&mut stream, &by());
    Pairing::disable(&mut stream, "too late", &by());
    let destination = id::<DestinationId>();
    let joined = json!({
        "discord": {"destination": destination, "webhook": destination}, "with": {"destination": destination}, "direction": "both", "bots": false
    });
    check(
        &stream,
        &[
            json!({"kind": "made", "data": {"name": "rooms", "joined": joined}}),
            json!({"kind": "disabled", "data": {"why": "a pause"}}),
            json!({"kind": "enabled", "data": {}}),
            json!({"kind": "removed", "data": {}}),
        ],
    );
}
