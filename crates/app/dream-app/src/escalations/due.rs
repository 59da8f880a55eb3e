//! Telling people of what no captain answered in time.

use super::tell;
use crate::{AppError, Command, Op};
use dream_id::EscalationId;
use dream_ledger::Stream;
use dream_store::{Unit, swarms};
use dream_swarm::Escalation;
use serde::Serialize;

/// How many one look settles.
const BATCH: u32 = 100;

/// Tells people of every escalation that no captain answered in time. Returns of how many. For the server's own workers.
pub async fn tell_due(op: &Op) -> Result<u32, AppError> {
    let due = swarms::due_escalations(&mut op.read().await?, op.app().system, op.app().now(), BATCH).await?;
    let mut told = 0;
    for id in due {
        // One that cannot be told must not keep the others from it.
        match op.run(&Tell { id }).await {
            Ok(Some(org)) => {
                tell::people(op, org, id).await;
                told += 1;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(escalation.id = %id, error.code = error.code, %error, "people could not be told of an escalation"),
        }
    }
    Ok(told)
}

#[derive(Serialize)]
struct Tell {
    id: EscalationId,
}

impl Command for Tell {
    const NAME: &'static str = "escalation.tell_people";
    type Answer = Option<dream_id::OrgId>;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Self::Answer, AppError> {
        let found: Option<Stream<Escalation>> = tx.lock(op.scope(), self.id).await?;
        let Some(mut escalation) = found else { return Ok(None) };
        if !Escalation::tell_people(&mut escalation, &op.by()) {
            return Ok(None);
        }
        tx.save(&mut escalation).await?;
        Ok(Some(escalation.org()))
    }
}
