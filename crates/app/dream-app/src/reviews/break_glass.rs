//! Approving alone in an emergency.

use crate::{AppError, Command, Op, bodies::Text, decisions, voters};
use dream_access::Action;
use dream_govern::BreakGlass as Act;
use dream_id::ReviewId;
use dream_ledger::Digest;
use dream_store::Unit;
use serde::Serialize;
use std::time::Duration;

/// How long another person has for the second look.
const SECOND_LOOK: Duration = Duration::from_hours(72);

/// Approves `review` alone, for `reason`; somebody else must look at it later.
pub async fn break_glass(op: &Op, review: ReviewId, seen: Digest, reason: String) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::invalid("reason_required", "approving alone needs a reason; it is kept and shown to whoever looks again"));
    }
    let reason = Text::prepare(op, op.org()?, reason.into_bytes()).await?;
    op.run(&BreakGlass { review, seen, reason }).await
}

#[derive(Serialize)]
struct BreakGlass {
    review: ReviewId,
    seen: Digest,
    reason: Text,
}

impl Command for BreakGlass {
    const NAME: &'static str = "review.break_glass";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock_of_review(op, tx, self.review).await?;
        let (org, project, by) = (set.org(), set.run().project, op.by());
        op.allow(Action::ReviewBreakGlass, Some(project))?;
        let reason = self.reason.keep(tx, org).await?;
        let people = voters::gather(tx, org, project, by.at).await?;
        let second_look_due = by.at.plus(SECOND_LOOK);
        let act = Act { review: self.review, seen: self.seen, reason, permitted: true, second_look_due };
        set.break_glass(&act, &people, &by)?;
        decisions::save(op, tx, set).await
    }
}
