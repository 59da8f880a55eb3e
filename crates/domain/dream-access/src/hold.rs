//! A hold: log lines of a span of time that must not be removed, whatever their age, until it is lifted.

use crate::fold::not_first;
use crate::{AccessRefusal, name};
use dream_clock::Timestamp;
use dream_id::{HoldId, OrgId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// What happens to a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum HoldEvent {
    /// It was placed.
    Placed {
        /// What it is for.
        name: String,
        /// Whether it covers the server's own lines instead of the organisation's.
        server: bool,
        /// The first moment that it covers; absent for the beginning.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Timestamp>,
        /// The moment after the last that it covers; absent for no end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// It was lifted.
    Lifted {},
}

impl EventData for HoldEvent {}

/// A hold as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// What it is for: 1 to 100 characters.
    pub name: String,
    /// Whether it covers the server's own lines instead of the organisation's.
    pub server: bool,
    /// The first moment that it covers; `None` for the beginning.
    pub from: Option<Timestamp>,
    /// The moment after the last that it covers; `None` for no end.
    pub until: Option<Timestamp>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
}

impl Aggregate for Hold {
    type Id = HoldId;
    type Event = HoldEvent;
    const NOUN: &'static str = "hold";

    fn create(_: HoldId, first: &Recorded<HoldEvent>) -> Result<Self, FoldError> {
        let HoldEvent::Placed { name, server, from, until } = &first.event else { return Err(not_first::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), server: *server, from: *from, until: *until, placed_at: first.at, lifted_at: None })
    }

    fn apply(&mut self, event: &Recorded<HoldEvent>) {
        if let HoldEvent::Lifted {} = &event.event {
            self.lifted_at = Some(event.at);
        }
    }
}

impl Hold {
    /// Keeps the lines from `from` to `until` from being removed; the server's own when `server`, else the organisation's.
    ///
    /// # Errors
    /// [`AccessRefusal`]: a name that cannot be shown, or a span that ends before it begins.
    pub fn place(
        org: OrgId,
        id: HoldId,
        by: &By,
        (name, server): (&str, bool),
        (from, until): (Option<Timestamp>, Option<Timestamp>),
    ) -> Result<Stream<Self>, AccessRefusal> {
        let name = name::checked(name)?;
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            return Err(AccessRefusal::BadHold);
        }
        Ok(Stream::create(org, id, by, HoldEvent::Placed { name, server, from, until })?)
    }

    /// Lifts it.
    ///
    /// # Errors
    /// [`AccessRefusal::HoldLifted`] when it was lifted before.
    pub fn lift(stream: &mut Stream<Self>, by: &By) -> Result<(), AccessRefusal> {
        if stream.lifted_at.is_some() {
            return Err(AccessRefusal::HoldLifted);
        }
        stream.record(by, HoldEvent::Lifted {});
        Ok(())
    }
}
