//! The switch of what messages go through: in use, disabled for a reason, or removed.

use crate::text::shorten;
use dream_clock::Timestamp;
use dream_ledger::{Aggregate, By, Stream};
use serde::{Deserialize, Serialize};

/// How much of a reason is kept, in units of [`length`](crate::text::length).
const MOST_WHY: usize = 300;

/// Whether a thing is used, as folded from its events. Removed is for ever; disabled is until somebody enables it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Since when it is not used, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<(Timestamp, String)>,
    /// Whether it was removed.
    #[serde(default)]
    pub removed: bool,
}

/// What can happen to a switch. It stands among the events of its noun as if it were one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum SwitchEvent {
    /// It is not used any more.
    Disabled {
        /// Why.
        why: String,
    },
    /// It is used again.
    Enabled {},
    /// It was removed.
    Removed {},
}

impl Switch {
    /// Whether it is used.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.disabled.is_none() && !self.removed
    }

    /// Folds what happened at `at`.
    pub(crate) fn apply(&mut self, at: Timestamp, event: &SwitchEvent) {
        match event {
            SwitchEvent::Disabled { why } => self.disabled = Some((at, why.clone())),
            SwitchEvent::Enabled {} => self.disabled = None,
            SwitchEvent::Removed {} => self.removed = true,
        }
    }
}

/// A noun that has a switch.
pub trait Switched: Aggregate {
    /// Its switch.
    fn switch(&self) -> &Switch;

    /// What happened to its switch, as an event of its own.
    fn switched(event: SwitchEvent) -> Self::Event;

    /// It is not used any more. False when that was so: the first reason stands.
    fn disable(stream: &mut Stream<Self>, why: &str, by: &By) -> bool {
        let was = stream.switch().is_active();
        if was {
            stream.record(by, Self::switched(SwitchEvent::Disabled { why: shorten(why, MOST_WHY) }));
        }
        was
    }

    /// It is used again; records nothing when it is, or when it was removed.
    fn enable(stream: &mut Stream<Self>, by: &By) {
        let switch = stream.switch();
        if switch.disabled.is_some() && !switch.removed {
            stream.record(by, Self::switched(SwitchEvent::Enabled {}));
        }
    }

    /// It is removed; records nothing when it was.
    fn remove(stream: &mut Stream<Self>, by: &By) {
        if !stream.switch().removed {
            stream.record(by, Self::switched(SwitchEvent::Removed {}));
        }
    }
}
