//! What time alone makes due: collections to be told, quiet hours that ended, people to be called because nobody reacted.

use super::plan::{ELSEWHERE, elsewhere, keep, remembered};
use crate::deliveries::{self, Batch, Cause};
use crate::{AppError, Command, Op};
use dream_bridge::plan::{Memory, Planned, due};
use dream_id::OrgId;
use dream_store::Unit;
use dream_store::received;
use serde::Serialize;

/// Plans what is due, for one organisation. Returns whether anything was.
pub async fn plan_due(op: &Op) -> Result<bool, AppError> {
    let (app, now) = (op.app(), op.app().now());
    let mut reader = op.read_ahead().await?;
    let Some(org) = reader.org_with_something_due(app.system, now).await? else { return Ok(false) };
    let Some(kept) = received::memory(&mut reader, org).await? else { return Ok(false) };
    let mut memory = remembered(Some(&kept))?;
    // Rules that cannot be read say nothing; what they collected waits for better ones, and the others' turn comes.
    let planned = match app.shelf().take(app, &mut reader, org).await {
        Ok(compiled) => due(&compiled.rules, &mut memory, now).planned,
        Err(error) if error.is_retryable() => return Err(error),
        Err(_) => return put_off(op, org, kept.version, memory).await,
    };
    drop(reader);
    match op.run(&Due { org, memory, planned, version: kept.version, next: None }).await {
        Err(error) if error.code == ELSEWHERE => Ok(true),
        other => other.map(|()| true),
    }
}

/// Looks at an organisation whose rules cannot be read again after a minute.
async fn put_off(op: &Op, org: OrgId, version: u64, memory: Memory) -> Result<bool, AppError> {
    let next = Some(op.app().now().plus(std::time::Duration::from_mins(1)));
    match op.run(&Due { org, memory, planned: Vec::new(), version, next }).await {
        Err(error) if error.code == ELSEWHERE => Ok(true),
        other => other.map(|()| true),
    }
}

#[derive(Serialize)]
struct Due {
    org: OrgId,
    #[serde(skip)]
    memory: Memory,
    #[serde(skip)]
    planned: Vec<Planned>,
    version: u64,
    /// When it is looked at again, if not when the next thing is due.
    next: Option<dream_clock::Timestamp>,
}

impl Command for Due {
    const NAME: &'static str = "bridge.due";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        if let Some(next) = self.next {
            let text = serde_json::to_string(&self.memory).map_err(|error| AppError::internal("writing what rules remember", error))?;
            let kept = tx.keep_memory(self.org, self.version, &text, Some(next)).await?;
            return if kept { Ok(()) } else { Err(elsewhere()) };
        }
        keep(tx, self.org, self.version, &self.memory).await?;
        if !self.planned.is_empty() {
            let cause = Cause { event: None, received_at: op.app().now() };
            deliveries::enqueue(op, tx, self.org, &[Batch { cause, planned: &self.planned }]).await?;
        }
        Ok(())
    }
}
