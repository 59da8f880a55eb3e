//! An organisation: the tenant, and what it is called.

use crate::fold::not_first;
use crate::{AccessRefusal, name::checked};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// What happens to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum OrgEvent {
    /// It was made.
    Created {
        /// Its name.
        name: String,
    },
    /// It got another name.
    Renamed {
        /// Its name from now on.
        name: String,
    },
}

impl EventData for OrgEvent {}

/// An organisation as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Org {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Aggregate for Org {
    type Id = OrgId;
    type Event = OrgEvent;
    const NOUN: &'static str = "org";

    fn create(_: OrgId, first: &Recorded<OrgEvent>) -> Result<Self, FoldError> {
        match &first.event {
            OrgEvent::Created { name } => Ok(Self { name: name.clone(), created_at: first.at }),
            OrgEvent::Renamed { .. } => Err(not_first::<Self>(&first.event)),
        }
    }

    fn apply(&mut self, event: &Recorded<OrgEvent>) {
        match &event.event {
            OrgEvent::Created { name } | OrgEvent::Renamed { name } => self.name.clone_from(name),
        }
    }
}

impl Org {
    /// Makes an organisation.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn found(id: OrgId, by: &By, name: &str) -> Result<Stream<Self>, AccessRefusal> {
        Ok(Stream::create(id, id, by, OrgEvent::Created { name: checked(name)? })?)
    }

    /// Gives it another name; the same name records nothing.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn rename(stream: &mut Stream<Self>, by: &By, name: &str) -> Result<(), AccessRefusal> {
        let name = checked(name)?;
        if stream.name != name {
            stream.record(by, OrgEvent::Renamed { name });
        }
        Ok(())
    }
}
