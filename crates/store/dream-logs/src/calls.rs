//! Lines that are written once: every line of such a call carries the call's mark and its number there, so that the log itself tells which
//! of them stand when the call is made again, whatever ended the process in between.

use crate::{AppendError, Filter, Line, LogError, Logs, Order, Pattern, Position, Search, SetName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use tokio::sync::{Mutex, MutexGuard, oneshot};

/// How many calls have a turn at once. Others of the same remainder wait, the same call made twice among them.
const TURNS: usize = 256;
/// How many lines are asked for at once.
const PAGE: u32 = 1_000;

/// Which call wrote a line. Its text is `MARK.NUMBER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Call {
    /// What tells the call from all others of its set: hexadecimal digits.
    pub mark: String,
    /// The line's number in the call, from 0.
    pub number: usize,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.mark, self.number)
    }
}

impl From<Call> for String {
    fn from(call: Call) -> Self {
        call.to_string()
    }
}

impl TryFrom<String> for Call {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (mark, number) = text.rsplit_once('.').ok_or("a call is written MARK.NUMBER")?;
        let number = number.parse().map_err(|_| "the number of a line in a call is a whole number")?;
        Ok(Self { mark: mark.to_owned(), number })
    }
}

/// Lines as they will stand on disk: none is too long.
#[derive(Debug, Clone)]
pub struct Lines(Vec<Vec<u8>>);

impl Lines {
    /// The bytes of these lines.
    ///
    /// # Errors
    /// [`AppendError::TooLong`] for the first line that is.
    pub fn of(lines: Vec<Line>) -> Result<Self, AppendError> {
        let encoded = lines.into_iter().enumerate().map(|(number, line)| line.encode_whole().ok_or(AppendError::TooLong(number)));
        encoded.collect::<Result<_, _>>().map(Self)
    }

    /// The same without those that have these numbers.
    #[must_use]
    pub fn without(self, numbers: &BTreeSet<usize>) -> Self {
        Self(self.0.into_iter().enumerate().filter(|(number, _)| !numbers.contains(number)).map(|(_, line)| line).collect())
    }

    pub(crate) fn joined(self) -> (Vec<u8>, u64) {
        (self.0.concat(), crate::pack::size(self.0.len()))
    }
}

/// The turns of calls that are written once.
pub(crate) struct Turns([Mutex<()>; TURNS]);

impl Default for Turns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

/// The turn of a call: until it is dropped nobody else writes lines of the same mark.
pub struct Turn<'l>(Option<MutexGuard<'l, ()>>);

impl fmt::Debug for Turn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Turn").field(&self.0.is_some()).finish()
    }
}

/// Lines that were queued. What was queued is written whether anybody waits for it or not.
#[derive(Debug)]
pub struct Queued(oneshot::Receiver<Result<(), AppendError>>);

impl Queued {
    /// Waits until the lines are on disk.
    ///
    /// # Errors
    /// [`AppendError::Disk`] and [`AppendError::Closed`]: then some lines may be there.
    pub async fn written(self) -> Result<(), AppendError> {
        self.0.await.unwrap_or(Err(AppendError::Closed))
    }
}

impl Logs {
    /// Waits for the turn of the call `mark`.
    pub async fn turn(&self, mark: &str) -> Turn<'_> {
        let mut hasher = DefaultHasher::new();
        mark.hash(&mut hasher);
        let number = usize::try_from(hasher.finish() % crate::pack::size(TURNS)).unwrap_or_default();
        match self.0.turns.0.get(number) {
            Some(turn) => Turn(Some(turn.lock().await)),
            None => Turn(None),
        }
    }

    /// Queues lines together, all or none of them. They will stand in their order with nothing between.
    ///
    /// # Errors
    /// [`AppendError`]; then none is queued.
    pub fn queue_all(&self, set: SetName, lines: Lines) -> Result<Queued, AppendError> {
        let (waiter, answer) = oneshot::channel();
        let (bytes, count) = lines.joined();
        self.queue(set, |set| set.queue.push(&bytes, count, Some(waiter)))?;
        Ok(Queued(answer))
    }

    /// Where the next line of `set` will begin, or a later one.
    ///
    /// # Errors
    /// [`LogError`] when the set's folder cannot be made.
    pub fn end(&self, set: SetName) -> Result<Position, LogError> {
        let set = self.0.set(set, true)?.ok_or(LogError::BrokenOff)?;
        let end = *set.end().borrow();
        Ok(end)
    }

    /// The numbers of the lines of the call `mark` that stand in `set` from `from` on. Lines that were queued before are written first.
    ///
    /// # Errors
    /// [`LogError`] when that cannot be told.
    pub async fn standing(&self, set: SetName, mark: &str, from: Position) -> Result<BTreeSet<usize>, LogError> {
        let broken = |_: AppendError| LogError::BrokenOff;
        self.queue_all(set, Lines(Vec::new())).map_err(broken)?.written().await.map_err(broken)?;
        // A log that ends before was lost, or another was put in its place: then every line of it is looked at.
        let from = if from > self.end(set)? { Position::default() } else { from };
        let filter = Filter { pattern: Some(Pattern::Text(mark.to_owned())), ..Filter::default() };
        let mut search = Search { filter, order: Order::Oldest, limit: PAGE, cursor: Some(from.to_string()), ..Search::default() };
        let mut numbers = BTreeSet::new();
        loop {
            let page = self.search_in_turn(&self.0.looks, &[set], &search).await?.map_err(|_| LogError::BrokenOff)?;
            if !page.problems.is_empty() {
                return Err(LogError::BrokenOff);
            }
            let calls = page.lines.into_iter().filter_map(|found| found.line.call);
            numbers.extend(calls.filter(|call| call.mark == mark).map(|call| call.number));
            search.cursor = page.next;
            if search.cursor.is_none() {
                return Ok(numbers);
            }
        }
    }
}
