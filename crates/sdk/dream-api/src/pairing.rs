//! Pairings: a channel of Discord's joined with another channel.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::PairingId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which way messages of a pairing go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairingDirection {
    /// From the channel of Discord's to the other side.
    In,
    /// From the other side to the channel of Discord's.
    Out,
    /// Both ways.
    Both,
}

/// A pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pairing {
    /// Its id.
    #[schema(value_type = schema::PairingId)]
    pub id: PairingId,
    /// Its name.
    pub name: String,
    /// The destination that is the channel of Discord's.
    pub discord: String,
    /// The destination that is the webhook by which that channel is written to.
    pub webhook: Option<String>,
    /// The destination that is the other side.
    #[serde(rename = "with")]
    pub joined_with: String,
    /// The destination that is the webhook by which the other side is written to.
    pub with_webhook: Option<String>,
    /// Which way messages go.
    pub direction: PairingDirection,
    /// Whether what other bots say in Discord is carried over too.
    pub bots: bool,
    /// When it was made.
    #[schema(value_type = schema::Time)]
    pub made_at: Timestamp,
    /// Since when nothing is carried over.
    #[schema(value_type = Option<schema::Time>)]
    pub disabled_at: Option<Timestamp>,
    /// Why nothing is carried over.
    pub disabled_reason: Option<String>,
    /// How many messages it carried within the last 30 days.
    pub messages: u64,
    /// When it last carried one.
    #[schema(value_type = Option<schema::Time>)]
    pub last_carried_at: Option<Timestamp>,
}

/// A pairing to make, by the names of destinations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakePairing {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`.
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    /// The destination that is the channel of Discord's.
    pub discord: String,
    /// The destination that is a webhook of that channel, so that names and pictures show.
    #[serde(default)]
    pub webhook: Option<String>,
    /// The destination that is the other side: a channel of Dream.OS or of Discord's, or a webhook, which only takes.
    #[serde(rename = "with")]
    pub joined_with: String,
    /// The destination that is a webhook of the other side, where that is a channel of Discord's.
    #[serde(default)]
    pub with_webhook: Option<String>,
    /// Which way messages go.
    pub direction: PairingDirection,
    /// Whether what other bots say in Discord is carried over too.
    #[serde(default)]
    pub bots: bool,
}

/// Why nothing is carried over by a pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisablePairing {
    /// Why, for the record.
    pub reason: String,
}
