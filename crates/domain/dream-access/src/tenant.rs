//! A tenant: what the operator of a service decided about one of its organisations, in the operator's own ledger.
//!
//! What holds for the organisation stands in its own stream, [`crate::Org`], and changes in the same transaction; there the operator is nobody
//! in particular. Here stands who of the operator's people it was.

use crate::fold::not_first;
use crate::{AccessRefusal, name::checked};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, TenantId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// What the operator decides about an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum TenantEvent {
    /// It was made.
    Made {
        /// The organisation.
        organisation: OrgId,
        /// What it was called then.
        name: String,
        /// Its first owner.
        owner: PersonId,
        /// How the operator calls that owner: a name or a mail address.
        owner_name: String,
    },
    /// Its first owner got another link to begin with.
    OwnerInvited {},
    /// It was put on a plan.
    PlanChosen {
        /// The plan's name; absent for the usual one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<String>,
    },
    /// It was suspended.
    Suspended {
        /// Why.
        reason: String,
    },
    /// It was let go on.
    Resumed {},
}

impl EventData for TenantEvent {}

/// A tenant as the operator knows it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// The organisation.
    pub organisation: OrgId,
    /// What it was called when it was made: what it is called now, it decides itself.
    pub name: String,
    /// Its first owner.
    pub owner: PersonId,
    /// How the operator calls that owner.
    pub owner_name: String,
    /// When it was made.
    pub made_at: Timestamp,
}

/// A tenant to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTenant {
    /// The organisation.
    pub organisation: OrgId,
    /// What it is called.
    pub name: String,
    /// Its first owner.
    pub owner: PersonId,
    /// How the operator calls that owner.
    pub owner_name: String,
}

impl Aggregate for Tenant {
    type Id = TenantId;
    type Event = TenantEvent;
    const NOUN: &'static str = "tenant";

    fn create(_: TenantId, first: &Recorded<TenantEvent>) -> Result<Self, FoldError> {
        let TenantEvent::Made { organisation, name, owner, owner_name } = &first.event else { return Err(not_first::<Self>(&first.event)) };
        Ok(Self { organisation: *organisation, name: name.clone(), owner: *owner, owner_name: owner_name.clone(), made_at: first.at })
    }

    /// What was decided about it since stands in the organisation's own stream.
    fn apply(&mut self, _: &Recorded<TenantEvent>) {}
}

impl Tenant {
    /// Makes a tenant, in the ledger of the organisation `operator`.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn make(operator: OrgId, id: TenantId, by: &By, new: NewTenant) -> Result<Stream<Self>, AccessRefusal> {
        let NewTenant { organisation, name, owner, owner_name } = new;
        let (name, owner_name) = (checked(&name)?, checked(&owner_name)?);
        Ok(Stream::create(operator, id, by, TenantEvent::Made { organisation, name, owner, owner_name })?)
    }

    /// Records that the first owner got another link.
    pub fn invite_owner(stream: &mut Stream<Self>, by: &By) {
        stream.record(by, TenantEvent::OwnerInvited {});
    }

    /// Records the choice of a plan.
    pub fn choose_plan(stream: &mut Stream<Self>, by: &By, plan: Option<&str>) {
        stream.record(by, TenantEvent::PlanChosen { plan: plan.map(str::to_owned) });
    }

    /// Records the suspension.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a reason that cannot be shown.
    pub fn suspend(stream: &mut Stream<Self>, by: &By, reason: &str) -> Result<(), AccessRefusal> {
        let reason = checked(reason)?;
        stream.record(by, TenantEvent::Suspended { reason });
        Ok(())
    }

    /// Records its end.
    pub fn resume(stream: &mut Stream<Self>, by: &By) {
        stream.record(by, TenantEvent::Resumed {});
    }
}
