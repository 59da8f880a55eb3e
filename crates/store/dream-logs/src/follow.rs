//! Following lines as they are written. A follower reads the segments from where it stands, so that it misses nothing however slow it is,
//! and holds no lines in memory.

use crate::{Filter, Found, LogError, Logs, Order, Position, QueryError, Search, SetName};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use tokio::sync::watch;

/// How many lines are given at once.
const BATCH: u32 = 500;

/// Follows the lines of one or two sets.
pub struct Follower {
    logs: Logs,
    sets: Vec<SetName>,
    ends: Vec<watch::Receiver<Position>>,
    search: Search,
}

impl Logs {
    /// Follows the lines that `filter` wants, from the place `after` on that an earlier follower or search gave; without it from now on.
    ///
    /// # Errors
    /// [`QueryError`] inside when the filter or the place cannot be; [`LogError`] when a set's folder cannot be made.
    pub fn follow(&self, sets: &[SetName], filter: Filter, after: Option<String>) -> Result<Result<Follower, QueryError>, LogError> {
        if let Err(error) = crate::matcher::Matcher::new(&filter).and_then(|_| crate::search::places(sets.len(), after.as_deref())) {
            return Ok(Err(error));
        }
        let mut ends = Vec::with_capacity(sets.len());
        for name in sets {
            ends.extend(self.0.set(*name, true)?.map(|set| set.end()));
        }
        let now = || text(&ends.iter().map(|end| *end.borrow()).collect::<Vec<_>>());
        let cursor = Some(after.unwrap_or_else(now));
        let search = Search { filter, order: Order::Oldest, limit: BATCH, cursor, ..Search::default() };
        Ok(Ok(Follower { logs: self.clone(), sets: sets.to_vec(), ends, search }))
    }
}

/// A line that a follower gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The line.
    pub found: Found,
    /// The place after it: another follower goes on from here.
    pub place: String,
}

impl Follower {
    /// The newest lines, up to `count` of them, before the place at which the follower stands; oldest first.
    ///
    /// # Errors
    /// [`LogError`] when the work broke off.
    pub async fn before(&self, count: u32) -> Result<Vec<Found>, LogError> {
        let limit = count.min(BATCH);
        if limit == 0 {
            return Ok(Vec::new());
        }
        let search = Search { order: Order::Newest, limit, ..self.search.clone() };
        let mut found = self.logs.search_in_turn(&self.logs.0.looks, &self.sets, &search).await?.map_err(|_| LogError::BrokenOff)?.lines;
        found.reverse();
        Ok(found)
    }

    /// The place at which the follower stands.
    #[must_use]
    pub fn place(&self) -> &str {
        self.search.cursor.as_deref().unwrap_or_default()
    }

    /// The lines that are there and were not given yet, oldest first; maybe none.
    ///
    /// # Errors
    /// [`LogError`] when the work broke off.
    pub async fn look(&mut self) -> Result<Vec<Followed>, LogError> {
        // Seen before the look, so that what is written during it wakes the follower.
        let ends: Vec<Position> = self.ends.iter_mut().map(|end| *end.borrow_and_update()).collect();
        let page = self.logs.search_in_turn(&self.logs.0.looks, &self.sets, &self.search).await?.map_err(|_| LogError::BrokenOff)?;
        let mut places = self.places();
        let mut lines = Vec::with_capacity(page.lines.len());
        for found in page.lines {
            let number = self.sets.iter().position(|set| *set == found.set);
            if let Some(place) = number.and_then(|number| places.get_mut(number)) {
                *place = Position { offset: found.at.offset + 1, ..found.at };
            }
            lines.push(Followed { found, place: text(&places) });
        }
        // A set that was read to its end goes on where it ended when the look began, or after the last line that was given.
        let stands = page.next.unwrap_or_default();
        let mut words = stands.split('.');
        for (place, end) in places.iter_mut().zip(ends) {
            match words.next().and_then(|word| word.parse().ok()) {
                Some(at) => *place = at,
                None => *place = (*place).max(end),
            }
        }
        self.search.cursor = Some(text(&places));
        Ok(lines)
    }

    /// Waits until there may be more lines; false when there never will be.
    pub async fn grown(&mut self) -> bool {
        let mut waits: Vec<Pin<Box<dyn Future<Output = bool> + Send + '_>>> = Vec::with_capacity(self.ends.len());
        for end in &mut self.ends {
            waits.push(Box::pin(async { end.changed().await.is_ok() }));
        }
        poll_fn(|context| {
            let woken = waits.iter_mut().find_map(|wait| match wait.as_mut().poll(context) {
                Poll::Ready(more) => Some(more),
                Poll::Pending => None,
            });
            woken.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn places(&self) -> Vec<Position> {
        let mut words = self.place().split('.');
        self.sets.iter().map(|_| words.next().and_then(|word| word.parse().ok()).unwrap_or_default()).collect()
    }
}

/// The text of a place in each set.
fn text(places: &[Position]) -> String {
    places.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}
