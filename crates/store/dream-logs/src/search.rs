//! Pages of lines over one or two sets.

use crate::logs::Shared;
use crate::matcher::Matcher;
use crate::pack::size;
use crate::set::Set;
use crate::walk::{Ended, Walk};
use crate::{Filter, Line, LogError, Logs, Position, QueryError, SetName, context};
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Semaphore;

/// The most lines around each match.
pub const MAX_CONTEXT: u32 = 50;
/// The most matches of one page.
const MOST_LINES: usize = 1_000;
/// The most matches of a page with lines around them.
const MOST_WITH_CONTEXT: usize = 200;
/// How many bytes of lines one page may hold.
const PAGE_BYTES: u64 = 8 << 20;
/// How many bytes of lines are read for one page. What is left is read for the next.
const BUDGET: u64 = 4 << 30;

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The newest line.
    #[default]
    Newest,
    /// The oldest line.
    Oldest,
}

/// What to look for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Which lines.
    pub filter: Filter,
    /// Which come first.
    pub order: Order,
    /// How many lines before each match to give too: up to [`MAX_CONTEXT`].
    pub before: u32,
    /// How many lines after each match.
    pub after: u32,
    /// How many matches at most: 1 to 1,000, or to 200 with lines around them.
    pub limit: u32,
    /// The `next` of the page before.
    pub cursor: Option<String>,
}

/// A line that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The set it is in.
    pub set: SetName,
    /// Where it stands there.
    pub at: Position,
    /// The line.
    pub line: Line,
    /// Whether it was not asked for and stands near one that was.
    pub context: bool,
}

/// A page of lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundPage {
    /// The lines, in the order asked for.
    pub lines: Vec<Found>,
    /// Where the next page begins; `None` at the end. A page may hold fewer lines than asked for although more follow.
    pub next: Option<String>,
    /// What could not be read, and was left out.
    pub problems: Vec<String>,
}

/// Where a search of one set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At its beginning: the end for [`Order::Newest`].
    Begin,
    /// Here: lines before it for [`Order::Newest`], else it and those after it.
    At(Position),
    /// There is no more.
    Done,
}

/// A match in one set.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub(crate) set: usize,
    pub(crate) at: Position,
    pub(crate) bytes: Vec<u8>,
}

/// Tells a walk, when it is dropped, that nobody waits for it.
pub(crate) struct Abandon(pub(crate) Arc<AtomicBool>);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Logs {
    /// Looks for lines in `sets`, whose lines are merged by their times. A set that has no lines yet is empty.
    ///
    /// # Errors
    /// [`QueryError`] inside when the search cannot be; [`LogError`] when the work broke off.
    pub async fn search(&self, sets: &[SetName], search: &Search) -> Result<Result<FoundPage, QueryError>, LogError> {
        self.search_in_turn(&self.0.searches, sets, search).await
    }

    /// As [`Logs::search`], taking turns with others of its kind.
    pub(crate) async fn search_in_turn(
        &self,
        turns: &Semaphore,
        sets: &[SetName],
        search: &Search,
    ) -> Result<Result<FoundPage, QueryError>, LogError> {
        let (matcher, around) = match ready(search) {
            Ok(ready) => ready,
            Err(error) => return Ok(Err(error)),
        };
        let places = match places(sets.len(), search.cursor.as_deref()) {
            Ok(places) => places,
            Err(error) => return Ok(Err(error)),
        };
        let (names, search) = (sets.to_vec(), search.clone());
        self.apart_in_turn(turns, move |shared, abandoned| {
            let sets = names.iter().map(|name| shared.set(*name, false)).collect::<Result<Vec<_>, _>>()?;
            let job = Job { shared, sets: &sets, names: &names, matcher: &matcher, around: &around, search: &search, abandoned };
            Ok(Ok(job.page(places)))
        })
        .await
    }

    /// Runs work that reads segments beside the threads that serve, a few at a time. It learns when nobody waits any more.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<Shared>, &Arc<AtomicBool>) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        self.apart_in_turn(&self.0.searches, work).await
    }

    async fn apart_in_turn<T: Send + 'static>(
        &self,
        turns: &Semaphore,
        work: impl FnOnce(&Arc<Shared>, &Arc<AtomicBool>) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let _turn = turns.acquire().await.map_err(|_| LogError::BrokenOff)?;
        let (shared, abandoned) = (Arc::clone(&self.0), Arc::new(AtomicBool::new(false)));
        let _abandon = Abandon(Arc::clone(&abandoned));
        tokio::task::spawn_blocking(move || work(&shared, &abandoned)).await.map_err(|_| LogError::BrokenOff)?
    }
}

fn ready(search: &Search) -> Result<(Matcher, Matcher), QueryError> {
    let limit = usize::try_from(search.limit).unwrap_or(usize::MAX);
    let with_context = search.before > 0 || search.after > 0;
    if limit == 0 || limit > MOST_LINES {
        return Err(QueryError::TooMuch(format!("ask for 1 to {MOST_LINES} lines at a time")));
    }
    if search.before > MAX_CONTEXT || search.after > MAX_CONTEXT {
        return Err(QueryError::TooMuch(format!("ask for up to {MAX_CONTEXT} lines before and after a match")));
    }
    if with_context && limit > MOST_WITH_CONTEXT {
        return Err(QueryError::TooMuch(format!("ask for up to {MOST_WITH_CONTEXT} matches at a time, with the lines around them")));
    }
    Ok((Matcher::new(&search.filter)?, Matcher::around(&search.filter)?))
}

/// A page's work.
struct Job<'j> {
    shared: &'j Arc<Shared>,
    sets: &'j [Option<Arc<Set>>],
    names: &'j [SetName],
    matcher: &'j Matcher,
    around: &'j Matcher,
    search: &'j Search,
    abandoned: &'j Arc<AtomicBool>,
}

impl Job<'_> {
    fn page(&self, mut places: Vec<Place>) -> FoundPage {
        let mut problems = Vec::new();
        let mut found = Vec::with_capacity(places.len());
        for (number, place) in places.iter().enumerate() {
            found.push(self.of_set(number, *place, &mut problems));
        }
        let mut matches = Vec::new();
        let limit = usize::try_from(self.search.limit).unwrap_or(usize::MAX);
        while matches.len() < limit
            && let Some(next) = self.first_of(&mut found, &mut places)
        {
            matches.push(next);
        }
        for (place, (left, rest)) in places.iter_mut().zip(&found) {
            if left.is_empty() {
                *place = *rest;
            }
        }
        let lines = self.lines(matches, &mut problems);
        let next = if places.iter().all(|place| *place == Place::Done) { None } else { Some(text(&places)) };
        FoundPage { lines, next, problems }
    }

    /// The matches of a set from `place` on, and where it stands after all of them.
    fn of_set(&self, number: usize, place: Place, problems: &mut Vec<String>) -> (VecDeque<Match>, Place) {
        let (Some(Some(set)), true) = (self.sets.get(number), place != Place::Done) else { return (VecDeque::new(), Place::Done) };
        let mut walk = self.walk(set, self.matcher, BUDGET);
        let limit = usize::try_from(self.search.limit).unwrap_or(usize::MAX);
        let (mut matches, mut bytes) = (VecDeque::new(), 0);
        let mut collect = |at: Position, line: &[u8]| {
            bytes += size(line.len());
            matches.push_back(Match { set: number, at, bytes: line.to_vec() });
            if matches.len() >= limit || bytes >= PAGE_BYTES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let ended = match (self.search.order, place) {
            (Order::Newest, Place::At(before)) => walk.backward(Some(before), &mut collect),
            (Order::Newest, _) => walk.backward(None, &mut collect),
            (Order::Oldest, Place::At(from)) => walk.forward(from, &mut collect),
            (Order::Oldest, _) => walk.forward(Position::default(), &mut collect),
        };
        problems.append(&mut walk.problems);
        let last = matches.back().map_or(place, |last| self.beyond(last.at));
        let rest = match ended {
            Ended::AtTheEnd => Place::Done,
            Ended::ByVisitor => last,
            Ended::ByBudget(at) => Place::At(at),
        };
        (matches, rest)
    }

    /// Where a search goes on after the line at `at`.
    fn beyond(&self, at: Position) -> Place {
        match self.search.order {
            Order::Newest => Place::At(at),
            Order::Oldest => Place::At(Position { offset: at.offset + 1, ..at }),
        }
    }

    /// Takes the match whose turn it is among those of all sets.
    fn first_of(&self, found: &mut [(VecDeque<Match>, Place)], places: &mut [Place]) -> Option<Match> {
        let time = |number: usize| found.get(number)?.0.front().and_then(|first| first.bytes.get(7..34));
        let mut chosen: Option<usize> = None;
        for number in 0..found.len() {
            let Some(mine) = time(number) else { continue };
            let earlier =
                |best: usize| time(best).is_some_and(|best| if self.search.order == Order::Newest { mine > best } else { mine < best });
            if chosen.is_none_or(earlier) {
                chosen = Some(number);
            }
        }
        let number = chosen?;
        let taken = found.get_mut(number)?.0.pop_front()?;
        if let Some(place) = places.get_mut(number) {
            *place = self.beyond(taken.at);
        }
        Some(taken)
    }

    fn walk<'w>(&'w self, set: &'w Set, matcher: &'w Matcher, budget: u64) -> Walk<'w> {
        let abandoned = Arc::clone(self.abandoned);
        Walk { set, archive: self.shared.archive(), matcher, budget, abandoned, problems: Vec::new() }
    }

    /// The lines to show, with those around them.
    fn lines(&self, matches: Vec<Match>, problems: &mut Vec<String>) -> Vec<Found> {
        let (before, after) = (self.search.before, self.search.after);
        let groups = if before == 0 && after == 0 {
            matches.into_iter().map(|found| (found, false)).collect()
        } else {
            let mut around = |found: &Match, backward: bool, count: u32| {
                let Some(Some(set)) = self.sets.get(found.set) else { return Vec::new() };
                let mut walk = self.walk(set, self.around, context::BUDGET);
                let lines = context::lines(&mut walk, found, backward, count);
                problems.append(&mut walk.problems);
                lines
            };
            context::merge(matches, self.search, &mut around)
        };
        groups.into_iter().filter_map(|(found, context)| self.found(&found, context)).collect()
    }

    fn found(&self, found: &Match, context: bool) -> Option<Found> {
        let set = *self.names.get(found.set)?;
        // Whoever writes into the folder besides us may write what is no line; it is left out.
        let line = serde_json::from_slice(&found.bytes).ok()?;
        Some(Found { set, at: found.at, line, context })
    }
}

/// The text of where a search stands: one word for each set.
fn text(places: &[Place]) -> String {
    let word = |place: &Place| match place {
        Place::Begin => "b".to_owned(),
        Place::At(at) => at.to_string(),
        Place::Done => "e".to_owned(),
    };
    places.iter().map(word).collect::<Vec<_>>().join(".")
}

/// Where a search of so many sets stands.
pub(crate) fn places(sets: usize, cursor: Option<&str>) -> Result<Vec<Place>, QueryError> {
    let Some(cursor) = cursor else { return Ok(vec![Place::Begin; sets]) };
    let refuse = || QueryError::TooMuch("this cursor is of no page of this search; begin again without one".to_owned());
    let place = |word: &str| match word {
        "b" => Ok(Place::Begin),
        "e" => Ok(Place::Done),
        at => at.parse().map(Place::At).map_err(|_| refuse()),
    };
    let places = cursor.split('.').take(sets + 1).map(place).collect::<Result<Vec<_>, _>>()?;
    if places.len() == sets { Ok(places) } else { Err(refuse()) }
}
