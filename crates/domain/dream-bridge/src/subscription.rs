//! Subscriptions: somebody outside who is told of events by our own webhooks.

use crate::Pattern;
use crate::fold::cannot_begin;
use crate::switch::{Switch, SwitchEvent, Switched};
use dream_clock::Timestamp;
use dream_id::{OrgId, SubscriptionId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// The most patterns of one subscription.
pub const MOST_TYPES: usize = 32;

/// A subscription, as folded from its events. Its address and its secrets are kept sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its name, unique in its organisation.
    pub name: String,
    /// The host of its address.
    pub host: String,
    /// Which types of events it is told of: `run.*`. None is told of nothing by itself, and still takes what rules send to it.
    pub types: Vec<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its secret was last replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotated_at: Option<Timestamp>,
    /// When its address was last replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_at: Option<Timestamp>,
    /// Whether it is used.
    #[serde(flatten)]
    pub switch: Switch,
}

/// What can happen to a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum SubscriptionEvent {
    /// It was made.
    Made {
        /// Its name.
        name: String,
        /// The host of its address.
        host: String,
        /// Which types of events it is told of.
        types: Vec<String>,
    },
    /// It is told of other types.
    TypesChanged {
        /// Which.
        types: Vec<String>,
    },
    /// It has a new secret; the one before is valid beside it until the next time.
    SecretRotated {},
    /// It has another address, and what happens is told there.
    AddressReplaced {
        /// The host of it.
        host: String,
    },
    /// It was disabled, enabled or removed.
    #[serde(untagged)]
    Switch(SwitchEvent),
}

impl EventData for SubscriptionEvent {}

impl Subscription {
    /// A new subscription.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn make(
        org: OrgId,
        id: SubscriptionId,
        name: String,
        host: String,
        types: Vec<String>,
        by: &By,
    ) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, SubscriptionEvent::Made { name, host, types })
    }

    /// Whether it is told of events of this type.
    #[must_use]
    pub fn wants(&self, kind: &str) -> bool {
        self.types.iter().any(|types| Pattern::parse(types).is_ok_and(|pattern| pattern.fits(kind)))
    }

    /// It is told of these types; the same as before records nothing.
    pub fn set_types(stream: &mut Stream<Self>, types: Vec<String>, by: &By) {
        if stream.types != types {
            stream.record(by, SubscriptionEvent::TypesChanged { types });
        }
    }

    /// It has a new secret.
    pub fn rotate(stream: &mut Stream<Self>, by: &By) {
        stream.record(by, SubscriptionEvent::SecretRotated {});
    }

    /// It has another address. Whether it is told of anything stays as it was.
    pub fn replace_address(stream: &mut Stream<Self>, host: String, by: &By) {
        stream.record(by, SubscriptionEvent::AddressReplaced { host });
    }
}

impl Switched for Subscription {
    fn switch(&self) -> &Switch {
        &self.switch
    }

    fn switched(event: SwitchEvent) -> SubscriptionEvent {
        SubscriptionEvent::Switch(event)
    }
}

impl Aggregate for Subscription {
    type Id = SubscriptionId;
    type Event = SubscriptionEvent;
    const NOUN: &'static str = "subscription";

    fn create(_: SubscriptionId, first: &Recorded<SubscriptionEvent>) -> Result<Self, FoldError> {
        let SubscriptionEvent::Made { name, host, types } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        let (name, host, types) = (name.clone(), host.clone(), types.clone());
        Ok(Self { name, host, types, made_at: first.at, rotated_at: None, replaced_at: None, switch: Switch::default() })
    }

    fn apply(&mut self, event: &Recorded<SubscriptionEvent>) {
        match &event.event {
            SubscriptionEvent::Made { .. } => {}
            SubscriptionEvent::TypesChanged { types } => self.types.clone_from(types),
            SubscriptionEvent::SecretRotated {} => self.rotated_at = Some(event.at),
            SubscriptionEvent::AddressReplaced { host } => {
                self.host.clone_from(host);
                self.replaced_at = Some(event.at);
            }
            SubscriptionEvent::Switch(happened) => self.switch.apply(event.at, happened),
        }
    }
}
