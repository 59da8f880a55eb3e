//! Looking at what alerts watch, and telling the rules once when one is raised and once when it is over.

use super::{mark, mark_of};
use crate::named::called;
use crate::received::tell_with;
use crate::{AppError, Op, logs, sources};
use dream_bridge::alert::{Alert, Seen, Watch};
use dream_bridge::connection::Connection;
use dream_bridge::destination::Destination;
use dream_bridge::event::{Event, Phase, Severity};
use dream_bridge::source::Source;
use dream_bridge::subscription::Subscription;
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, SourceId};
use dream_ledger::Stream;
use dream_store::bridge_marks::marks;
use dream_store::{Filter, Reader};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Looks at every alert of every organisation, those about the log only when `at_logs` says so: reading it takes longer. How many were raised or
/// are over.
pub async fn look(op: &Op, at_logs: bool) -> Result<usize, AppError> {
    let scope = Scope::System(op.app().system);
    let alerts: Vec<Stream<Alert>> = op.read().await?.list(scope, &Filter::default().eq("removed", false)).await?;
    let mut told = 0;
    for alert in alerts.iter().filter(|alert| at_logs || !matches!(alert.watch, Watch::LogSpike { .. })) {
        match look_at(op, alert).await {
            Ok(news) => told += usize::from(news),
            // What keeps one organisation's alert from being looked at must not keep those of the others.
            Err(error) if !error.is_retryable() => {
                tracing::warn!(alert.id = %alert.id(), error.code = error.code, %error, "an alert could not be looked at");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(told)
}

/// Looks at one alert. Whether there was news.
async fn look_at(op: &Op, alert: &Stream<Alert>) -> Result<bool, AppError> {
    let (now, org) = (op.app().now(), alert.org());
    let seen = match &alert.watch {
        Watch::LogSpike { .. } => errors(op, org, &alert.watch, now).await?,
        Watch::Refusals { source, forged, .. } => refused(op, alert, source.as_deref(), *forged, now).await?,
        _ => seen(&mut op.read().await?, alert, now).await?,
    };
    let raised = alert.watch.raised(&seen, now);
    let was = marks(&mut op.read().await?, org, &mark_of(&alert.name)).await?.into_iter().find(|set| set.mark == mark_of(&alert.name));
    match (raised, was) {
        (Some(why), None) => raise(op, alert, &why, now).await,
        (None, Some(was)) => resolve(op, alert, was.at, now).await,
        _ => Ok(false),
    }
}

async fn raise(op: &Op, alert: &Stream<Alert>, why: &str, now: Timestamp) -> Result<bool, AppError> {
    let mut tx = op.app().store.begin().await?;
    if !tx.set_mark(alert.org(), &mark(&alert.name, now, why)).await? {
        // Another process was quicker.
        tx.abandon().await?;
        return Ok(false);
    }
    let facts = json!({ "alert": alert.name, "why": why, "watch": alert.watch });
    tell_with(op, &mut tx, alert.org(), event(alert, Phase::Firing, why, now), facts, None).await?;
    tx.commit().await?;
    tracing::info!(alert.name = alert.name, org.id = %alert.org(), why, "an alert of the bridge is raised");
    Ok(true)
}

async fn resolve(op: &Op, alert: &Stream<Alert>, since: Timestamp, now: Timestamp) -> Result<bool, AppError> {
    let mut tx = op.app().store.begin().await?;
    if !tx.clear_mark(alert.org(), &mark_of(&alert.name)).await? {
        tx.abandon().await?;
        return Ok(false);
    }
    let facts = json!({ "alert": alert.name, "watch": alert.watch, "raised_at": since });
    tell_with(
        op,
        &mut tx,
        alert.org(),
        event(alert, Phase::Resolved, &format!("it was raised {}", since.to_the_minute()), now),
        facts,
        None,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

fn event(alert: &Stream<Alert>, phase: Phase, why: &str, now: Timestamp) -> Event {
    let what = serde_json::to_value(&alert.watch).unwrap_or_default();
    let text = |name: &str| what.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut labels = BTreeMap::from([("alert".to_owned(), alert.name.clone())]);
    for name in ["what", "source", "destination"] {
        labels.extend(text(name).map(|value| (name.to_owned(), value)));
    }
    let (severity, title) = match phase {
        Phase::Resolved => (Severity::Info, format!("Over: {}", alert.name)),
        _ => (Severity::Error, format!("Alert: {}", alert.name)),
    };
    Event {
        source: String::new(),
        kind: alert.watch.event_type().to_owned(),
        severity,
        phase,
        title,
        summary: why.to_owned(),
        labels,
        link: None,
        at: now,
        key: mark_of(&alert.name),
    }
}

/// What is seen of the bridge itself. What was before the alert was made does not count.
async fn seen(reader: &mut Reader, alert: &Stream<Alert>, now: Timestamp) -> Result<Seen, AppError> {
    let (org, scope) = (alert.org(), Scope::Org(alert.org()));
    Ok(match &alert.watch {
        Watch::SilentSource { source, .. } => {
            let found: Vec<Stream<Source>> = reader.list(scope, &called(source)).await?;
            match found.first() {
                None => Seen::Source { last: None },
                Some(source) => {
                    let last = reader.last_received(org, source.id()).await?;
                    Seen::Source { last: last.max(Some(source.made_at.max(alert.made_at))) }
                }
            }
        }
        Watch::Backlog { destination, .. } => Seen::Waiting(reader.waiting_to(org, destination.as_deref()).await?),
        Watch::FailingDestination { destination, .. } => {
            let since = alert.made_at.max(ago(now, alert.watch.span()));
            Seen::Failures {
                count: reader.failed_since(org, destination, since).await?,
                disabled: disabled(reader, org, destination).await?,
            }
        }
        Watch::Refusals { .. } => Seen::Refused { count: 0, why: String::new() },
        Watch::LogSpike { .. } => Seen::Errors { now: 0, before: 0 },
    })
}

/// What is seen of refused requests: of one source, or of all.
async fn refused(op: &Op, alert: &Stream<Alert>, source: Option<&str>, forged: bool, now: Timestamp) -> Result<Seen, AppError> {
    let (org, mut reader) = (alert.org(), op.read().await?);
    let of: Option<SourceId> = match source {
        None => None,
        Some(name) => {
            let found: Vec<Stream<Source>> = reader.list(Scope::Org(org), &called(name)).await?;
            let Some(found) = found.first() else { return Ok(Seen::Refused { count: 0, why: String::new() }) };
            Some(found.id())
        }
    };
    let since = alert.made_at.max(ago(now, alert.watch.span()));
    let mut all = sources::refused_since(op.app(), &mut reader, org, (since, Some(alert.made_at))).await?;
    all.retain(|refused| {
        refused.at >= since && of.is_none_or(|of| of == refused.source) && (!forged || sources::is_unproved(&refused.code))
    });
    let newest = all.iter().max_by_key(|refused| refused.at).map(|refused| refused.why.clone());
    Ok(Seen::Refused { count: all.iter().map(|refused| refused.count).fold(0, u64::saturating_add), why: newest.unwrap_or_default() })
}

/// Why nothing is sent to the destination or subscription called `name`.
async fn disabled(reader: &mut Reader, org: OrgId, name: &str) -> Result<Option<String>, AppError> {
    let (scope, named) = (Scope::Org(org), called(name));
    let destinations: Vec<Stream<Destination>> = reader.list(scope, &named).await?;
    if let Some(found) = destinations.first() {
        if let Some((_, why)) = &found.switch.disabled {
            return Ok(Some(why.clone()));
        }
        let Some(connection) = found.to.connection() else { return Ok(None) };
        let connection: Option<Stream<Connection>> = reader.find(scope, connection).await?;
        return Ok(connection.and_then(|connection| connection.switch.disabled.as_ref().map(|(_, why)| why.clone())));
    }
    let subscriptions: Vec<Stream<Subscription>> = reader.list(scope, &named).await?;
    Ok(match subscriptions.first() {
        Some(found) => found.switch.disabled.as_ref().map(|(_, why)| why.clone()),
        None => Some("there is no destination or subscription of this name".to_owned()),
    })
}

/// What is seen of the log.
async fn errors(op: &Op, org: OrgId, watch: &Watch, now: Timestamp) -> Result<Seen, AppError> {
    let span = watch.span();
    let from = ago(now, span * (Watch::SPANS_BEFORE + 1));
    let counted = logs::errors(op, org, (from, now), span).await?;
    let (last, before) = counted.split_last().map_or((0, &[][..]), |(last, before)| (*last, before));
    Ok(Seen::Errors { now: last, before: before.iter().sum() })
}

fn ago(now: Timestamp, time: Duration) -> Timestamp {
    Timestamp::from_micros(now.micros().saturating_sub(i64::try_from(time.as_micros()).unwrap_or(i64::MAX)))
}
