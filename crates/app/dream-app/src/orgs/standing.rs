//! What the operator of the service decided about an organisation, as every call and every message asks: whether it is suspended, and which
//! plan was chosen for it.

use crate::{App, AppError, Kind};
use dream_access::Suspension;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_store::{Query, orgs};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// For how long what was read is believed. What this process itself changes, it knows at once.
const BELIEVED: Duration = Duration::from_secs(1);
/// Of how many organisations something is known: beyond them all are read anew.
const MOST_KNOWN: usize = 10_000;

/// What was decided about an organisation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The plan that was chosen; the usual one when `None`.
    pub(crate) plan: Option<String>,
    /// Since when and why nothing is done for it.
    pub(crate) suspended: Option<Suspension>,
}

/// What was lately read of organisations.
#[derive(Default)]
pub(crate) struct Standings(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// How often something was forgotten: what was read before that is not kept.
    forgotten: u64,
    of: HashMap<OrgId, (Timestamp, Arc<Standing>)>,
}

impl Standings {
    /// What is known of `org` changed.
    pub(crate) fn forget(&self, org: OrgId) {
        let mut known = self.lock();
        known.forgotten += 1;
        known.of.remove(&org);
    }

    /// What is known of `org` at `now`, or else how often something was forgotten until now.
    fn look(&self, org: OrgId, now: Timestamp) -> Result<Arc<Standing>, u64> {
        let known = self.lock();
        let fresh = known.of.get(&org).filter(|(read, _)| *read <= now && now.since(*read) < BELIEVED);
        fresh.map(|(_, standing)| Arc::clone(standing)).ok_or(known.forgotten)
    }

    fn keep(&self, org: OrgId, now: Timestamp, standing: &Arc<Standing>, forgotten: u64) {
        let mut known = self.lock();
        if known.forgotten != forgotten {
            return;
        }
        if known.of.len() >= MOST_KNOWN {
            known.of.clear();
        }
        known.of.insert(org, (now, Arc::clone(standing)));
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was decided about `org`, as of a second ago at the most, asked within a unit of work or a view that is open already.
pub(crate) async fn standing_within<Q: Query>(app: &App, q: &mut Q, org: OrgId) -> Result<Arc<Standing>, AppError> {
    let now = app.now();
    match app.standings().look(org, now) {
        Ok(known) => Ok(known),
        Err(forgotten) => read(app, q, org, (now, forgotten)).await,
    }
}

/// The same for whoever has no view open.
pub(crate) async fn standing(app: &App, org: OrgId) -> Result<Arc<Standing>, AppError> {
    let now = app.now();
    match app.standings().look(org, now) {
        Ok(known) => Ok(known),
        Err(forgotten) => read(app, &mut app.store.read().await?, org, (now, forgotten)).await,
    }
}

async fn read<Q: Query>(app: &App, q: &mut Q, org: OrgId, (now, forgotten): (Timestamp, u64)) -> Result<Arc<Standing>, AppError> {
    let found = orgs::find(q, org).await?;
    let standing = found.map(|org| Standing { plan: org.plan.clone(), suspended: org.suspended.clone() });
    let standing = Arc::new(standing.unwrap_or_default());
    app.standings().keep(org, now, &standing, forgotten);
    Ok(standing)
}

/// Refuses whoever acts in an organisation that is suspended.
///
/// # Errors
/// `organisation_suspended`, with the reason.
pub(crate) async fn check_going<Q: Query>(app: &App, q: &mut Q, org: OrgId) -> Result<(), AppError> {
    match &standing_within(app, q, org).await?.suspended {
        None => Ok(()),
        Some(suspended) => Err(refusal(suspended)),
    }
}

fn refusal(suspended: &Suspension) -> AppError {
    let Suspension { at, reason } = suspended;
    let message = format!(
        "the operator of this service suspended this organisation at {at} ({reason}); nothing of it is lost, ask the operator to let it go on"
    );
    AppError::new(Kind::Forbidden, "organisation_suspended", message).with("since", at.to_string())
}
