//! A secret that an organisation keeps under a name: that it is there, and never what it is.

use crate::AccessRefusal;
use crate::fold::not_first;
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, SecretId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// The most bytes of a secret.
pub const MAX_SECRET_BYTES: usize = 65_536;
/// The most characters of a secret's name.
pub const MAX_SECRET_NAME: usize = 64;

/// What happens to a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum SecretEvent {
    /// It was set for the first time.
    Set {
        /// Its name.
        name: String,
    },
    /// Another value took the place of the one before, or of none when it had been removed.
    Replaced {},
    /// Its value was removed.
    Removed {},
}

impl EventData for SecretEvent {}

/// A secret as it is now. Its value is kept sealed, beside the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretRecord {
    /// Its name, unique in the organisation.
    pub name: String,
    /// When its present value was set.
    pub set_at: Timestamp,
    /// Who set it, where it was a person.
    pub set_by: Option<PersonId>,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

impl Aggregate for SecretRecord {
    type Id = SecretId;
    type Event = SecretEvent;
    const NOUN: &'static str = "secret";

    fn create(_: SecretId, first: &Recorded<SecretEvent>) -> Result<Self, FoldError> {
        let SecretEvent::Set { name } = &first.event else { return Err(not_first::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), set_at: first.at, set_by: first.actor.person(), removed_at: None })
    }

    fn apply(&mut self, event: &Recorded<SecretEvent>) {
        match &event.event {
            SecretEvent::Set { .. } | SecretEvent::Replaced {} => {
                (self.set_at, self.set_by, self.removed_at) = (event.at, event.actor.person(), None);
            }
            SecretEvent::Removed {} => self.removed_at = Some(event.at),
        }
    }
}

impl SecretRecord {
    /// A secret that is set for the first time.
    ///
    /// # Errors
    /// [`AccessRefusal::SecretName`].
    pub fn first(org: OrgId, id: SecretId, by: &By, name: &str) -> Result<Stream<Self>, AccessRefusal> {
        if !is_secret_name(name) {
            return Err(AccessRefusal::SecretName);
        }
        Ok(Stream::create(org, id, by, SecretEvent::Set { name: name.to_owned() })?)
    }

    /// Sets it again.
    pub fn set(stream: &mut Stream<Self>, by: &By) {
        stream.record(by, SecretEvent::Replaced {});
    }

    /// Removes its value.
    ///
    /// # Errors
    /// [`AccessRefusal::SecretRemoved`] when it was removed before.
    pub fn remove(stream: &mut Stream<Self>, by: &By) -> Result<(), AccessRefusal> {
        if stream.removed_at.is_some() {
            return Err(AccessRefusal::SecretRemoved);
        }
        stream.record(by, SecretEvent::Removed {});
        Ok(())
    }
}

/// Whether a secret may be called `name`: 1 to 64 lowercase letters, digits, `-`, `_` and `.`, no dot first.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.');
    (1..=MAX_SECRET_NAME).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(fits)
}
