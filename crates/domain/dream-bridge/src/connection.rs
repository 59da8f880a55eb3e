//! Connections: the Discord applications that we speak through.

use crate::fold::cannot_begin;
use crate::switch::{Switch, SwitchEvent, Switched};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, OrgId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// A connection, as folded from its events. Its token is kept sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Its name, unique in its organisation.
    pub name: String,
    /// What Discord last said of the application.
    pub facts: ConnectionFacts,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it is used.
    #[serde(flatten)]
    pub switch: Switch,
}

/// What Discord says of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionFacts {
    /// The application's id.
    pub application: String,
    /// Its public key, in hexadecimal: what its interactions are signed with.
    pub public_key: String,
    /// The user id of its bot.
    pub bot: String,
    /// The bot's name.
    pub bot_name: String,
    /// Whether it may read what people write.
    pub reads_messages: bool,
    /// The servers that it serves, as far as somebody named them: where slash commands are registered.
    #[serde(default)]
    pub guilds: Vec<String>,
}

/// What can happen to a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum ConnectionEvent {
    /// It was made, after Discord had confirmed its token.
    Made {
        /// Its name.
        name: String,
        /// What Discord said of it.
        facts: ConnectionFacts,
    },
    /// It has another token, and this is what Discord said of it.
    TokenReplaced {
        /// What Discord said.
        facts: ConnectionFacts,
    },
    /// It serves other servers.
    GuildsChanged {
        /// Their ids.
        guilds: Vec<String>,
    },
    /// It was disabled, enabled or removed.
    #[serde(untagged)]
    Switch(SwitchEvent),
}

impl EventData for ConnectionEvent {}

impl Connection {
    /// A new connection.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn make(org: OrgId, id: ConnectionId, name: String, facts: ConnectionFacts, by: &By) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, ConnectionEvent::Made { name, facts })
    }

    /// It has another token.
    pub fn replace_token(stream: &mut Stream<Self>, facts: ConnectionFacts, by: &By) {
        stream.record(by, ConnectionEvent::TokenReplaced { facts });
    }

    /// It serves these servers; the same as before records nothing.
    pub fn set_guilds(stream: &mut Stream<Self>, guilds: Vec<String>, by: &By) {
        if stream.facts.guilds != guilds {
            stream.record(by, ConnectionEvent::GuildsChanged { guilds });
        }
    }
}

impl Switched for Connection {
    fn switch(&self) -> &Switch {
        &self.switch
    }

    fn switched(event: SwitchEvent) -> ConnectionEvent {
        ConnectionEvent::Switch(event)
    }
}

impl Aggregate for Connection {
    type Id = ConnectionId;
    type Event = ConnectionEvent;
    const NOUN: &'static str = "connection";

    fn create(_: ConnectionId, first: &Recorded<ConnectionEvent>) -> Result<Self, FoldError> {
        let ConnectionEvent::Made { name, facts } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), facts: facts.clone(), made_at: first.at, switch: Switch::default() })
    }

    fn apply(&mut self, event: &Recorded<ConnectionEvent>) {
        match &event.event {
            ConnectionEvent::Made { .. } => {}
            ConnectionEvent::TokenReplaced { facts } => {
                self.facts = facts.clone();
                self.switch.disabled = None;
            }
            ConnectionEvent::GuildsChanged { guilds } => self.facts.guilds.clone_from(guilds),
            ConnectionEvent::Switch(happened) => self.switch.apply(event.at, happened),
        }
    }
}
