//! Finding lines, and counting them.

use super::reach::{self, Reach, refused, unavailable};
use super::servers::not_searched;
use crate::{AppError, Op};
use dream_logs::{Filter, FoundPage, Histogram, Search, Summary};
use std::time::Duration;

/// A page of the lines that the caller may see.
///
/// # Errors
/// `invalid_pattern`, `invalid_search`.
pub async fn search(op: &Op, search: Search) -> Result<FoundPage, AppError> {
    let Reach { sets, filter } = reach::of(op, search.filter.clone()).await?;
    let found = op.app().logs.search(&sets, &Search { filter, ..search }).await.map_err(unavailable)?;
    let mut found = found.map_err(|error| refused(&error))?;
    found.problems.extend(not_searched(op.app()).await?);
    Ok(found)
}

/// What happened in a window of time, in short, as far as the caller may see it.
///
/// # Errors
/// `invalid_pattern`.
pub async fn summary(op: &Op, filter: Filter) -> Result<Summary, AppError> {
    let Reach { sets, filter } = reach::of(op, filter).await?;
    let found = op.app().logs.summary(&sets, filter).await.map_err(unavailable)?;
    let mut found = found.map_err(|error| refused(&error))?;
    found.problems.extend(not_searched(op.app()).await?);
    Ok(found)
}

/// How many lines of each level there are over time, of those that the caller may see.
///
/// # Errors
/// `invalid_pattern`, `invalid_search`.
pub async fn histogram(op: &Op, filter: Filter, width: Duration) -> Result<Histogram, AppError> {
    let Reach { sets, filter } = reach::of(op, filter).await?;
    let found = op.app().logs.histogram(&sets, filter, width).await.map_err(unavailable)?;
    let mut found = found.map_err(|error| refused(&error))?;
    found.problems.extend(not_searched(op.app()).await?);
    Ok(found)
}
