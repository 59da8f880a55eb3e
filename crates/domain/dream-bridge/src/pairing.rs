//! Pairings: a channel of Discord's joined with another channel, so that what is said in one is heard in the other.
//!
//! What Discord tells is [read](heard::read) here, what [Slack](slack::read) tells too, [flows](flow) say which pairings would carry a
//! message twice or back, and [words] say what is heard of a message on the other side.

pub mod flow;
pub mod heard;
pub mod slack;
pub mod words;

use crate::fold::cannot_begin;
use crate::switch::{Switch, SwitchEvent, Switched};
use dream_clock::Timestamp;
use dream_id::{DestinationId, OrgId, PairingId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// Which way messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the channel of Discord's to the other side.
    In,
    /// From the other side to the channel of Discord's.
    Out,
    /// Both ways.
    Both,
}

impl Direction {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Both => "both",
        }
    }

    /// Whether messages go from the channel of Discord's to the other side.
    #[must_use]
    pub const fn goes_in(self) -> bool {
        matches!(self, Self::In | Self::Both)
    }

    /// Whether messages go from the other side to the channel of Discord's.
    #[must_use]
    pub const fn goes_out(self) -> bool {
        matches!(self, Self::Out | Self::Both)
    }
}

/// One side of a pairing, by its destinations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// What is read, and written to unless there is a webhook.
    pub destination: DestinationId,
    /// The webhook of the same channel of Discord's by which it is written to, so that names and pictures show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<DestinationId>,
}

impl Side {
    /// By what it is written to.
    #[must_use]
    pub fn written_by(&self) -> DestinationId {
        self.webhook.unwrap_or(self.destination)
    }

    /// Whether it uses a destination.
    #[must_use]
    pub fn uses(&self, destination: DestinationId) -> bool {
        self.destination == destination || self.webhook == Some(destination)
    }
}

/// What a pairing joins, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The channel of Discord's.
    pub discord: Side,
    /// What it is joined with.
    pub with: Side,
    /// Which way messages go.
    pub direction: Direction,
    /// Whether what other bots and webhooks say in Discord is carried over too. Our own never is.
    #[serde(default)]
    pub bots: bool,
}

/// A pairing, as folded from its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// Its name, unique in its organisation.
    pub name: String,
    /// What it joins.
    pub joined: Joined,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it is used.
    #[serde(flatten)]
    pub switch: Switch,
}

/// What can happen to a pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum PairingEvent {
    /// It was made.
    Made {
        /// Its name.
        name: String,
        /// What it joins.
        joined: Joined,
    },
    /// It was disabled, enabled or removed.
    #[serde(untagged)]
    Switch(SwitchEvent),
}

impl EventData for PairingEvent {}

impl Pairing {
    /// A new pairing.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn make(org: OrgId, id: PairingId, name: String, joined: Joined, by: &By) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, PairingEvent::Made { name, joined })
    }
}

impl Switched for Pairing {
    fn switch(&self) -> &Switch {
        &self.switch
    }

    fn switched(event: SwitchEvent) -> PairingEvent {
        PairingEvent::Switch(event)
    }
}

impl Aggregate for Pairing {
    type Id = PairingId;
    type Event = PairingEvent;
    const NOUN: &'static str = "pairing";

    fn create(_: PairingId, first: &Recorded<PairingEvent>) -> Result<Self, FoldError> {
        let PairingEvent::Made { name, joined } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), joined: joined.clone(), made_at: first.at, switch: Switch::default() })
    }

    fn apply(&mut self, event: &Recorded<PairingEvent>) {
        match &event.event {
            PairingEvent::Made { .. } => {}
            PairingEvent::Switch(happened) => self.switch.apply(event.at, happened),
        }
    }
}
