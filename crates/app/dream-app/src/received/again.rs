//! Taking in again what came in before: the rules that are in force now are asked.

use super::read::{gone, source};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::{Limit, ReceivedId};
use dream_store::Unit;
use dream_store::received::{self, Received, ReceivedFilter};
use serde::Serialize;

/// What is taken in again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Again {
    /// From this one on, itself included.
    pub from: ReceivedId,
    /// Up to this one, itself included.
    pub until: ReceivedId,
    /// Of this source alone, by id or name.
    pub source: Option<String>,
}

/// How much is taken in again in one call.
const MOST: u32 = 200;

/// Takes in again what came in, oldest first. The ids of the repetitions: a repetition of a repetition names the first.
///
/// # Errors
/// `not_found` when nothing of it is kept any more; `too_many_events` when there is more than one call takes.
pub async fn again(op: &Op, again: Again) -> Result<Vec<ReceivedId>, AppError> {
    op.allow(Action::BridgeManage, None)?;
    let source = source(op, again.source.clone()).await?;
    op.run(&TakeAgain { again, source }).await
}

#[derive(Serialize)]
struct TakeAgain {
    again: Again,
    #[serde(skip)]
    source: Option<String>,
}

impl Command for TakeAgain {
    const NAME: &'static str = "received.again";
    type Answer = Vec<ReceivedId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Vec<ReceivedId>, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let (org, Again { from, until, .. }) = (op.org()?, &self.again);
        let filter = ReceivedFilter { source: self.source.clone(), from: Some(*from), until: Some(*until) };
        let mut found = received::page(tx, org, &filter, None, Limit::new(MOST)).await?;
        if found.next.is_some() {
            let message = format!("one call takes in at most {MOST} again, and there is more between these two; name a shorter range");
            return Err(AppError::invalid("too_many_events", message));
        }
        if found.items.is_empty() {
            return Err(gone(*from));
        }
        found.items.reverse();
        let mut ids = Vec::with_capacity(found.items.len());
        for before in found.items {
            let raw = received::raw(tx, org, before.id).await?.ok_or_else(|| gone(before.id))?;
            let (id, first) = (op.app().store.new_id(), before.again_of.unwrap_or(before.id));
            let repetition = Received { id, received_at: op.app().now(), again_of: Some(first), planned_at: None, ..before };
            tx.receive(&repetition, &raw).await?;
            ids.push(id);
        }
        Ok(ids)
    }
}
