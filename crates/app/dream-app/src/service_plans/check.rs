//! What the plan does not allow is refused: at the door, where sources and destinations are made, and before a message leaves.

use super::board::delivered;
use crate::{App, AppError, Kind, Op, orgs};
use dream_access::Org;
use dream_bridge::destination::Destination;
use dream_bridge::service_plan::{PlanRefusal, ServicePlan, UnknownPlan};
use dream_bridge::source::Source;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::Stream;
use dream_store::{Filter, Query, Unit};

/// Refuses an event from outside when the month's messages were delivered.
///
/// # Errors
/// `plan_messages_used`, as one that is over at a known time.
pub(crate) async fn intake(app: &App, org: OrgId, now: Timestamp) -> Result<Result<(), PlanRefusal>, AppError> {
    let plan = app.plan(org).await?;
    if plan.messages_per_month.is_none() {
        return Ok(Ok(()));
    }
    Ok(plan.check_messages(app.board().delivered(app, org, now).await?, now))
}

/// The same for an event that is published, within the caller's unit of work.
///
/// # Errors
/// `plan_messages_used`.
pub(crate) async fn published(op: &Op, tx: &mut Unit, org: OrgId) -> Result<(), AppError> {
    let (plan, now) = (within(op.app(), tx, org).await?, op.app().now());
    if plan.messages_per_month.is_none() {
        return Ok(());
    }
    Ok(plan.check_messages(delivered(tx, org, now).await?, now)?)
}

/// Whether another message may leave now; if not, why. Those that are on their way at this moment are not counted yet.
pub(crate) async fn message(app: &App, org: OrgId, now: Timestamp) -> Result<Result<(), PlanRefusal>, AppError> {
    let plan = app.plan(org).await?;
    if plan.messages_per_month.is_none() {
        return Ok(Ok(()));
    }
    Ok(plan.check_messages(delivered(&mut app.store.read().await?, org, now).await?, now))
}

/// Refuses another source or destination where the plan allows no more, within the caller's unit of work.
///
/// # Errors
/// `plan_bridges_used`.
pub(crate) async fn bridges(op: &Op, tx: &mut Unit) -> Result<(), AppError> {
    let org = op.org()?;
    let plan = within(op.app(), tx, org).await?;
    if plan.bridges.is_none() {
        return Ok(());
    }
    // The organisation's own row is locked, so that two last ones cannot both be the last.
    tx.lock::<Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
    let there = Filter::default().eq("removed", false);
    let sources: Vec<Stream<Source>> = tx.list(op.scope(), &there).await?;
    let destinations: Vec<Stream<Destination>> = tx.list(op.scope(), &there).await?;
    Ok(plan.check_bridges(sources.len() + destinations.len())?)
}

/// Refuses what comes back, where the organisation's plan carries messages out alone.
///
/// # Errors
/// `plan_one_way`.
pub(crate) async fn both_ways<Q: Query>(app: &App, q: &mut Q, org: OrgId) -> Result<(), AppError> {
    Ok(within(app, q, org).await?.check_both_ways()?)
}

async fn within<Q: Query>(app: &App, q: &mut Q, org: OrgId) -> Result<ServicePlan, AppError> {
    let standing = orgs::standing_within(app, q, org).await?;
    Ok(app.board().plan(&standing))
}

impl From<PlanRefusal> for AppError {
    fn from(refusal: PlanRefusal) -> Self {
        let error = Self::new(Kind::Exhausted, refusal.code(), refusal.to_string());
        match refusal {
            PlanRefusal::Messages { plan, most, until } => error.with("plan", plan).with("most", most).with("until", until.to_string()),
            PlanRefusal::Bridges { plan, most } => error.with("plan", plan).with("most", most),
            PlanRefusal::OneWay { plan } => error.with("plan", plan),
        }
    }
}

impl From<UnknownPlan> for AppError {
    fn from(unknown: UnknownPlan) -> Self {
        Self::invalid("unknown_plan", unknown.to_string()).with("plans", unknown.there)
    }
}
