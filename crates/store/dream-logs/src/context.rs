//! The lines around matches.

use crate::Position;
use crate::search::{Match, Order, Search};
use crate::walk::Walk;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// How many bytes of lines are read for the lines before or after one match: where a stream is rare, what is farther away is left out.
pub(crate) const BUDGET: u64 = 8 << 20;

/// Up to `count` lines before or after a match, the nearest first.
pub(crate) fn lines(walk: &mut Walk<'_>, found: &Match, backward: bool, count: u32) -> Vec<Match> {
    let mut lines = Vec::new();
    let count = usize::try_from(count).unwrap_or(0);
    if count == 0 {
        return lines;
    }
    let mut collect = |at: Position, line: &[u8]| {
        lines.push(Match { set: found.set, at, bytes: line.to_vec() });
        if lines.len() >= count { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    // However it ends, there are no more lines near by.
    let _ = if backward {
        walk.backward(Some(found.at), &mut collect)
    } else {
        walk.forward(Position { offset: found.at.offset + 1, ..found.at }, &mut collect)
    };
    lines
}

/// Every match with the lines around it, each line once, in the order of the search. True stands beside what is no match.
pub(crate) fn merge(matches: Vec<Match>, search: &Search, around: &mut dyn FnMut(&Match, bool, u32) -> Vec<Match>) -> Vec<(Match, bool)> {
    let key = |found: &Match| (found.set, found.at);
    let mut shown: BTreeSet<(usize, Position)> = matches.iter().map(key).collect();
    let mut merged = Vec::new();
    for found in matches {
        let (mut earlier, later) = (around(&found, true, search.before), around(&found, false, search.after));
        let (first, last) = match search.order {
            Order::Oldest => {
                earlier.reverse();
                (earlier, later)
            }
            Order::Newest => (later.into_iter().rev().collect(), earlier),
        };
        let mut add = |lines: Vec<Match>, merged: &mut Vec<(Match, bool)>| {
            let fresh = lines.into_iter().filter(|line| shown.insert(key(line)));
            merged.extend(fresh.map(|line| (line, true)));
        };
        add(first, &mut merged);
        merged.push((found, false));
        add(last, &mut merged);
    }
    merged
}
