//! How many lines of each level there are, over time.

use crate::index::Holds;
use crate::line::head;
use crate::matcher::Matcher;
use crate::walk::{Visitor, Walk};
use crate::{Filter, LogError, Logs, Position, QueryError, SetName};
use dream_clock::Timestamp;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

/// The most buckets.
pub const MAX_BUCKETS: usize = 1_000;
/// How many bytes of lines are read for one histogram or summary.
pub(crate) const BUDGET: u64 = 16 << 30;

/// Counts over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// The buckets, in order, empty ones included.
    pub buckets: Vec<Bucket>,
    /// What could not be read, and was left out.
    pub problems: Vec<String>,
}

/// The lines of a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// When it begins. It ends where the next one begins.
    pub from: Timestamp,
    /// How many lines there are of each level, in the order of [`crate::Level::ALL`].
    pub levels: [u64; 5],
}

impl Logs {
    /// Counts the lines of `sets` that `filter` wants, from its `from` to its `until`, in buckets of `width`.
    ///
    /// # Errors
    /// [`QueryError`] inside when the filter cannot be, times are missing, or there would be more than [`MAX_BUCKETS`] buckets.
    pub async fn histogram(&self, sets: &[SetName], filter: Filter, width: Duration) -> Result<Result<Histogram, QueryError>, LogError> {
        let made = buckets(&filter, width).and_then(|buckets| Ok((buckets, Matcher::new(&filter)?)));
        let (buckets, matcher) = match made {
            Ok(made) => made,
            Err(error) => return Ok(Err(error)),
        };
        let sets = sets.to_vec();
        self.apart(move |shared, abandoned| {
            let until = filter.until.map(crate::line::time_text).unwrap_or_default();
            let mut counts = Counts { whole: filter.is_time_alone(), until, starts: starts(&buckets), buckets };
            let mut problems = Vec::new();
            for name in sets {
                let Some(set) = shared.set(name, false)? else { continue };
                let abandoned = Arc::clone(abandoned);
                let mut walk =
                    Walk { set: &set, archive: shared.archive(), matcher: &matcher, budget: BUDGET, abandoned, problems: Vec::new() };
                if walk.forward(Position::default(), &mut counts) != crate::walk::Ended::AtTheEnd {
                    problems.push(format!("the log of {name} is too large to be counted at once; ask for a shorter time"));
                }
                problems.append(&mut walk.problems);
            }
            Ok(Ok(Histogram { buckets: counts.buckets, problems }))
        })
        .await
    }
}

fn buckets(filter: &Filter, width: Duration) -> Result<Vec<Bucket>, QueryError> {
    let refuse = |text: &str| QueryError::TooMuch(text.to_owned());
    let (Some(from), Some(until)) = (filter.from, filter.until) else { return Err(refuse("a histogram needs a begin and an end")) };
    if until <= from {
        return Err(refuse("a histogram ends after it begins"));
    }
    let span = until.since(from).as_micros();
    let count = span.div_ceil(width.as_micros().max(1));
    let count = usize::try_from(count).ok().filter(|count| *count <= MAX_BUCKETS);
    let Some(count) = count else { return Err(QueryError::TooMuch(format!("use wider buckets: there may be {MAX_BUCKETS}"))) };
    let mut begin = from;
    let bucket = std::iter::repeat_with(|| {
        let bucket = Bucket { from: begin, levels: [0; 5] };
        begin = begin.plus(width);
        bucket
    });
    Ok(bucket.take(count).collect())
}

fn starts(buckets: &[Bucket]) -> Vec<String> {
    buckets.iter().map(|bucket| crate::line::time_text(bucket.from)).collect()
}

struct Counts {
    /// Whether only time is asked for, so that the counts of a frame inside one bucket are enough.
    whole: bool,
    /// Where the last bucket ends.
    until: String,
    /// The buckets' begins as they stand in lines.
    starts: Vec<String>,
    buckets: Vec<Bucket>,
}

impl Counts {
    fn bucket_of(&self, time: &[u8]) -> Option<usize> {
        self.starts.partition_point(|start| start.as_bytes() <= time).checked_sub(1)
    }
}

impl Visitor for Counts {
    fn frame(&mut self, holds: &Holds) -> bool {
        let (from, to) = (self.bucket_of(holds.from.as_bytes()), self.bucket_of(holds.to.as_bytes()));
        let inside = from.filter(|place| self.whole && Some(*place) == to && holds.to < self.until);
        let Some(bucket) = inside.and_then(|place| self.buckets.get_mut(place)) else { return false };
        for (count, more) in bucket.levels.iter_mut().zip(holds.levels) {
            *count += more;
        }
        true
    }

    fn line(&mut self, _: Position, line: &[u8]) -> ControlFlow<()> {
        if let Some((time, level)) = head(line)
            && let Some(place) = self.bucket_of(time)
            && let Some(count) = self.buckets.get_mut(place).and_then(|bucket| bucket.levels.get_mut(level.index()))
        {
            *count += 1;
        }
        ControlFlow::Continue(())
    }
}
