//! Ending reviews that nobody decided in time.

use crate::{AppError, Command, Op, decisions};
use dream_id::ReviewId;
use dream_store::Unit;
use serde::Serialize;

/// Ends every review whose time is over, as expired. Returns how many.
pub async fn expire_due(op: &Op) -> Result<usize, AppError> {
    let (mut ended, mut after) = (0, None);
    loop {
        let due = op.read().await?.lapsed_reviews(op.scope(), op.app().now(), after).await?;
        let Some(last) = due.last().copied() else { return Ok(ended) };
        for review in due {
            match op.run(&Expire { review }).await {
                Ok(()) => ended += 1,
                // One review that cannot be ended must not hold up the others.
                Err(error) => tracing::warn!(review.id = %review, error.code = error.code, %error, "a lapsed review could not be ended"),
            }
        }
        after = Some(last);
    }
}

#[derive(Serialize)]
struct Expire {
    review: ReviewId,
}

impl Command for Expire {
    const NAME: &'static str = "review.expire";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock_of_review(op, tx, self.review).await?;
        // Somebody may have decided, or asked again, since the list was made.
        let lapsed = |review: &dream_govern::Review| review.is_open() && review.expires_at <= op.app().now();
        if set.review(self.review).is_some_and(lapsed) {
            set.expire(self.review, &op.by())?;
            decisions::save(op, tx, set).await?;
        }
        Ok(())
    }
}
