//! Deliveries to a Discord that we did not write our client against, on a whole core whose clock stands still until it is moved.

mod discord;
mod fairness;
mod faults;
mod hooks;
mod limits;
mod pairings;
mod plans;
mod readdressed;

use dream_app::connections::{self, NewConnection};
use dream_app::deliveries::{self, Batch, Cause, Deliverer, Turns};
use dream_app::destinations::{self, NewDestination, To};
use dream_app::{App, AppError, Kind, Op, Parts};
use dream_bridge::message::Message;
use dream_bridge::plan::{Place, Planned};
use dream_discord::Rest;
use dream_discord_fake::{ChannelKind, Fake, Options};
use dream_id::Limit;
use dream_secret::Secret;
use dream_store::deliveries::{DeliveryFilter, DeliveryRow};
use dream_testkit::TestApp;
use serde_json::Value;
use std::sync::Arc;

/// A Discord with a channel that the destination `ops` leads to, by the connection `bot`; the channel's id.
pub(crate) async fn bridge(app: &TestApp) -> (Fake, String) {
    bridge_with(app, Options::default()).await
}

async fn bridge_with(app: &TestApp, options: Options) -> (Fake, String) {
    // Another test of this process may have installed it.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let fake = Fake::start(Options { clock: app.clock.clone(), ..options }).await.unwrap();
    app.outside.put_discord(Arc::new(Rest::new(&fake.rest_url()).unwrap()));
    let new = NewConnection { name: "bot".to_owned(), token: Secret::new(fake.token()), guilds: Vec::new() };
    connections::make(&app.owner(), new).await.unwrap();
    let channel = fake.add_channel("general", ChannelKind::Text);
    destination(app, "ops", To::DiscordChannel { connection: "bot".to_owned(), channel: channel.clone() }, None).await;
    (fake, channel)
}

pub(crate) async fn destination(app: &TestApp, name: &str, to: To, fallback: Option<&str>) {
    let new = NewDestination { name: name.to_owned(), to, fallback: fallback.map(str::to_owned) };
    destinations::make(&app.owner(), new).await.unwrap();
}

/// A webhook of the fake's in a new channel, as the destination `name`; the channel's id.
async fn webhook(app: &TestApp, fake: &Fake, name: &str) -> String {
    let channel = fake.add_channel(name, ChannelKind::Text);
    let (id, token) = fake.add_webhook(&channel, "alerts").unwrap();
    destination(app, name, To::DiscordWebhook(Secret::new(format!("{}/webhooks/{id}/{token}", fake.rest_url()))), None).await;
    channel
}

fn planned(app: &TestApp, destination: &str, text: &str) -> Planned {
    Planned {
        rule: "test".to_owned(),
        destination: destination.to_owned(),
        message: Message { content: text.to_owned(), ..Message::default() },
        place: Place::default(),
        at: app.app.now(),
        repeat_unknown: false,
    }
}

/// Queues what was planned in one unit of work.
async fn enqueue(app: &TestApp, planned: &[Planned]) {
    let op = Op::of_worker(app.app.clone(), "test");
    let mut tx = app.app.store.begin().await.unwrap();
    let cause = Cause { event: None, received_at: app.app.now() };
    deliveries::enqueue(&op, &mut tx, app.org, &[Batch { cause, planned }]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Delivers what is due now.
pub(crate) async fn deliver(app: &App) {
    let deliverer = Deliverer::new(app.clone(), "test");
    loop {
        let due = deliverer.due(&Turns::default()).await.unwrap();
        if due.is_empty() {
            return;
        }
        for lane in due {
            deliverer.work(&lane).await.unwrap();
        }
    }
}

/// Delivers everything, moving the clock to whenever the next thing is to be done.
async fn deliver_all(app: &TestApp, core: &App) {
    let deliverer = Deliverer::new(core.clone(), "test");
    deliver(core).await;
    while let Some(next) = deliverer.next_due().await.unwrap().filter(|next| next.micros() < i64::MAX) {
        app.clock.set(next.max(app.app.now()));
        deliver(core).await;
    }
}

/// The texts in a channel, the oldest first.
fn texts(fake: &Fake, channel: &str) -> Vec<String> {
    let text = |message: &Value| {
        let title = message["embeds"][0]["title"].as_str().unwrap_or_default();
        format!("{}{title}", message["content"].as_str().unwrap_or_default())
    };
    fake.messages(channel).iter().map(text).collect()
}

/// All deliveries, the oldest first.
async fn rows(app: &TestApp) -> Vec<DeliveryRow> {
    let mut page = deliveries::list(&app.owner(), &DeliveryFilter::default(), None, Limit::new(1_000)).await.unwrap();
    page.items.reverse();
    page.items
}

/// The names of where deliveries go and how they stand.
async fn standing(app: &TestApp) -> Vec<String> {
    rows(app).await.iter().map(|row| format!("{} {}", row.name, row.delivery.state.name())).collect()
}

/// Another core on the same database, as after a restart.
pub(crate) fn restarted(app: &TestApp) -> App {
    let app = &app.app;
    App::new(Parts {
        store: app.store.clone(),
        blobs: app.blobs.clone(),
        bus: app.bus.clone(),
        logs: app.logs.clone(),
        models: app.models.clone(),
        discord: app.discord.clone(),
        hooks: app.hooks.clone(),
        repositories: app.repositories.clone(),
        prompts: app.prompts.clone(),
        public_url: app.public_url.clone(),
        scratch: app.scratch.clone(),
        sealing: app.sealing.clone(),
        system: app.system,
    })
}

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}
