//! An organisation: the tenant, what it is called, and what the operator of the service decided about it.

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
        /// Whether it is the operator's own, whose owners make and suspend the others; absent for no.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        operator: bool,
    },
    /// It got another name.
    Renamed {
        /// Its name from now on.
        name: String,
    },
    /// The operator suspended it.
    Suspended {
        /// Why, for its people.
        reason: String,
    },
    /// The operator let it go on.
    Resumed {},
    /// The operator put it on a plan.
    PlanChosen {
        /// The plan's name; absent for the one that the service gives to whoever has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<String>,
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
    /// Whether it is the operator's own.
    pub operator: bool,
    /// The name of the plan that the operator chose for it; the service's usual one when `None`.
    pub plan: Option<String>,
    /// Since when and why nothing is done for it.
    pub suspended: Option<Suspension>,
}

/// Since when and why nothing is done for an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub at: Timestamp,
    /// Why, for its people.
    pub reason: String,
}

impl Aggregate for Org {
    type Id = OrgId;
    type Event = OrgEvent;
    const NOUN: &'static str = "org";

    fn create(_: OrgId, first: &Recorded<OrgEvent>) -> Result<Self, FoldError> {
        let OrgEvent::Created { name, operator } = &first.event else { return Err(not_first::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), created_at: first.at, operator: *operator, plan: None, suspended: None })
    }

    fn apply(&mut self, event: &Recorded<OrgEvent>) {
        match &event.event {
            OrgEvent::Created { name, .. } | OrgEvent::Renamed { name } => self.name.clone_from(name),
            OrgEvent::Suspended { reason } => self.suspended = Some(Suspension { at: event.at, reason: reason.clone() }),
            OrgEvent::Resumed {} => self.suspended = None,
            OrgEvent::PlanChosen { plan } => self.plan.clone_from(plan),
        }
    }
}

impl Org {
    /// Makes an organisation.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn found(id: OrgId, by: &By, name: &str) -> Result<Stream<Self>, AccessRefusal> {
        Ok(Stream::create(id, id, by, OrgEvent::Created { name: checked(name)?, operator: false })?)
    }

    /// Makes the operator's own organisation, of which there is one on each database.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn found_operator(id: OrgId, by: &By, name: &str) -> Result<Stream<Self>, AccessRefusal> {
        Ok(Stream::create(id, id, by, OrgEvent::Created { name: checked(name)?, operator: true })?)
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

    /// Has nothing done for it from now on: its people, its agents and its sources are refused, and what it sends waits.
    ///
    /// # Errors
    /// [`AccessRefusal`] for the operator's own, for one that is suspended already, and for a reason that cannot be shown.
    pub fn suspend(stream: &mut Stream<Self>, by: &By, reason: &str) -> Result<(), AccessRefusal> {
        let reason = checked(reason)?;
        if stream.operator {
            return Err(AccessRefusal::OperatorSuspended);
        }
        if let Some(suspended) = &stream.suspended {
            return Err(AccessRefusal::AlreadySuspended { at: suspended.at });
        }
        stream.record(by, OrgEvent::Suspended { reason });
        Ok(())
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// [`AccessRefusal::NotSuspended`].
    pub fn resume(stream: &mut Stream<Self>, by: &By) -> Result<(), AccessRefusal> {
        if stream.suspended.is_none() {
            return Err(AccessRefusal::NotSuspended);
        }
        stream.record(by, OrgEvent::Resumed {});
        Ok(())
    }

    /// Puts it on the plan of that name, or on the service's usual one; the same plan records nothing.
    pub fn choose_plan(stream: &mut Stream<Self>, by: &By, plan: Option<&str>) {
        if stream.plan.as_deref() != plan {
            stream.record(by, OrgEvent::PlanChosen { plan: plan.map(str::to_owned) });
        }
    }
}
