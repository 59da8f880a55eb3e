//! Following the events of an organisation as they happen.

use crate::{AppError, Op};
use dream_access::Action;
use dream_id::{Limit, Scope};
use dream_store::{FeedEntry, Wakeups};

/// How many entries one look takes.
const BATCH: u32 = 500;

/// A place in the feed, and what wakes those who wait there.
pub struct Feed {
    op: Op,
    scope: Scope,
    after: u64,
    wakeups: Wakeups,
}

/// Follows the caller's organisation from the entry after `after` on, or from now on.
pub async fn follow(op: &Op, after: Option<u64>) -> Result<Feed, AppError> {
    op.allow(Action::FeedRead, None)?;
    // Before the first look, so that nothing between the two is missed.
    let wakeups = op.app().store.feed_wakeups();
    let end = op.read().await?.feed_end().await?;
    Ok(Feed { scope: Scope::Org(op.org()?), op: op.clone(), after: after.unwrap_or(end).min(end), wakeups })
}

impl Feed {
    /// The position after which it stands.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.after
    }

    /// The entries that came since the last look, oldest first; none when there is nothing new.
    pub async fn look(&mut self) -> Result<Vec<FeedEntry>, AppError> {
        let batch = self.op.read().await?.feed(self.scope, self.after, Limit::new(BATCH)).await?;
        self.after = batch.last().map_or(self.after, |entry| entry.position);
        Ok(batch)
    }

    /// Waits until there may be something new; `None` when nothing will come any more.
    pub async fn grown(&mut self) -> Option<()> {
        self.wakeups.next().await
    }
}
