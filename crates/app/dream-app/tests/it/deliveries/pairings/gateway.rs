//! A pairing that hears by a real gateway connection: what is written while nobody is connected is told afterwards, and carried once.

use super::{Direction, bodies, carry, carry_as, paired, restarted, said, texts};
use async_trait::async_trait;
use dream_app::gateways::{self, Host};
use dream_app::{App, connections};
use dream_discord::Gateway;
use dream_ports::{Cancel, DiscordGateway as _, DiscordHost, GatewayEnd, GatewaySession};
use dream_testkit::TestApp;
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;

/// A host that says what it has taken in.
struct Telling {
    host: Host,
    taken: UnboundedSender<String>,
    /// What it does not take in, as if its disk were full.
    refuses: Option<&'static str>,
}

#[async_trait]
impl DiscordHost for Telling {
    async fn happened(&self, name: &str, data: Value) -> bool {
        let taken = self.refuses != Some(name) && self.host.happened(name, data).await;
        // Nobody waits any more when the test is over.
        let _ = self.taken.send(name.to_owned());
        taken
    }

    async fn read_up_to(&self, session: Option<GatewaySession>) {
        self.host.read_up_to(session).await;
    }
}

struct Connected {
    taken: UnboundedReceiver<String>,
    stop: Cancel,
    task: JoinHandle<GatewayEnd>,
}

impl Connected {
    async fn to(app: &TestApp, core: &App, refuses: Option<&'static str>) -> Self {
        let connection = connections::named(&app.owner(), "bot").await.unwrap();
        let listens = dream_app::pairings::listening(core).await.unwrap().contains(&connection.id());
        let intents = gateways::intents(&connection, listens);
        let start = gateways::start(core, &connection, intents).await.unwrap();
        let (taken, told) = unbounded_channel();
        let host = Telling { host: Host::new(core.clone(), &connection, intents, TaskTracker::new()), taken, refuses };
        let (stop, host) = (Cancel::new(), Arc::new(host));
        let stopping = stop.clone();
        let task = tokio::spawn(async move { Gateway.run(start, host.as_ref(), &stopping).await });
        Self { taken: told, stop, task }
    }

    /// Waits until something of this name was told.
    async fn told(&mut self, name: &str) {
        while self.taken.recv().await.unwrap() != name {}
    }

    async fn end(self) -> GatewayEnd {
        self.stop.cancel();
        self.task.await.unwrap()
    }
}

async fn what_is_written_while_nobody_is_connected_is_told_afterwards(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Both).await;
    let mut first = Connected::to(app, &app.app, None).await;
    first.told("READY").await;
    fake.person_writes(&channel, "amy", "one").unwrap();
    first.told("MESSAGE_CREATE").await;
    assert_eq!(first.end().await, GatewayEnd::Stopped);
    fake.person_writes(&channel, "amy", "two").unwrap();
    // It cannot be kept now, so the session is not read on.
    let mut full = Connected::to(app, &app.app, Some("MESSAGE_CREATE")).await;
    full.told("MESSAGE_CREATE").await;
    assert_eq!(full.task.await.unwrap(), GatewayEnd::Broken);
    let second = restarted(app);
    let mut back = Connected::to(app, &second, None).await;
    back.told("RESUMED").await;
    assert_eq!(back.end().await, GatewayEnd::Stopped);
    carry_as(app, &second).await;
    assert_eq!(bodies(&said(app).await), ["one", "two"]);
    assert_eq!(fake.begun(), ["identify", "resume", "resume"]);
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"], "nothing comes back");
}

dream_testkit::for_both_engines!(what_is_written_while_nobody_is_connected_is_told_afterwards);
