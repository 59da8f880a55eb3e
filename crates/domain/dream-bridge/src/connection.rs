//! Connections: the Discord applications that we speak through.

use crate::fold::cannot_begin;
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
    /// Since when nothing is sent through it, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<(Timestamp, String)>,
    /// Whether it was removed.
    #[serde(default)]
    pub removed: bool,
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
    /// Nothing is sent through it any more.
    Disabled {
        /// Why.
        why: String,
    },
    /// It is used again.
    Enabled {},
    /// It was removed.
    Removed {},
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

    /// Whether anything is sent through it.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.disabled.is_none() && !self.removed
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

    /// Nothing is sent through it any more. False when that was so: the first reason stands.
    pub fn disable(stream: &mut Stream<Self>, why: &str, by: &By) -> bool {
        let was = stream.is_active();
        if was {
            stream.record(by, ConnectionEvent::Disabled { why: crate::text::shorten(why, 300) });
        }
        was
    }

    /// It is used again; records nothing when it is.
    pub fn enable(stream: &mut Stream<Self>, by: &By) {
        if stream.disabled.is_some() && !stream.removed {
            stream.record(by, ConnectionEvent::Enabled {});
        }
    }

    /// It is removed; records nothing when it was.
    pub fn remove(stream: &mut Stream<Self>, by: &By) {
        if !stream.removed {
            stream.record(by, ConnectionEvent::Removed {});
        }
    }
}

impl Aggregate for Connection {
    type Id = ConnectionId;
    type Event = ConnectionEvent;
    const NOUN: &'static str = "connection";

    fn create(_: ConnectionId, first: &Recorded<ConnectionEvent>) -> Result<Self, FoldError> {
        let ConnectionEvent::Made { name, facts } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), facts: facts.clone(), made_at: first.at, disabled: None, removed: false })
    }

    fn apply(&mut self, event: &Recorded<ConnectionEvent>) {
        match &event.event {
            ConnectionEvent::Made { .. } => {}
            ConnectionEvent::TokenReplaced { facts } => {
                self.facts = facts.clone();
                self.disabled = None;
            }
            ConnectionEvent::GuildsChanged { guilds } => self.facts.guilds.clone_from(guilds),
            ConnectionEvent::Disabled { why } => self.disabled = Some((event.at, why.clone())),
            ConnectionEvent::Enabled {} => self.disabled = None,
            ConnectionEvent::Removed {} => self.removed = true,
        }
    }
}
