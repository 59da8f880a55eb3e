//! A Discord that takes everything and remembers it, and a connection to it.

use async_trait::async_trait;
use dream_app::interactions::Origin;
use dream_bridge::connection::{Connection, ConnectionFacts};
use dream_bridge::discord::Answer;
use dream_ports::{Discord, DiscordAnswer, DiscordCall, DiscordFault};
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

pub(super) const APPLICATION: &str = "100000000000000001";

/// What was sent: method, path, body and the names of the files.
pub(super) type Sent = (String, String, Value, Vec<String>);

#[derive(Default)]
pub(super) struct StandIn(Mutex<Vec<Sent>>);

impl StandIn {
    pub(super) fn sent(&self) -> Vec<Sent> {
        self.0.lock().unwrap().clone()
    }

    /// The text of the newest answer, embeds included.
    pub(super) fn said(&self) -> String {
        self.sent().last().map(|(_, _, body, _)| body.to_string()).unwrap_or_default()
    }
}

#[async_trait]
impl Discord for StandIn {
    async fn call(&self, call: DiscordCall) -> Result<DiscordAnswer, DiscordFault> {
        let files = call.files.iter().map(|file| file.name.clone()).collect();
        self.0.lock().unwrap().push((call.method.to_owned(), call.path.clone(), call.body, files));
        let answer = Answer { status: 200, ..Answer::default() };
        Ok(DiscordAnswer { answer, code: None, body: json!({"id": "400000000000000001"}) })
    }
}

/// A connection of the first organisation, and the Discord behind it.
pub(super) async fn connected(app: &TestApp) -> (Origin, Arc<StandIn>) {
    let discord = Arc::new(StandIn::default());
    app.outside.put_discord(discord.clone());
    let facts = ConnectionFacts {
        application: APPLICATION.to_owned(),
        public_key: "00".repeat(32),
        bot: APPLICATION.to_owned(),
        bot_name: "bot".to_owned(),
        reads_messages: true,
        guilds: vec!["200000000000000001".to_owned()],
    };
    let op = app.owner();
    let store = &app.app.store;
    let mut tx = store.begin().await.unwrap();
    let mut connection = Connection::make(app.org, store.new_id(), "discord".to_owned(), facts, &op.by()).unwrap();
    tx.save(&mut connection).await.unwrap();
    tx.commit().await.unwrap();
    (Origin { org: app.org, connection: connection.id(), application: APPLICATION.to_owned() }, discord)
}

/// An interaction of the account `account`.
pub(super) fn interaction(number: u32, account: &str, kind: u8, data: &Value) -> Value {
    json!({"id": format!("50000000000000{number:04}"), "application_id": APPLICATION, "type": kind, "token": format!("token-{number}"),
        "guild_id": "200000000000000001", "channel_id": "210000000000000001", "member": {"user": {"id": account, "username": "amy"}}, "data": data})
}
