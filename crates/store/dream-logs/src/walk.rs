//! Walking over the lines of a set, forwards or backwards, leaving out what cannot match.

use crate::LogError;
use crate::Position;
use crate::blocks::Blocks;
use crate::index::Holds;
use crate::logs::Archive;
use crate::matcher::Matcher;
use crate::pack::size;
use crate::segment::{Place, Segment};
use crate::set::Set;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How often a segment is looked up again when it was packed or archived under our eyes.
const TRIES: u32 = 3;

/// What looks at the lines.
pub(crate) trait Visitor {
    /// Told of a frame that was not read yet; true when its counts were enough, so that its lines are not read.
    fn frame(&mut self, _holds: &Holds) -> bool {
        false
    }

    /// Told of a wanted line.
    fn line(&mut self, at: Position, line: &[u8]) -> ControlFlow<()>;
}

impl<F: FnMut(Position, &[u8]) -> ControlFlow<()>> Visitor for F {
    fn line(&mut self, at: Position, line: &[u8]) -> ControlFlow<()> {
        self(at, line)
    }
}

/// A walk.
pub(crate) struct Walk<'w> {
    pub(crate) set: &'w Set,
    pub(crate) archive: Option<&'w Archive>,
    pub(crate) matcher: &'w Matcher,
    /// How many bytes of lines may be read still.
    pub(crate) budget: u64,
    /// Becomes true when nobody waits for the walk any more.
    pub(crate) abandoned: Arc<AtomicBool>,
    /// What could not be read.
    pub(crate) problems: Vec<String>,
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// There is nothing more that way.
    AtTheEnd,
    /// The visitor had enough.
    ByVisitor,
    /// As much was read as may be; it goes on from here.
    ByBudget(Position),
}

impl Walk<'_> {
    /// From the line at or after `from` on, to the end.
    pub(crate) fn forward(&mut self, from: Position, visitor: &mut dyn Visitor) -> Ended {
        for segment in self.set.segments() {
            if segment.sequence < from.segment || !self.is_worth_opening(&segment) {
                continue;
            }
            let Some(mut blocks) = self.open(segment.sequence) else { continue };
            let first = if segment.sequence == from.segment { from.offset } else { 0 };
            for number in blocks.number_of(first)..blocks.count() {
                if self.is_spent() {
                    return Ended::ByBudget(Position { segment: segment.sequence, offset: first.max(blocks.begin_of(number)) });
                }
                if self.skips(&blocks, number, visitor) {
                    continue;
                }
                let matcher = self.matcher;
                let Some(block) = self.read(segment.sequence, &mut blocks, number) else { continue };
                let flow = matcher.scan(block.bytes, &mut |place, line| {
                    let at = Position { segment: segment.sequence, offset: block.offset + size(place) };
                    if at.offset < first { ControlFlow::Continue(()) } else { visitor.line(at, line) }
                });
                if flow.is_break() {
                    return Ended::ByVisitor;
                }
            }
        }
        Ended::AtTheEnd
    }

    /// From the line before `before` (the last when `None`) back to the beginning.
    pub(crate) fn backward(&mut self, before: Option<Position>, visitor: &mut dyn Visitor) -> Ended {
        for segment in self.set.segments().into_iter().rev() {
            let last = match before {
                Some(before) if segment.sequence > before.segment => continue,
                Some(before) if segment.sequence == before.segment => before.offset,
                _ => u64::MAX,
            };
            if last == 0 || !self.is_worth_opening(&segment) {
                continue;
            }
            let Some(mut blocks) = self.open(segment.sequence) else { continue };
            let Some(highest) = blocks.count().checked_sub(1) else { continue };
            for number in (0..=blocks.number_of(last - 1).min(highest)).rev() {
                if self.is_spent() {
                    let end = last.min(blocks.begin_of(number + 1));
                    return Ended::ByBudget(Position { segment: segment.sequence, offset: end });
                }
                if self.skips(&blocks, number, visitor) {
                    continue;
                }
                if self.block_backward(segment.sequence, &mut blocks, (number, last), visitor).is_break() {
                    return Ended::ByVisitor;
                }
            }
        }
        Ended::AtTheEnd
    }

    fn block_backward(
        &mut self,
        segment: u64,
        blocks: &mut Blocks,
        (number, last): (usize, u64),
        visitor: &mut dyn Visitor,
    ) -> ControlFlow<()> {
        let matcher = self.matcher;
        let Some(block) = self.read(segment, blocks, number) else { return ControlFlow::Continue(()) };
        let mut found: Vec<(Position, &[u8])> = Vec::new();
        // It looks at all of them: the last wanted line is known when the block has been read to its end.
        let _ = matcher.scan(block.bytes, &mut |place, line| {
            let at = Position { segment, offset: block.offset + size(place) };
            if at.offset < last {
                found.push((at, line));
            }
            ControlFlow::Continue(())
        });
        found.into_iter().rev().try_for_each(|(at, line)| visitor.line(at, line))
    }

    fn is_spent(&self) -> bool {
        self.budget == 0 || self.abandoned.load(Ordering::Relaxed)
    }

    /// Whether the segment may hold what is looked for. One that is broken off may have held it: that is told.
    fn is_worth_opening(&mut self, segment: &Segment) -> bool {
        if segment.manifest().is_some_and(|manifest| manifest.broken_off) {
            self.tell(format!("log segment {} is broken off: what stood behind its last whole part is lost", segment.sequence));
        }
        self.may_hold(segment)
    }

    fn may_hold(&self, segment: &Segment) -> bool {
        segment.manifest().is_none_or(|manifest| manifest.frames.iter().any(|frame| self.frame_may_hold(&frame.holds)))
    }

    fn frame_may_hold(&self, holds: &Holds) -> bool {
        holds.may_hold(self.matcher.filter(), self.matcher.from.as_deref(), self.matcher.until.as_deref())
    }

    /// Whether a block need not be read.
    fn skips(&self, blocks: &Blocks, number: usize, visitor: &mut dyn Visitor) -> bool {
        blocks.frame(number).is_some_and(|frame| !self.frame_may_hold(&frame.holds) || visitor.frame(&frame.holds))
    }

    fn read<'b>(&mut self, segment: u64, blocks: &'b mut Blocks, number: usize) -> Option<crate::blocks::Block<'b>> {
        match blocks.read(number) {
            Ok(block) => {
                self.budget = self.budget.saturating_sub(size(block.bytes.len()).max(1));
                Some(block)
            }
            Err(error) => {
                self.problem(segment, &error);
                None
            }
        }
    }

    /// Opens a segment, wherever it is now.
    fn open(&mut self, sequence: u64) -> Option<Blocks> {
        for attempt in 1..=TRIES {
            let segment = self.set.segment(sequence)?;
            match self.bytes_of(&segment).and_then(|blob| Blocks::open(&segment, blob)) {
                Ok(blocks) => return Some(blocks),
                Err(error) if error.is_not_found() && attempt < TRIES => {}
                Err(error) => {
                    self.problem(sequence, &error);
                    return None;
                }
            }
        }
        None
    }

    /// The packed bytes of an archived segment.
    fn bytes_of(&self, segment: &Segment) -> Result<Option<Vec<u8>>, LogError> {
        let Place::Archived { manifest, .. } = &segment.place else { return Ok(None) };
        let missing = std::io::Error::new(std::io::ErrorKind::Unsupported, "no blob store is set up");
        let archive = self.archive.ok_or_else(|| LogError::disk("fetching", "an archived segment")(missing))?;
        archive.fetch(self.set.name, manifest).map(Some)
    }

    fn problem(&mut self, segment: u64, error: &LogError) {
        let why = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
        tracing::warn!(log.set = %self.set.name, log.segment = segment, error.message = %error, "a log segment could not be read");
        let text = format!("log segment {segment} was not searched whole: {error}{why}");
        self.tell(text);
    }

    fn tell(&mut self, text: String) {
        if !self.problems.contains(&text) {
            self.problems.push(text);
        }
    }
}
