//! Asking again about a review that nobody decided in time.

use crate::{AppError, Command, Op, decisions};
use dream_access::Action;
use dream_id::ReviewId;
use dream_store::Unit;
use serde::Serialize;

/// Opens an expired review again, with all votes void.
pub async fn ask_again(op: &Op, review: ReviewId) -> Result<(), AppError> {
    op.run(&AskAgain { review }).await
}

#[derive(Serialize)]
struct AskAgain {
    review: ReviewId,
}

impl Command for AskAgain {
    const NAME: &'static str = "review.ask_again";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock_of_review(op, tx, self.review).await?;
        op.allow(Action::ReviewManage, Some(set.run().project))?;
        decisions::with_ids(op, |ids| set.ask_again(self.review, &op.by(), ids))?;
        decisions::save(op, tx, set).await
    }
}
