//! A cursor as the few bytes that are kept of it: variable-length integers, times relative to the first one.

use super::{
    Cursor,
    ranges::{Range, Ranges, State},
    recent::{Recent, Run},
};
use dream_clock::Timestamp;
use std::{collections::VecDeque, sync::Arc};

/// The format that is written.
const FORMAT: u64 = 1;

/// Bytes that are no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the consumer's place in the channel is damaged: it ends early or was written by a newer version")]
pub struct CursorDamaged;

impl Cursor {
    /// The bytes to keep.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        for number in [FORMAT, self.start, self.next] {
            out.number(number);
        }
        let holders = self.holders();
        out.length(holders.len());
        for holder in &holders {
            out.length(holder.len());
            out.bytes.extend_from_slice(holder.as_bytes());
        }
        out.length(self.pending.iter().len());
        let mut place = 0;
        for range in self.pending.iter() {
            out.number(range.first - place);
            out.number(range.last - range.first);
            place = range.last;
            out.number(range.attempt.into());
            out.time(range.since);
            out.number(u64::try_from(range.until.since(range.since).as_micros()).unwrap_or(u64::MAX));
            let held = match &range.state {
                State::Held(holder) => holders.iter().position(|one| one == holder).map_or(0, |index| index + 1),
                State::Waiting => 0,
            };
            out.length(held * 2 + usize::from(range.copy));
            if range.copy {
                out.number(range.before.into());
            }
        }
        out.length(self.recent.0.len());
        for run in &self.recent.0 {
            out.number(run.first);
            out.number(run.last - run.first);
            out.number(run.attempt.into());
            out.time(run.at);
        }
        out.bytes
    }

    fn holders(&self) -> Vec<Arc<str>> {
        let mut holders: Vec<Arc<str>> = Vec::new();
        for range in self.pending.iter() {
            if let State::Held(holder) = &range.state
                && !holders.contains(holder)
            {
                holders.push(Arc::clone(holder));
            }
        }
        holders
    }

    /// The cursor that `bytes` were made of.
    ///
    /// # Errors
    /// [`CursorDamaged`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CursorDamaged> {
        let mut from = Reader { rest: bytes, time: 0 };
        if from.number()? != FORMAT {
            return Err(CursorDamaged);
        }
        let (start, next) = (from.number()?, from.number()?);
        let holders = from.list(Reader::text)?;
        let mut place = 0;
        let ranges: Vec<Range> = from.list(|from| {
            let range = from.range(place, &holders)?;
            place = range.last;
            Ok(range)
        })?;
        let runs: Vec<Run> = from.list(Reader::run)?;
        let mut pending = Ranges::default();
        for range in ranges {
            pending.push(range);
        }
        if start == 0 || next < start || !from.rest.is_empty() {
            return Err(CursorDamaged);
        }
        Ok(Self { start, next, pending, recent: Recent(VecDeque::from(runs)) })
    }
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    time: i64,
}

impl Writer {
    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push((number & 0x7f) as u8);
    }

    fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    /// The distance from the time before, its sign in the lowest bit.
    fn time(&mut self, time: Timestamp) {
        let distance = time.micros().wrapping_sub(self.time);
        self.time = time.micros();
        self.number(((distance << 1) ^ (distance >> 63)).cast_unsigned());
    }
}

struct Reader<'b> {
    rest: &'b [u8],
    time: i64,
}

impl Reader<'_> {
    fn number(&mut self) -> Result<u64, CursorDamaged> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(CursorDamaged)?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(CursorDamaged)
    }

    fn attempt(&mut self) -> Result<u32, CursorDamaged> {
        u32::try_from(self.number()?).map_err(|_| CursorDamaged)
    }

    fn time(&mut self) -> Result<Timestamp, CursorDamaged> {
        let number = self.number()?;
        let distance = (number >> 1).cast_signed() ^ -((number & 1).cast_signed());
        self.time = self.time.wrapping_add(distance);
        Ok(Timestamp::from_micros(self.time))
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, CursorDamaged>) -> Result<Vec<T>, CursorDamaged> {
        let length = self.number()?;
        // Each item takes a byte at least, so a length beyond the rest is damage rather than a reason to take memory.
        if length > u64::try_from(self.rest.len()).unwrap_or(u64::MAX) {
            return Err(CursorDamaged);
        }
        (0..length).map(|_| one(self)).collect()
    }

    fn text(&mut self) -> Result<Arc<str>, CursorDamaged> {
        let length = usize::try_from(self.number()?).map_err(|_| CursorDamaged)?;
        let (text, rest) = self.rest.split_at_checked(length).ok_or(CursorDamaged)?;
        self.rest = rest;
        std::str::from_utf8(text).map(Arc::from).map_err(|_| CursorDamaged)
    }

    fn span(&mut self, after: u64) -> Result<(u64, u64), CursorDamaged> {
        let first = after.checked_add(self.number()?).ok_or(CursorDamaged)?;
        Ok((first, first.checked_add(self.number()?).ok_or(CursorDamaged)?))
    }

    fn range(&mut self, after: u64, holders: &[Arc<str>]) -> Result<Range, CursorDamaged> {
        let (first, last) = self.span(after)?;
        let attempt = self.attempt()?;
        let since = self.time()?;
        let until = since.plus(std::time::Duration::from_micros(self.number()?));
        let flags = usize::try_from(self.number()?).map_err(|_| CursorDamaged)?;
        let state = match (flags / 2).checked_sub(1) {
            None => State::Waiting,
            Some(index) => State::Held(Arc::clone(holders.get(index).ok_or(CursorDamaged)?)),
        };
        let copy = flags % 2 == 1;
        let before = if copy { self.attempt()? } else { 0 };
        Ok(Range { first, last, attempt, since, until, state, copy, before })
    }

    fn run(&mut self) -> Result<Run, CursorDamaged> {
        let (first, last) = self.span(0)?;
        Ok(Run { first, last, attempt: self.attempt()?, at: self.time()? })
    }
}
