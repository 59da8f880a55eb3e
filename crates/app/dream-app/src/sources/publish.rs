//! Publishing events by the API: what a token proves needs no other proof.

use super::read;
use crate::{AppError, Command, Kind as Refused, Op, service_plans};
use dream_access::Action;
use dream_bridge::source::{Kind, Source};
use dream_id::{ReceivedId, SourceId};
use dream_ledger::Stream;
use dream_store::Unit;
use dream_store::received::{Raw, Received};
use serde::Serialize;
use serde_json::Value;

/// The most events of one call.
const MOST: usize = 100;

/// Publishes events to a source of the kind `publish`, all or none. Their ids.
///
/// # Errors
/// `source_takes_no_publishing`, `source_disabled`, `source_removed`, `too_many_events`, `plan_messages_used`.
pub async fn publish(op: &Op, source: &str, events: Vec<Value>) -> Result<Vec<ReceivedId>, AppError> {
    if events.is_empty() || events.len() > MOST {
        return Err(AppError::invalid("too_many_events", format!("one call publishes 1 to {MOST} events, and this one {}", events.len())));
    }
    let bodies = events.iter().map(serde_json::to_vec).collect::<Result<Vec<_>, _>>();
    let bodies = bodies.map_err(|error| AppError::internal("writing an event", error))?;
    for body in &bodies {
        let read = dream_bridge::json::read(body);
        read.map_err(|fault| AppError::invalid(fault.code(), fault.to_string()))?;
    }
    op.run(&Publish { source: source.to_owned(), events, bodies }).await
}

#[derive(Serialize)]
struct Publish {
    source: String,
    events: Vec<Value>,
    #[serde(skip)]
    bodies: Vec<Vec<u8>>,
}

impl Command for Publish {
    const NAME: &'static str = "source.publish";
    type Answer = Vec<ReceivedId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<ReceivedId>, AppError> {
        let source = read::unlocked(op, tx, &self.source).await?;
        op.allow(Action::BridgePublish, source.project)?;
        check(&source)?;
        service_plans::published(op, tx, source.org()).await?;
        let mut ids = Vec::with_capacity(self.bodies.len());
        for body in &self.bodies {
            let row = row(op, &source, body.len());
            tx.receive(&row, &Raw { head: r#"[["content-type","application/json"]]"#.to_owned(), body: body.clone() }).await?;
            ids.push(row.id);
        }
        Ok(ids)
    }
}

fn check(source: &Stream<Source>) -> Result<(), AppError> {
    if source.kind != Kind::Publish {
        let message =
            format!("the source {} is of the kind {} and takes no publishing; make one of the kind publish", source.name, source.kind);
        return Err(AppError::new(Refused::Conflict, "source_takes_no_publishing", message));
    }
    if source.switch.removed {
        return Err(dream_bridge::source::SourceRefusal::Removed.into());
    }
    match &source.switch.disabled {
        Some((at, why)) => {
            let message = format!("the source {} was disabled at {at}: {why}; enable it first", source.name);
            Err(AppError::new(Refused::Conflict, "source_disabled", message))
        }
        None => Ok(()),
    }
}

fn row(op: &Op, source: &Stream<Source>, size: usize) -> Received {
    let id: SourceId = source.id();
    Received {
        id: op.app().store.new_id(),
        org: source.org(),
        source: id.to_string(),
        source_name: source.name.clone(),
        kind: source.kind.name().to_owned(),
        received_at: op.app().now(),
        event_type: None,
        again_of: None,
        size: u64::try_from(size).unwrap_or(u64::MAX),
        planned_at: None,
        events: 0,
        messages: 0,
        trace: None,
    }
}
