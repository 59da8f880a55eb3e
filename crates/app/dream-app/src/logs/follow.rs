//! Following lines as they are written.

use super::reach::{self, Reach, refused, unavailable};
use crate::{AppError, Op};
use dream_logs::{Filter, Followed, Follower, Found};

/// Lines as they come.
pub struct LogFeed(Follower);

/// Follows the lines that `filter` wants and the caller may see, after the place that an earlier feed or search gave; from now on without
/// one. What the caller may see is looked up once: begin anew, after the last place, when that may have changed.
///
/// # Errors
/// `invalid_pattern`, `invalid_search`.
pub async fn follow(op: &Op, filter: Filter, after: Option<String>) -> Result<LogFeed, AppError> {
    let Reach { sets, filter } = reach::of(op, filter).await?;
    let follower = op.app().logs.follow(&sets, filter, after).map_err(unavailable)?;
    follower.map(LogFeed).map_err(|error| refused(&error))
}

impl LogFeed {
    /// The newest lines, up to `count` of them, before the place at which the feed stands; oldest first.
    pub async fn before(&self, count: u32) -> Result<Vec<Found>, AppError> {
        self.0.before(count).await.map_err(unavailable)
    }

    /// The place at which the feed stands.
    #[must_use]
    pub fn place(&self) -> &str {
        self.0.place()
    }

    /// The lines that are there and were not given yet, oldest first; maybe none.
    pub async fn look(&mut self) -> Result<Vec<Followed>, AppError> {
        self.0.look().await.map_err(unavailable)
    }

    /// Waits until there may be more; false when there never will be.
    pub async fn grown(&mut self) -> bool {
        self.0.grown().await
    }
}
