//! A source, as people make and change it.

use super::{Kind, Proof, SourceRefusal};
use crate::fold::cannot_begin;
use crate::name::is_name;
use crate::switch::{Switch, SwitchEvent, Switched};
use dream_clock::Timestamp;
use dream_id::{OrgId, ProjectId, SourceId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// How many events a minute a source may send unless told otherwise.
pub const USUAL_PER_MINUTE: u32 = 6_000;
/// The most that a source may be allowed.
pub const MOST_PER_MINUTE: u32 = 1_000_000;
/// The name of what this server itself tells: no other source may have it.
pub const OWN_FEED: &str = "dreamos";

/// A source, as folded from its events. Its keys are kept sealed beside it, each in the slot of its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name, unique in its organisation: what rules call it.
    pub name: String,
    /// Who sends, and in which shape.
    pub kind: Kind,
    /// How its requests are proved.
    pub proof: Proof,
    /// The project that it belongs to, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// How many events a minute it may send.
    pub per_minute: u32,
    /// Its keys, the newest first: one, or two while the old one is being replaced.
    pub keys: Vec<SourceKey>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it is used.
    #[serde(flatten)]
    pub switch: Switch,
}

/// That a source has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceKey {
    /// Its number, from 1: the slot that it is kept in.
    pub number: u32,
    /// When it was made.
    pub made_at: Timestamp,
}

/// A source to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMade {
    /// Its name.
    pub name: String,
    /// Who sends, and in which shape.
    pub kind: Kind,
    /// How its requests are proved.
    pub proof: Proof,
    /// The project that it belongs to, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// How many events a minute it may send.
    pub per_minute: u32,
}

/// What can happen to a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum SourceEvent {
    /// It was made, with the key number 1.
    Made(Box<SourceMade>),
    /// It has another key beside the newest one.
    KeyAdded {
        /// The key's number.
        number: u32,
    },
    /// A key proves nothing any more.
    KeyRetired {
        /// The key's number.
        number: u32,
    },
    /// It may send more, or less.
    RateChanged {
        /// How many events a minute.
        per_minute: u32,
    },
    /// It was disabled, enabled or removed.
    #[serde(untagged)]
    Switch(SwitchEvent),
}

impl EventData for SourceEvent {}

impl Source {
    /// A new source.
    ///
    /// # Errors
    /// [`SourceRefusal`]: a name or a rate that cannot be, a proof that does not go with the kind.
    pub fn make(org: OrgId, id: SourceId, made: SourceMade, by: &By) -> Result<Stream<Self>, SourceRefusal> {
        if !is_name(&made.name) || made.name == OWN_FEED {
            return Err(SourceRefusal::Name);
        }
        made.proof.check(made.kind)?;
        checked_rate(made.per_minute)?;
        Ok(Stream::create(org, id, by, SourceEvent::Made(Box::new(made)))?)
    }

    /// Gives it another key; the newest one before stays good, an older one does not. The number of the new key, and of the one that is
    /// retired.
    ///
    /// # Errors
    /// [`SourceRefusal::Removed`].
    pub fn rotate(stream: &mut Stream<Self>, by: &By) -> Result<(u32, Option<u32>), SourceRefusal> {
        Self::present(stream)?;
        let retired = stream.keys.get(1).map(|key| key.number);
        if let Some(number) = retired {
            stream.record(by, SourceEvent::KeyRetired { number });
        }
        let number = stream.keys.first().map_or(0, |key| key.number) + 1;
        stream.record(by, SourceEvent::KeyAdded { number });
        Ok((number, retired))
    }

    /// Ends a rotation: the older key proves nothing any more. Its number.
    ///
    /// # Errors
    /// [`SourceRefusal::OneKey`] when there is no older key.
    pub fn retire(stream: &mut Stream<Self>, by: &By) -> Result<u32, SourceRefusal> {
        Self::present(stream)?;
        let number = stream.keys.get(1).ok_or(SourceRefusal::OneKey)?.number;
        stream.record(by, SourceEvent::KeyRetired { number });
        Ok(number)
    }

    /// Lets it send so many events a minute; the same as before records nothing.
    ///
    /// # Errors
    /// [`SourceRefusal::Rate`], [`SourceRefusal::Removed`].
    pub fn set_rate(stream: &mut Stream<Self>, per_minute: u32, by: &By) -> Result<(), SourceRefusal> {
        Self::present(stream)?;
        checked_rate(per_minute)?;
        if stream.per_minute != per_minute {
            stream.record(by, SourceEvent::RateChanged { per_minute });
        }
        Ok(())
    }

    /// Nothing of it is taken any more; records nothing when that is so.
    ///
    /// # Errors
    /// [`SourceRefusal::Removed`].
    pub fn disable(stream: &mut Stream<Self>, why: &str, by: &By) -> Result<(), SourceRefusal> {
        Self::present(stream)?;
        Switched::disable(stream, why, by);
        Ok(())
    }

    /// It is taken again; records nothing when it is.
    ///
    /// # Errors
    /// [`SourceRefusal::Removed`].
    pub fn enable(stream: &mut Stream<Self>, by: &By) -> Result<(), SourceRefusal> {
        Self::present(stream)?;
        Switched::enable(stream, by);
        Ok(())
    }

    fn present(stream: &Stream<Self>) -> Result<(), SourceRefusal> {
        if stream.switch.removed { Err(SourceRefusal::Removed) } else { Ok(()) }
    }
}

fn checked_rate(per_minute: u32) -> Result<(), SourceRefusal> {
    if (1..=MOST_PER_MINUTE).contains(&per_minute) { Ok(()) } else { Err(SourceRefusal::Rate) }
}

impl Switched for Source {
    fn switch(&self) -> &Switch {
        &self.switch
    }

    fn switched(event: SwitchEvent) -> SourceEvent {
        SourceEvent::Switch(event)
    }
}

impl Aggregate for Source {
    type Id = SourceId;
    type Event = SourceEvent;
    const NOUN: &'static str = "source";

    fn create(_: SourceId, first: &Recorded<SourceEvent>) -> Result<Self, FoldError> {
        let SourceEvent::Made(made) = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        let SourceMade { name, kind, proof, project, per_minute } = SourceMade::clone(made);
        let keys = vec![SourceKey { number: 1, made_at: first.at }];
        Ok(Self { name, kind, proof, project, per_minute, keys, made_at: first.at, switch: Switch::default() })
    }

    fn apply(&mut self, event: &Recorded<SourceEvent>) {
        match &event.event {
            SourceEvent::Made(_) => {}
            SourceEvent::KeyAdded { number } => self.keys.insert(0, SourceKey { number: *number, made_at: event.at }),
            SourceEvent::KeyRetired { number } => self.keys.retain(|key| key.number != *number),
            SourceEvent::RateChanged { per_minute } => self.per_minute = *per_minute,
            SourceEvent::Switch(happened) => self.switch.apply(event.at, happened),
        }
    }
}
