//! Trying rules on an event: what they would say, where and why. Nothing is sent, and nothing remembered.

use super::compiled::{Shelf, check};
use crate::received::{self, Meant};
use crate::{AppError, Op};
use dream_access::Action;
use dream_bridge::event::Event;
use dream_bridge::plan::{Memory, Planned, Step, plan};
use dream_bridge::source::{Kind, OWN_FEED};
use dream_clock::Timestamp;
use dream_id::ReceivedId;
use serde_json::Value;

/// The event that rules are tried on.
#[derive(Debug, Clone)]
pub enum What {
    /// Something that came in and is still kept.
    Received(ReceivedId),
    /// A payload, as a source of this kind would send it.
    Payload {
        /// The source's name.
        source: String,
        /// Its kind.
        kind: Kind,
        /// The event's type, where the vendor says it in a header.
        event_type: Option<String>,
        /// The payload.
        payload: Value,
    },
}

/// What rules would do about an event.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The event, in the one shape that rules see.
    pub event: Event,
    /// What each rule decided, and why.
    pub trace: Vec<Step>,
    /// What would be sent.
    pub messages: Vec<TestedMessage>,
}

/// A message that would be sent.
#[derive(Debug, Clone)]
pub struct TestedMessage {
    /// The message, and where it would go.
    pub planned: Planned,
    /// What Discord would be sent, as JSON: one post after another.
    pub posts: Vec<Value>,
}

/// Tries rules on an event: those in force, or `rules` in their place; one of them alone when `only` names it. One answer for each event that
/// the payload holds.
///
/// # Errors
/// `rules_invalid`, `no_such_rule`, `not_found`.
pub async fn test(op: &Op, what: What, rules: Option<&str>, only: Option<&str>) -> Result<Vec<Tested>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let now = op.app().now();
    let Meant { events, payload } = meant(op, what, now).await?;
    let compiled = match rules {
        Some(text) => std::sync::Arc::new(check(text)?),
        None => {
            let org = op.org()?;
            Shelf::default().take(op.app(), &mut op.read().await?, org).await?.rules
        }
    };
    if let Some(name) = only
        && compiled.rule(name).is_none()
    {
        let shown: String = name.chars().take(80).collect();
        return Err(AppError::new(crate::Kind::NotFound, "no_such_rule", format!("there is no rule called `{shown}` that is enabled")));
    }
    let of_rule = |rule: &str| only.is_none_or(|only| only == rule);
    let tested = events.into_iter().map(|event| {
        // Nothing is remembered: what would be told is told, even if the same was told a minute ago.
        let planned = plan(&compiled, &event, &payload, &mut Memory::default(), now);
        let messages = planned.planned.into_iter().filter(|planned| of_rule(&planned.rule)).map(shaped).collect::<Result<_, _>>()?;
        Ok(Tested { event, trace: planned.trace.into_iter().filter(|step| of_rule(&step.rule)).collect(), messages })
    });
    tested.collect()
}

fn shaped(planned: Planned) -> Result<TestedMessage, AppError> {
    let posts = dream_bridge::discord::compose(&planned.message).iter().map(serde_json::to_value).collect::<Result<_, _>>();
    Ok(TestedMessage { posts: posts.map_err(|error| AppError::internal("writing a post", error))?, planned })
}

async fn meant(op: &Op, what: What, now: Timestamp) -> Result<Meant, AppError> {
    match what {
        What::Received(id) => {
            op.allow(Action::BridgeManage, None)?;
            received::meant_by(op, id).await
        }
        What::Payload { source, kind, event_type, payload } => {
            if source == OWN_FEED {
                return Err(AppError::invalid("own_feed", format!("`{OWN_FEED}` sends no payloads; try a recorded event of it instead")));
            }
            let arrival = dream_bridge::normalise::Arrival { source: &source, event_type: event_type.as_deref(), at: now };
            let events = dream_bridge::normalise::normalise(kind, arrival, &payload);
            Ok(Meant { events, payload })
        }
    }
}
