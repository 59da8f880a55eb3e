//! Pairings: what is said in Discord is heard inside, what is said inside is said in Discord, and nothing comes back.

mod both_ways;
mod elsewhere;
mod erasure;
mod files;
mod forums;
mod gateway;
mod refused;
mod safety;
mod slack;

use super::{bridge, deliver, deliver_all, destination, refusal, restarted, texts};
use dream_app::destinations::To;
use dream_app::interactions::Origin;
use dream_app::messages::{self, Outgoing};
use dream_app::pairings::{self, Direction, NewPairing};
use dream_app::{App, Op, connections};
use dream_bus::ReadFrom;
use dream_discord_fake::Fake;
use dream_id::{Limit, MessageId};
use dream_messages::{Headers, Message, Space};
use dream_testkit::TestApp;
use serde_json::Value;

/// The account by which the fake's people write.
const ACCOUNT: &str = "300000000000000001";

fn new(name: &str, discord: &str, with: &str, direction: Direction) -> NewPairing {
    let text = |text: &str| text.to_owned();
    NewPairing { name: text(name), discord: text(discord), webhook: None, with: text(with), with_webhook: None, direction, bots: false }
}

/// A channel of Discord's, joined with `topic/chat` by the pairing `chat`.
async fn paired(app: &TestApp, direction: Direction) -> (Fake, String, Origin) {
    let (fake, channel) = bridge(app).await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    pairings::make(&app.owner(), new("chat", "ops", "inside", direction)).await.unwrap();
    (fake, channel, origin(app).await)
}

/// Where the connection `bot` tells what it hears.
async fn origin(app: &TestApp) -> Origin {
    let connection = connections::named(&app.owner(), "bot").await.unwrap();
    Origin { org: app.org, connection: connection.id(), application: connection.facts.application.clone() }
}

/// Discord's gateway tells of something.
async fn told(app: &App, origin: &Origin, name: &str, data: &Value) {
    pairings::hear(app, origin, name, data).await.unwrap();
}

/// Carries everything both ways, and delivers it.
async fn carry(app: &TestApp) {
    carry_as(app, &app.app).await;
}

async fn carry_as(app: &TestApp, core: &App) {
    let op = Op::of_worker(core.clone(), "test");
    loop {
        let mut carried = pairings::carry_out(&op).await.unwrap();
        for connection in pairings::heard(&op).await.unwrap() {
            carried |= pairings::carry_in(&op, connection).await.unwrap();
        }
        if !carried {
            break;
        }
    }
    deliver_all(app, core).await;
}

/// What was said in `topic/chat`, the oldest first.
async fn said(app: &TestApp) -> Vec<Message> {
    let channel = "topic/chat".parse().unwrap();
    app.app.bus.read(Space::org(app.org), &channel, ReadFrom::After(0), Limit::new(100)).await.unwrap()
}

fn bodies(said: &[Message]) -> Vec<&str> {
    said.iter().map(|message| message.body.as_str()).collect()
}

/// Says something in `topic/chat`.
async fn say(op: &Op, text: &str, headers: &[(&str, &str)]) -> MessageId {
    let headers: Headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let outgoing = Outgoing {
        channel: "topic/chat".to_owned(),
        project: None,
        body: text.to_owned(),
        headers,
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    };
    messages::send(op, outgoing).await.unwrap().message.id
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}
