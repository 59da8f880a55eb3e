//! Destinations: where messages of the bridge go.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::DestinationId;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// What a destination is. Addresses that are secrets in themselves are never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DestinationKind {
    /// A channel of Discord's, written to by a bot.
    DiscordChannel {
        /// The connection's name.
        connection: String,
        /// The channel's id.
        channel: String,
        /// Whether every message begins a post of its own there.
        forum: bool,
    },
    /// A webhook of Discord's.
    DiscordWebhook {
        /// The webhook's id.
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
        /// The name of the source by which Slack tells what is said there.
        source: Option<String>,
    },
    /// The receiver of a subscription.
    Outgoing {
        /// The subscription's id.
        subscription: String,
        /// The subscription's name.
        subscription_name: String,
    },
    /// A channel of Dream.OS.
    Channel {
        /// Its name.
        channel: String,
    },
}

/// A destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Destination {
    /// Its id.
    #[schema(value_type = schema::DestinationId)]
    pub id: DestinationId,
    /// Its name: what rules call it.
    pub name: String,
    /// What it is.
    pub to: DestinationKind,
    /// The destination that is told when this one cannot be.
    pub fallback: Option<String>,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
    /// Since when nothing is sent to it.
    #[schema(value_type = Option<schema::Time>)]
    pub disabled_at: Option<Timestamp>,
    /// Why nothing is sent to it.
    pub disabled_reason: Option<String>,
    /// When something last arrived.
    #[schema(value_type = Option<schema::Time>)]
    pub last_arrived_at: Option<Timestamp>,
    /// How many answers in a row were failures.
    pub failures: u32,
}

/// A destination that was made, or has another address or token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeDestination {
    /// The destination.
    pub destination: Destination,
    /// What is missing for some of its uses, or left to do, and where.
    pub missing: Vec<String>,
}

/// What a destination to make is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum MakeDestinationKind {
    /// A channel of Discord's, written to by a bot.
    DiscordChannel {
        /// The connection's name.
        connection: String,
        /// The channel's id.
        channel: String,
    },
    /// A webhook of Discord's.
    DiscordWebhook {
        /// Its address.
        #[schema(format = Password)]
        url: String,
    },
    /// A webhook that takes what Slack's take.
    SlackWebhook {
        /// Its address.
        #[schema(format = Password)]
        url: String,
    },
    /// A channel of Slack's, written to by an app's bot.
    SlackChannel {
        /// The channel's id.
        channel: String,
        /// The token of the app's bot.
        #[schema(format = Password)]
        token: String,
        /// The name of the source by which Slack tells what is said there, for pairings that carry it to Discord.
        #[serde(default)]
        source: Option<String>,
    },
    /// The receiver of a subscription.
    Outgoing {
        /// The subscription's name.
        subscription: String,
    },
    /// A channel of Dream.OS, such as `topic/alerts`.
    Channel {
        /// Its name.
        channel: String,
    },
}

/// A destination to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeDestination {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// What it is.
    pub to: MakeDestinationKind,
    /// The destination that is told when this one cannot be.
    #[serde(default)]
    pub fallback: Option<String>,
}

/// Sends nothing to a destination or a subscription any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableDestination {
    /// Why.
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
}

/// Gives a destination that is a webhook, or a subscription, another address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceAddress {
    /// The address, as it would be given to make it.
    #[schema(format = Password)]
    pub url: String,
}

/// Gives a destination that is a channel of Slack's another token of its app.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceDestinationToken {
    /// The token of the app's bot.
    #[schema(format = Password)]
    pub token: String,
}

/// Says who is told when a destination cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFallback {
    /// The destination's name; `null` for nobody.
    pub fallback: Option<String>,
}

impl fmt::Debug for ReplaceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplaceAddress").finish_non_exhaustive()
    }
}

impl fmt::Debug for ReplaceDestinationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplaceDestinationToken").finish_non_exhaustive()
    }
}

impl fmt::Debug for MakeDestinationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DiscordChannel { .. } => "DiscordChannel",
            Self::DiscordWebhook { .. } => "DiscordWebhook",
            Self::SlackWebhook { .. } => "SlackWebhook",
            Self::SlackChannel { .. } => "SlackChannel",
            Self::Outgoing { .. } => "Outgoing",
            Self::Channel { .. } => "Channel",
        })
    }
}
