//! A human being, as an organisation knows them.

use crate::fold::not_first;
use crate::{AccessRefusal, name::checked};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// What happens to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum PersonEvent {
    /// They became known.
    Created {
        /// What they are called.
        name: String,
    },
    /// They got another name.
    Renamed {
        /// What they are called from now on.
        name: String,
    },
}

impl EventData for PersonEvent {}

/// A person as known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Since when they are known.
    pub created_at: Timestamp,
}

impl Aggregate for Person {
    type Id = PersonId;
    type Event = PersonEvent;
    const NOUN: &'static str = "person";

    fn create(_: PersonId, first: &Recorded<PersonEvent>) -> Result<Self, FoldError> {
        match &first.event {
            PersonEvent::Created { name } => Ok(Self { name: name.clone(), created_at: first.at }),
            PersonEvent::Renamed { .. } => Err(not_first::<Self>(&first.event)),
        }
    }

    fn apply(&mut self, event: &Recorded<PersonEvent>) {
        match &event.event {
            PersonEvent::Created { name } | PersonEvent::Renamed { name } => self.name.clone_from(name),
        }
    }
}

impl Person {
    /// Makes a person known to `org`.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn register(org: OrgId, id: PersonId, by: &By, name: &str) -> Result<Stream<Self>, AccessRefusal> {
        Ok(Stream::create(org, id, by, PersonEvent::Created { name: checked(name)? })?)
    }

    /// Gives them another name; the same name records nothing.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn rename(stream: &mut Stream<Self>, by: &By, name: &str) -> Result<(), AccessRefusal> {
        let name = checked(name)?;
        if stream.name != name {
            stream.record(by, PersonEvent::Renamed { name });
        }
        Ok(())
    }
}
