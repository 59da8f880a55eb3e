//! Destinations: where messages go, whether anything is sent to them, and who is told when not.

mod health;

pub use health::{Consequence, Health, SHUT_OUT};

use crate::fold::cannot_begin;
use crate::switch::{Switch, SwitchEvent, Switched};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, DestinationId, OrgId, SourceId, SubscriptionId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// How many webhooks that a destination had before are remembered.
const MOST_FORMER: usize = 50;

/// A destination, as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// Its name, unique in its organisation: what rules call it.
    pub name: String,
    /// What it is.
    pub to: DestinationKind,
    /// The destination that is told when this one cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its address or its token was last replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_at: Option<Timestamp>,
    /// The ids of the webhooks of Discord's that it had before, the newest last: what they said is ours all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_webhooks: Vec<String>,
    /// Whether it is used.
    #[serde(flatten)]
    pub switch: Switch,
}

/// What a destination is. Addresses that are secrets in themselves are kept sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DestinationKind {
    /// A channel of Discord's, written to by our bot.
    DiscordChannel {
        /// The bot's connection.
        connection: ConnectionId,
        /// The channel's id.
        channel: String,
        /// Whether every message begins a post of its own there.
        #[serde(default)]
        forum: bool,
    },
    /// A webhook of Discord's.
    DiscordWebhook {
        /// The webhook's id: what is public of its address.
        webhook: String,
    },
    /// A webhook that takes what Slack's take.
    SlackWebhook {
        /// The host of its address.
        host: String,
    },
    /// A channel of Slack's, written to by an app's bot.
    SlackChannel {
        /// The channel's id.
        channel: String,
        /// The workspace's id.
        team: String,
        /// The bot's id, by which its own messages are known again, and the account that it has.
        bot: String,
        /// That account's id.
        user: String,
        /// The source by which Slack tells what is said there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<SourceId>,
    },
    /// The receiver of a subscription.
    Outgoing {
        /// The subscription.
        subscription: SubscriptionId,
    },
    /// A channel of Dream.OS itself.
    Channel {
        /// Its name: `topic/alerts`.
        channel: String,
    },
}

impl DestinationKind {
    /// The word for it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DiscordChannel { .. } => "discord_channel",
            Self::DiscordWebhook { .. } => "discord_webhook",
            Self::SlackWebhook { .. } => "slack_webhook",
            Self::SlackChannel { .. } => "slack_channel",
            Self::Outgoing { .. } => "outgoing",
            Self::Channel { .. } => "channel",
        }
    }

    /// The source by which it is told what is said there.
    #[must_use]
    pub const fn source(&self) -> Option<SourceId> {
        match self {
            Self::SlackChannel { source, .. } => *source,
            _ => None,
        }
    }

    /// The subscription whose receiver it is.
    #[must_use]
    pub const fn subscription(&self) -> Option<SubscriptionId> {
        match self {
            Self::Outgoing { subscription } => Some(*subscription),
            _ => None,
        }
    }

    /// The connection it is reached through.
    #[must_use]
    pub const fn connection(&self) -> Option<ConnectionId> {
        match self {
            Self::DiscordChannel { connection, .. } => Some(*connection),
            _ => None,
        }
    }
}

/// What can happen to a destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum DestinationEvent {
    /// It was made.
    Made {
        /// Its name.
        name: String,
        /// What it is.
        to: DestinationKind,
        /// The destination that is told when this one cannot be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fallback: Option<String>,
    },
    /// Another destination is told when this one cannot be.
    FallbackChanged {
        /// Its name; `None` for nobody.
        fallback: Option<String>,
    },
    /// It has another address, and this is what it is now.
    AddressReplaced {
        /// What is public of it: the same kind as before.
        to: DestinationKind,
    },
    /// It has another token.
    TokenReplaced {},
    /// It was disabled, enabled or removed.
    #[serde(untagged)]
    Switch(SwitchEvent),
}

impl EventData for DestinationEvent {}

impl Destination {
    /// A new destination.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn make(
        org: OrgId,
        id: DestinationId,
        name: String,
        to: DestinationKind,
        fallback: Option<String>,
        by: &By,
    ) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, DestinationEvent::Made { name, to, fallback })
    }

    /// Another destination is told when this one cannot be; the same as before records nothing.
    pub fn set_fallback(stream: &mut Stream<Self>, fallback: Option<String>, by: &By) {
        if stream.fallback != fallback {
            stream.record(by, DestinationEvent::FallbackChanged { fallback });
        }
    }

    /// It has another address, whose public part is `to`. Whether anything is sent to it stays as it was.
    pub fn replace_address(stream: &mut Stream<Self>, to: DestinationKind, by: &By) {
        stream.record(by, DestinationEvent::AddressReplaced { to });
    }

    /// It has another token. Whether anything is sent to it stays as it was.
    pub fn replace_token(stream: &mut Stream<Self>, by: &By) {
        stream.record(by, DestinationEvent::TokenReplaced {});
    }

    /// Whether it is, or was, this webhook of Discord's.
    #[must_use]
    pub fn has_had_webhook(&self, webhook: &str) -> bool {
        self.webhook() == Some(webhook) || self.former_webhooks.iter().any(|former| former == webhook)
    }

    fn webhook(&self) -> Option<&str> {
        match &self.to {
            DestinationKind::DiscordWebhook { webhook } => Some(webhook),
            _ => None,
        }
    }

    fn address_replaced(&mut self, to: &DestinationKind, at: Timestamp) {
        let before = self.webhook().map(str::to_owned);
        self.to = to.clone();
        self.replaced_at = Some(at);
        if let Some(before) = before.filter(|before| !self.has_had_webhook(before)) {
            if self.former_webhooks.len() >= MOST_FORMER {
                self.former_webhooks.remove(0);
            }
            self.former_webhooks.push(before);
        }
    }
}

impl Switched for Destination {
    fn switch(&self) -> &Switch {
        &self.switch
    }

    fn switched(event: SwitchEvent) -> DestinationEvent {
        DestinationEvent::Switch(event)
    }
}

impl Aggregate for Destination {
    type Id = DestinationId;
    type Event = DestinationEvent;
    const NOUN: &'static str = "destination";

    fn create(_: DestinationId, first: &Recorded<DestinationEvent>) -> Result<Self, FoldError> {
        let DestinationEvent::Made { name, to, fallback } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        let (name, to, fallback) = (name.clone(), to.clone(), fallback.clone());
        Ok(Self { name, to, fallback, made_at: first.at, replaced_at: None, former_webhooks: Vec::new(), switch: Switch::default() })
    }

    fn apply(&mut self, event: &Recorded<DestinationEvent>) {
        match &event.event {
            DestinationEvent::Made { .. } => {}
            DestinationEvent::FallbackChanged { fallback } => self.fallback.clone_from(fallback),
            DestinationEvent::AddressReplaced { to } => self.address_replaced(to, event.at),
            DestinationEvent::TokenReplaced {} => self.replaced_at = Some(event.at),
            DestinationEvent::Switch(happened) => self.switch.apply(event.at, happened),
        }
    }
}
