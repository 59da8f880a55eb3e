//! Warning an organisation before the messages of its month are used up, and telling it when they are: each once a month.

use crate::received::tell_with;
use crate::{AppError, Op, service_plans};
use dream_access::Org;
use dream_bridge::event::{Event, Phase, Severity};
use dream_bridge::service_plan::Month;
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::Filter;
use dream_store::bridge_marks::{Mark, marks};
use serde_json::json;
use std::collections::BTreeMap;

/// How much of a month's messages, in hundredths, is near its end.
const NEAR: u64 = 80;
/// What the marks of such warnings begin with.
const PLAN: &str = "plan:";

/// Looks how much of its month each organisation has used that is on a plan with a limit. How many were told something.
pub async fn near_limits(op: &Op) -> Result<usize, AppError> {
    let orgs: Vec<OrgId> = {
        let found: Vec<Stream<Org>> = op.read().await?.list(Scope::System(op.app().system), &Filter::default()).await?;
        found.iter().map(Stream::id).collect()
    };
    let mut told = 0;
    for org in orgs {
        if op.app().plan(org).await?.messages_per_month.is_none() {
            continue;
        }
        told += usize::from(near_limit(op, org).await?);
    }
    Ok(told)
}

async fn near_limit(op: &Op, org: OrgId) -> Result<bool, AppError> {
    let now = op.app().now();
    let (plan, delivered) = service_plans::used(op, org).await?;
    let Some((percent, most)) = plan.used_percent(delivered).zip(plan.messages_per_month) else { return Ok(false) };
    let (kind, severity, title) = match percent {
        100.. => ("bridge.plan_used", Severity::Error, "The messages of this month are used up"),
        NEAR.. => ("bridge.plan_near", Severity::Warning, "The messages of this month are nearly used up"),
        _ => return Ok(false),
    };
    let month = Month::of(now);
    let begin = format!("{PLAN}{month}:");
    let known = marks(&mut op.read().await?, org, PLAN).await?;
    let mark = Mark { mark: format!("{begin}{kind}"), at: now, note: plan.name.clone() };
    if known.iter().any(|set| set.mark == mark.mark) {
        return Ok(false);
    }
    let summary = format!(
        "{delivered} of the {most} messages of the plan `{}` were delivered; the month ends at {}.",
        plan.name,
        month.ends().to_the_minute()
    );
    let event = Event {
        source: String::new(),
        kind: kind.to_owned(),
        severity,
        phase: Phase::Momentary,
        title: title.to_owned(),
        summary,
        labels: BTreeMap::from([("plan".to_owned(), plan.name.clone())]),
        link: None,
        at: now,
        key: mark.mark.clone(),
    };
    let mut tx = op.app().store.begin().await?;
    if !tx.set_mark(org, &mark).await? {
        tx.abandon().await?;
        return Ok(false);
    }
    // What was said of earlier months is said again when it is so again.
    for old in known.iter().filter(|set| !set.mark.starts_with(&begin)) {
        tx.clear_mark(org, &old.mark).await?;
    }
    let facts = json!({ "plan": plan.name, "messages_per_month": most, "delivered": delivered, "month": month.to_string() });
    tell_with(op, &mut tx, org, event, facts, None).await?;
    tx.commit().await?;
    Ok(true)
}
