//! Telling what the log says, when its time has come.

use super::mark_of;
use crate::logs::{self, Level};
use crate::received::tell_with;
use crate::{AppError, Op, words};
use dream_bridge::event::{Event, MOST_SUMMARY, Phase, Severity};
use dream_bridge::summary::Summary;
use dream_bridge::text;
use dream_clock::Timestamp;
use dream_id::Scope;
use dream_ledger::Stream;
use dream_store::Filter;
use dream_store::bridge_marks::{Mark, marks};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// How far back is summed up at the most, after a server was off for long.
const MOST: Duration = Duration::from_hours(7 * 24);
/// The most characters of an error's message.
const MOST_LINE: usize = 200;

/// Tells every summary whose time has come. How many those were.
pub async fn tell_due(op: &Op) -> Result<usize, AppError> {
    let scope = Scope::System(op.app().system);
    let there: Vec<Stream<Summary>> = op.read().await?.list(scope, &Filter::default().eq("removed", false)).await?;
    let mut told = 0;
    for summary in &there {
        match tell(op, summary).await {
            Ok(news) => told += usize::from(news),
            // What keeps one organisation's log from being read must not keep those of the others.
            Err(error) if !error.is_retryable() => {
                tracing::warn!(summary.id = %summary.id(), error.code = error.code, %error, "a summary of the log could not be told");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(told)
}

/// Tells a summary if its time has come. Whether it had.
async fn tell(op: &Op, summary: &Stream<Summary>) -> Result<bool, AppError> {
    let (now, org, mark) = (op.app().now(), summary.org(), mark_of(&summary.name));
    let rhythm = summary.schedule.rhythm().map_err(|why| AppError::invalid("schedule_invalid", why))?;
    let set = marks(&mut op.read().await?, org, &mark).await?.into_iter().find(|set| set.mark == mark);
    let told_until = set.as_ref().map_or(summary.made_at, |set| set.at);
    if rhythm.next(told_until) > now {
        return Ok(false);
    }
    let from = told_until.max(before(now, MOST));
    let found = logs::of_org(op, org, (from, now), summary.server).await?;
    let mut tx = op.app().store.begin().await?;
    let mine = match set {
        Some(_) => tx.move_mark(org, &mark, (told_until, now)).await?,
        None => tx.set_mark(org, &Mark { mark, at: now, note: String::new() }).await?,
    };
    if !mine {
        // Another process told it.
        tx.abandon().await?;
        return Ok(false);
    }
    tell_with(op, &mut tx, org, event(summary, &found, (from, now)), facts(&found, (from, now)), None).await?;
    tx.commit().await?;
    Ok(true)
}

fn event(summary: &Stream<Summary>, found: &logs::Summary, (from, now): (Timestamp, Timestamp)) -> Event {
    let [.., warnings, errors] = found.levels;
    let mut lines: Vec<String> = vec![words::levels(found.levels)];
    let said = |kind: &logs::ErrorKind| {
        let message = text::shorten(&text::one_line(&kind.message), MOST_LINE);
        format!("- {}× {} {}: {message}", kind.count, words::level(kind.level), kind.source)
    };
    lines.extend(found.errors.iter().map(said));
    if found.starts > 0 {
        lines.push(format!("The server was started {} times.", found.starts));
    }
    if found.dropped > 0 {
        lines.push(format!("{} lines were dropped because they could not be written.", found.dropped));
    }
    lines.extend(found.problems.iter().cloned());
    let severity = if errors > 0 { Severity::Warning } else { Severity::Info };
    Event {
        source: String::new(),
        kind: "logs.summary".to_owned(),
        severity,
        phase: Phase::Momentary,
        title: format!("Log of the last {}: {errors} errors, {warnings} warnings", words::span(now.since(from))),
        summary: text::shorten(&lines.join("\n"), MOST_SUMMARY),
        labels: BTreeMap::from([("summary".to_owned(), summary.name.clone())]),
        link: None,
        at: now,
        key: format!("summary:{}", summary.name),
    }
}

/// The same for rules that look into it.
fn facts(found: &logs::Summary, (from, until): (Timestamp, Timestamp)) -> Value {
    let levels: BTreeMap<&str, u64> = Level::ALL.iter().zip(found.levels).map(|(level, count)| (level.as_str(), count)).collect();
    let error = |kind: &logs::ErrorKind| {
        json!({
            "fingerprint": kind.fingerprint, "level": kind.level.as_str(), "code": kind.code, "source": kind.source,
            "message": text::shorten(&kind.message, MOST_LINE), "count": kind.count, "first_at": kind.first_at, "last_at": kind.last_at,
        })
    };
    let slow = |request: &logs::SlowRequest| json!({ "at": request.at, "method": request.method, "route": request.route, "status": request.status, "duration_us": request.duration_us });
    json!({
        "from": from, "until": until, "levels": levels, "starts": found.starts, "dropped": found.dropped,
        "sources": found.sources.iter().take(20).map(|(name, count)| json!({ "name": name, "count": count })).collect::<Vec<_>>(),
        "errors": found.errors.iter().map(error).collect::<Vec<_>>(),
        "slowest": found.slowest.iter().map(slow).collect::<Vec<_>>(),
        "problems": found.problems,
    })
}

fn before(now: Timestamp, time: Duration) -> Timestamp {
    Timestamp::from_micros(now.micros().saturating_sub(i64::try_from(time.as_micros()).unwrap_or(i64::MAX)))
}
