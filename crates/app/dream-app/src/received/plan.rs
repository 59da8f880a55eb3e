//! Planning: what came in is asked of the rules, and what they want said is queued. A batch of one organisation at a time, so that one that
//! sends a lot waits for the others and not they for it.

use super::meant::meant;
use crate::deliveries::{self, Batch, Cause};
use crate::rules::Compiled;
use crate::{App, AppError, Command, Kind, Op, usage};
use dream_bridge::plan::{Decided, Memory, Planned, Step, plan};
use dream_bridge::source::OWN_FEED;
use dream_clock::Timestamp;
use dream_id::{OrgId, ReceivedId};
use dream_store::received::{self, KeptMemory, Raw, Received};
use dream_store::{Reader, Unit};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// How much of one organisation is planned in one go.
const BATCH: u32 = 100;
/// How long one organisation is thought about in one go.
const SLICE: Duration = Duration::from_millis(50);
/// How many decisions are kept of one event: those that came to something first.
const MOST_STEPS: usize = 50;

/// What a look for something to plan came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planning {
    /// Nothing is to be planned.
    Nothing,
    /// Something of this organisation was planned.
    Planned(OrgId),
    /// Something of this organisation is to be planned and cannot be: its rules cannot be read.
    Blocked(OrgId),
}

/// Plans what came in, for the first organisation after `after` that has something and for which `begin` says yes: nobody else is planning for it.
///
/// # Errors
/// Whatever keeps the planner from reading or saving; what came in is planned later then.
pub async fn plan_next(op: &Op, after: Option<OrgId>, begin: impl FnMut(OrgId) -> bool) -> Result<Planning, AppError> {
    let app = op.app();
    let mut reader = op.read_ahead().await?;
    let Some(org) = next_org(app, &mut reader, after, begin).await? else { return Ok(Planning::Nothing) };
    let compiled = match app.shelf().take(app, &mut reader, org).await {
        Ok(compiled) => compiled,
        Err(error) if error.is_retryable() => return Err(error),
        Err(error) => {
            tracing::warn!(org.id = %org, error.code = error.code, %error, "rules cannot be read, so nothing is planned until they are written anew");
            return Ok(Planning::Blocked(org));
        }
    };
    let batch = reader.to_plan(org, BATCH).await?;
    let kept = received::memory(&mut reader, org).await?;
    drop(reader);
    let thinking = (app.clone(), compiled, batch);
    let before = remembered(kept.as_ref())?;
    let thought = tokio::task::spawn_blocking(move || think(&thinking.0, &thinking.1, &thinking.2, &before)).await;
    let thought = thought.map_err(|error| AppError::internal("planning what came in", error))??;
    match op.run(&Plan { org, thought, version: kept.map_or(0, |kept| kept.version) }).await {
        // Another process planned the same: what is left is looked at anew.
        Err(error) if error.code == ELSEWHERE => Ok(Planning::Planned(org)),
        other => other.map(|()| Planning::Planned(org)),
    }
}

async fn next_org(
    app: &App,
    reader: &mut Reader,
    mut after: Option<OrgId>,
    mut begin: impl FnMut(OrgId) -> bool,
) -> Result<Option<OrgId>, AppError> {
    let mut first = None;
    while let Some(org) = reader.org_to_plan(app.system, after).await?.filter(|org| first != Some(*org)) {
        if begin(org) {
            return Ok(Some(org));
        }
        first.get_or_insert(org);
        after = Some(org);
    }
    Ok(None)
}

/// What the rules remember; nothing when nothing was kept.
pub(super) fn remembered(kept: Option<&KeptMemory>) -> Result<Memory, AppError> {
    let read = kept.map(|kept| serde_json::from_str(&kept.memory)).transpose();
    Ok(read.map_err(|error| AppError::internal("reading what rules remember", error))?.unwrap_or_default())
}

/// What was planned, and what is remembered then.
struct Thought {
    events: Vec<OfEvent>,
    memory: Memory,
    changed: bool,
}

/// What was planned for something that came in.
struct OfEvent {
    id: ReceivedId,
    received_at: Timestamp,
    source: String,
    own: bool,
    events: u32,
    planned: Vec<Planned>,
    trace: String,
}

fn think(app: &App, compiled: &Compiled, batch: &[(Received, Raw)], before: &Memory) -> Result<Thought, AppError> {
    let begun = app.now();
    let mut memory = before.clone();
    let mut events = Vec::with_capacity(batch.len());
    for (received, raw) in batch {
        events.push(of_event(app, compiled, received, raw, &mut memory)?);
        if app.now().since(begun) >= SLICE {
            break;
        }
    }
    Ok(Thought { changed: memory != *before, events, memory })
}

fn of_event(app: &App, compiled: &Compiled, received: &Received, raw: &Raw, memory: &mut Memory) -> Result<OfEvent, AppError> {
    let own = received.source == OWN_FEED;
    let (mut planned, mut trace, mut count) = (Vec::new(), Vec::new(), 0);
    match meant(received, raw) {
        Ok((meant, gate)) => {
            count = meant.events.len();
            for event in &meant.events {
                let mut plan = plan(&compiled.rules, event, &meant.payload, memory, app.now());
                for planned in &mut plan.planned {
                    planned.message.gate.clone_from(&gate);
                }
                planned.append(&mut plan.planned);
                trace.append(&mut plan.trace);
            }
        }
        // It was read when it came in, so this is a defect of ours; it must not keep what came after it waiting.
        Err(error) => {
            tracing::error!(received.id = %received.id, error.code = error.code, %error, "what came in cannot be read any more; it is passed over");
            trace.push(Step { rule: String::new(), line: 0, decided: Decided::Failed, why: error.to_string() });
        }
    }
    trace.retain(|step| !matches!(step.decided, Decided::Missed | Decided::Stopped));
    trace.truncate(MOST_STEPS);
    let trace = serde_json::to_string(&trace).map_err(|error| AppError::internal("writing what rules decided", error))?;
    let events = u32::try_from(count).unwrap_or(u32::MAX);
    let source = received.source_name.clone();
    Ok(OfEvent { id: received.id, received_at: received.received_at, source, own, events, planned, trace })
}

/// The code of a refusal: another process was quicker.
pub(super) const ELSEWHERE: &str = "planned_elsewhere";

pub(super) fn elsewhere() -> AppError {
    AppError::new(Kind::Conflict, ELSEWHERE, "another process planned this meanwhile; nothing was queued twice")
}

#[derive(Serialize)]
struct Plan {
    org: OrgId,
    #[serde(skip)]
    thought: Thought,
    version: u64,
}

impl Command for Plan {
    const NAME: &'static str = "bridge.plan";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let (thought, now) = (&self.thought, op.app().now());
        for event in &thought.events {
            let counts = (event.events, u32::try_from(event.planned.len()).unwrap_or(u32::MAX));
            if !tx.note_planned(self.org, event.id, counts, &event.trace, now).await? {
                return Err(elsewhere());
            }
        }
        let of_event = |event: &'_ OfEvent| Cause { event: Some(event.id), received_at: event.received_at };
        let batches: Vec<Batch<'_>> = thought
            .events
            .iter()
            .filter(|event| !event.planned.is_empty())
            .map(|event| Batch { cause: of_event(event), planned: &event.planned })
            .collect();
        deliveries::enqueue(op, tx, self.org, &batches).await?;
        if thought.changed {
            keep(tx, self.org, self.version, &thought.memory).await?;
        }
        let mut received: BTreeMap<&str, usize> = BTreeMap::new();
        for event in thought.events.iter().filter(|event| !event.own) {
            *received.entry(&event.source).or_default() += 1;
        }
        // In one order, so that two planners cannot wait for each other.
        for (source, count) in received {
            usage::count(tx, self.org, (usage::RECEIVED, source), count, now).await?;
        }
        Ok(())
    }
}

/// Keeps what the rules remember now, in place of that version of it.
pub(super) async fn keep(tx: &mut Unit, org: OrgId, version: u64, memory: &Memory) -> Result<(), AppError> {
    let text = serde_json::to_string(memory).map_err(|error| AppError::internal("writing what rules remember", error))?;
    if tx.keep_memory(org, version, &text, memory.next_due()).await? { Ok(()) } else { Err(elsewhere()) }
}
