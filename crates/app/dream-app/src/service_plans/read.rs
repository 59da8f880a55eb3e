//! What an organisation may use, and what it used.

use super::board::delivered;
use crate::{AppError, Op};
use dream_access::Action;
use dream_bridge::destination::Destination;
use dream_bridge::service_plan::{Month, ServicePlan};
use dream_bridge::source::Source;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::Stream;
use dream_store::Filter;

/// The plan of an organisation, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanUse {
    /// The plan.
    pub plan: ServicePlan,
    /// The month that is counted, in UTC.
    pub month: Month,
    /// How many messages were delivered in it.
    pub delivered: u64,
    /// How many sources and destinations there are together.
    pub bridges: usize,
    /// Until when nothing more is delivered, when the month's messages were.
    pub held_until: Option<Timestamp>,
}

/// The plan of the caller's organisation, and how much of it is used.
pub async fn show(op: &Op) -> Result<PlanUse, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let there = Filter::default().eq("removed", false);
    let sources: Vec<Stream<Source>> = reader.list(op.scope(), &there).await?;
    let destinations: Vec<Stream<Destination>> = reader.list(op.scope(), &there).await?;
    drop(reader);
    let (plan, delivered) = used(op, op.org()?).await?;
    let now = op.app().now();
    let (month, held) = (Month::of(now), plan.check_messages(delivered, now).is_err());
    Ok(PlanUse { plan, month, delivered, bridges: sources.len() + destinations.len(), held_until: held.then(|| month.ends()) })
}

/// The plan of `org`, and how many messages were delivered in this month.
pub(crate) async fn used(op: &Op, org: OrgId) -> Result<(ServicePlan, u64), AppError> {
    let delivered = delivered(&mut op.read().await?, org, op.app().now()).await?;
    Ok((op.app().plan(org).await?, delivered))
}
