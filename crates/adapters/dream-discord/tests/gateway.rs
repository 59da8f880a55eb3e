//! The gateway against the fake Discord: what happens is told, breaks lose nothing, a restart goes on, and refusals end it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use async_trait::async_trait;
use dream_clock::{Frozen, Timestamp};
use dream_discord::Gateway;
use dream_discord_fake::{ChannelKind, Fake, Options};
use dream_id::{ConnectionId, TypedId as _};
use dream_ports::{Cancel, DiscordGateway as _, DiscordHost, GatewayEnd, GatewaySession, GatewayStart, IdentifyBudget};
use dream_secret::Secret;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// What a bridge is told, messages and their texts included.
const USUAL: u64 = 37_377;

struct Told {
    events: UnboundedSender<(String, Value)>,
    session: Arc<Mutex<Option<GatewaySession>>>,
}

#[async_trait]
impl DiscordHost for Told {
    async fn happened(&self, name: &str, data: Value) -> bool {
        self.events.send((name.to_owned(), data)).unwrap();
        true
    }

    async fn read_up_to(&self, session: Option<GatewaySession>) {
        *self.session.lock().unwrap() = session;
    }
}

struct Running {
    events: UnboundedReceiver<(String, Value)>,
    session: Arc<Mutex<Option<GatewaySession>>>,
    stop: Cancel,
    task: JoinHandle<GatewayEnd>,
}

impl Running {
    fn start(fake: &Fake, token: &str, intents: u64, resume: Option<GatewaySession>) -> Self {
        let (events, told) = unbounded_channel();
        let (session, stop) = (Arc::new(Mutex::new(resume.clone())), Cancel::new());
        let host = Told { events, session: Arc::clone(&session) };
        let start = GatewayStart {
            connection: ConnectionId::from_parts(1, [1; 10]),
            token: Secret::new(token),
            url: fake.gateway_url(),
            intents,
            resume,
            budget: IdentifyBudget { total: 1_000, remaining: 1_000, reset_after: Duration::ZERO, max_concurrency: 16 },
        };
        let stopping = stop.clone();
        let task = tokio::spawn(async move { Gateway.run(start, &host, &stopping).await });
        Self { events: told, session, stop, task }
    }

    /// The text of the next message that is told; what else happens is passed over.
    async fn text(&mut self) -> String {
        loop {
            let (name, data) = timeout(Duration::from_secs(30), self.events.recv()).await.unwrap().unwrap();
            if name == "MESSAGE_CREATE" {
                return data.get("content").and_then(Value::as_str).unwrap().to_owned();
            }
        }
    }

    async fn until(&mut self, wanted: &str) {
        while timeout(Duration::from_secs(30), self.events.recv()).await.unwrap().unwrap().0 != wanted {}
    }

    async fn stop(self) -> Option<GatewaySession> {
        self.stop.cancel();
        assert_eq!(timeout(Duration::from_secs(30), self.task).await.unwrap().unwrap(), GatewayEnd::Stopped);
        self.session.lock().unwrap().clone()
    }
}

async fn fake(change: impl FnOnce(&mut Options)) -> (Fake, Arc<Frozen>) {
    // A provider may be there already, from another test of this process.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let clock = Arc::new(Frozen::at(Timestamp::from_micros(1_800_000_000_000_000)));
    let mut options = Options { clock: Arc::<Frozen>::clone(&clock), ..Options::default() };
    change(&mut options);
    (Fake::start(options).await.unwrap(), clock)
}

#[tokio::test]
async fn what_happens_is_told_and_a_break_loses_nothing() {
    let (fake, _) = fake(|_| {}).await;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let mut running = Running::start(&fake, &fake.token(), USUAL, None);
    running.until("GUILD_CREATE").await;
    fake.person_writes(&channel, "amy", "before").unwrap();
    assert_eq!(running.text().await, "before");
    for (code, text) in [(None, "one"), (Some(4000), "two"), (Some(4009), "three")] {
        fake.close_gateway(code);
        fake.person_writes(&channel, "amy", text).unwrap();
        assert_eq!(running.text().await, text);
    }
    assert_eq!(fake.begun(), ["identify", "resume", "resume", "resume"]);
    running.stop().await;
}

#[tokio::test]
async fn a_restart_goes_on_with_the_session_and_is_told_what_it_missed() {
    let (fake, _) = fake(|_| {}).await;
    let channel = fake.add_channel("general", ChannelKind::Text);
    let mut running = Running::start(&fake, &fake.token(), USUAL, None);
    running.until("GUILD_CREATE").await;
    fake.person_writes(&channel, "amy", "before").unwrap();
    assert_eq!(running.text().await, "before");
    let session = running.stop().await;
    assert!(session.is_some(), "how far it was read is known");
    fake.person_writes(&channel, "amy", "meanwhile").unwrap();
    let mut running = Running::start(&fake, &fake.token(), USUAL, session);
    assert_eq!(running.text().await, "meanwhile", "and nothing that was read before");
    assert_eq!(fake.begun(), ["identify", "resume"]);
    running.stop().await;
}

#[tokio::test]
async fn a_session_that_discord_forgot_is_begun_anew() {
    let (fake, clock) = fake(|_| {}).await;
    let mut running = Running::start(&fake, &fake.token(), USUAL, None);
    running.until("GUILD_CREATE").await;
    let session = running.stop().await;
    fake.forget_sessions();
    clock.advance(Duration::from_mins(1));
    let mut running = Running::start(&fake, &fake.token(), USUAL, session);
    running.until("READY").await;
    assert_eq!(fake.begun(), ["identify", "identify"]);
    running.stop().await;
}

#[tokio::test]
async fn codes_after_which_nobody_may_come_back_end_it() {
    for (token, privileged, code) in [("wrong-token", u64::MAX, 4004), ("", 0, 4014)] {
        let (fake, _) = fake(|options| options.privileged = privileged).await;
        let token = if token.is_empty() { fake.token() } else { token.to_owned() };
        let running = Running::start(&fake, &token, USUAL, None);
        let end = timeout(Duration::from_secs(30), running.task).await.unwrap().unwrap();
        assert_eq!(end, GatewayEnd::Refused(code));
    }
}
