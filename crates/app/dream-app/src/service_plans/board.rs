//! The plans that are in force on this server, and what was last known of how much was delivered.

use crate::orgs::Standing;
use crate::{App, AppError, usage};
use dream_bridge::service_plan::{Month, ServicePlan, ServicePlans, UnknownPlan};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_store::usage::total;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// For how long what was read of an organisation's month is believed at the door, where every request asks.
const BELIEVED: Duration = Duration::from_secs(1);
/// Of how many organisations something is known: beyond them all are read anew.
const MOST_KNOWN: usize = 10_000;

/// The plans in force.
#[derive(Default)]
pub(crate) struct Board {
    plans: RwLock<Arc<ServicePlans>>,
    known: Mutex<HashMap<OrgId, (Timestamp, u64)>>,
}

impl Board {
    /// These plans are in force from now on.
    pub(crate) fn publish(&self, plans: ServicePlans) {
        *self.plans.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(plans);
    }

    /// The plan of an organisation about which this was decided.
    pub(crate) fn plan(&self, standing: &Standing) -> ServicePlan {
        self.plans().of(standing.plan.as_deref()).clone()
    }

    /// Refuses the name of a plan that is not there.
    pub(crate) fn check_known(&self, name: &str) -> Result<(), UnknownPlan> {
        self.plans().check_known(name)
    }

    fn plans(&self) -> Arc<ServicePlans> {
        Arc::clone(&self.plans.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many messages of `org` were delivered in the month of `now`, as of a second ago at the most.
    pub(super) async fn delivered(&self, app: &App, org: OrgId, now: Timestamp) -> Result<u64, AppError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&org).copied();
        if let Some((_, count)) = known.filter(|(read, _)| now.since(*read) < BELIEVED && Month::of(*read) == Month::of(now)) {
            return Ok(count);
        }
        let count = delivered(&mut app.store.read().await?, org, now).await?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(org, (now, count));
        Ok(count)
    }
}

/// How many messages of `org` were delivered in the month of `now`.
pub(super) async fn delivered<Q: dream_store::Query>(q: &mut Q, org: OrgId, now: Timestamp) -> Result<u64, AppError> {
    Ok(total(q, org, &Month::of(now).to_string(), usage::DELIVERED).await?)
}
