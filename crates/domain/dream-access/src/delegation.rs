//! One person letting another decide for them, for a time.

use crate::AccessRefusal;
use crate::fold::not_first;
use dream_clock::Timestamp;
use dream_id::{DelegationId, OrgId, PersonId, ProjectId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a delegation may last: 90 days.
pub const MAX_DELEGATION: Duration = Duration::from_hours(90 * 24);

/// What happens to a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum DelegationEvent {
    /// It was given.
    Granted {
        /// For whom decisions are made.
        from: PersonId,
        /// Who makes them.
        to: PersonId,
        /// On which project; absent for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        project: Option<ProjectId>,
        /// When it ends.
        until: Timestamp,
    },
    /// It was ended before its time.
    Revoked {},
}

impl EventData for DelegationEvent {}

/// A delegation as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// For whom decisions are made.
    pub from: PersonId,
    /// Who makes them.
    pub to: PersonId,
    /// On which project; `None` for all.
    pub project: Option<ProjectId>,
    /// When it was given.
    pub granted_at: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// When it was ended before its time.
    pub revoked_at: Option<Timestamp>,
}

impl Aggregate for Delegation {
    type Id = DelegationId;
    type Event = DelegationEvent;
    const NOUN: &'static str = "delegation";

    fn create(_: DelegationId, first: &Recorded<DelegationEvent>) -> Result<Self, FoldError> {
        let DelegationEvent::Granted { from, to, project, until } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self { from: *from, to: *to, project: *project, granted_at: first.at, until: *until, revoked_at: None })
    }

    fn apply(&mut self, event: &Recorded<DelegationEvent>) {
        if let DelegationEvent::Revoked {} = &event.event {
            self.revoked_at = Some(event.at);
        }
    }
}

impl Delegation {
    /// Lets `to` decide for `from` until `until`, on one project or on all. What `to` may not do of their own role, the
    /// policy still refuses; and a delegation is not passed on.
    ///
    /// # Errors
    /// [`AccessRefusal`]: to oneself, or an end in the past or too far away.
    pub fn grant(
        org: OrgId,
        id: DelegationId,
        by: &By,
        (from, to): (PersonId, PersonId),
        project: Option<ProjectId>,
        until: Timestamp,
    ) -> Result<Stream<Self>, AccessRefusal> {
        if from == to {
            return Err(AccessRefusal::SelfDelegation { person: from });
        }
        let latest = by.at.plus(MAX_DELEGATION);
        if until <= by.at || until > latest {
            return Err(AccessRefusal::BadEnd { what: "a delegation", until, latest });
        }
        Ok(Stream::create(org, id, by, DelegationEvent::Granted { from, to, project, until })?)
    }

    /// Ends it.
    ///
    /// # Errors
    /// [`AccessRefusal::DelegationRevoked`] when it was ended before.
    pub fn revoke(stream: &mut Stream<Self>, by: &By) -> Result<(), AccessRefusal> {
        if stream.revoked_at.is_some() {
            return Err(AccessRefusal::DelegationRevoked);
        }
        stream.record(by, DelegationEvent::Revoked {});
        Ok(())
    }

    /// Whether it counts at `now`, on `project`.
    #[must_use]
    pub fn valid(&self, now: Timestamp, project: ProjectId) -> bool {
        self.revoked_at.is_none() && now < self.until && self.project.is_none_or(|only| only == project)
    }
}
