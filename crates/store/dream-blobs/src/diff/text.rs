//! The hunks between two texts, by the heuristic Myers algorithm, with changed words marked.

use super::{Content, DiffLimits, Hunk, Line, LineKind, Piece};
use similar::{ChangeTag, DiffOp, InlineChange, TextDiff};
use std::time::Instant;

/// What differs between two files. After `until` no smaller difference is looked for: the hunks stay right.
#[must_use]
pub fn content(old: &[u8], new: &[u8], limits: DiffLimits, until: Instant) -> Content {
    let (Some(old), Some(new)) = (text(old), text(new)) else { return Content::Binary };
    // Lines end at newlines alone, as patch tools have it: a lone carriage return is part of its line.
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let diff = TextDiff::configure().deadline(until).diff_slices(&old, &new);
    let groups = diff.grouped_ops(limits.context);
    let size =
        |op: &DiffOp| if matches!(op, DiffOp::Equal { .. }) { op.new_range().len() } else { op.old_range().len() + op.new_range().len() };
    if groups.iter().flatten().map(size).sum::<usize>() > limits.max_lines {
        return Content::TooLarge;
    }
    let hunks: Vec<Hunk> = groups.iter().map(|ops| hunk(&diff, ops, until)).collect();
    let count = |kind| number(hunks.iter().flat_map(|hunk| &hunk.lines).filter(|line| line.kind == kind).count());
    Content::Text { added: count(LineKind::Added), removed: count(LineKind::Removed), hunks }
}

/// The bytes as text, unless they hold a NUL or are not UTF-8.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hunk(diff: &TextDiff<'_, '_, str>, ops: &[DiffOp], until: Instant) -> Hunk {
    let lines = ops.iter().flat_map(|op| diff.iter_inline_changes_deadline(op, Some(until))).map(|change| line(&change)).collect();
    let (mut old_lines, mut new_lines) = (0, 0);
    for op in ops {
        old_lines += op.old_range().len();
        new_lines += op.new_range().len();
    }
    let first = ops.first().map_or((0, 0), |op| (op.old_range().start, op.new_range().start));
    // A side without lines names the line before them, as unified text does.
    let start = |at: usize, lines: usize| number(if lines == 0 { at } else { at + 1 });
    Hunk {
        old_start: start(first.0, old_lines),
        old_lines: number(old_lines),
        new_start: start(first.1, new_lines),
        new_lines: number(new_lines),
        lines,
    }
}

fn line(change: &InlineChange<'_, str>) -> Line {
    let kind = match change.tag() {
        ChangeTag::Equal => LineKind::Context,
        ChangeTag::Delete => LineKind::Removed,
        ChangeTag::Insert => LineKind::Added,
    };
    let place = |at: Option<usize>| at.map(|at| number(at + 1));
    let mut pieces: Vec<Piece> = Vec::new();
    for (changed, text) in change.values() {
        match pieces.last_mut() {
            Some(last) if last.changed == *changed => last.text.push_str(text),
            _ => pieces.push(Piece { text: (*text).to_owned(), changed: *changed }),
        }
    }
    let newline = pieces.last_mut().is_some_and(|last| cut_newline(&mut last.text));
    pieces.retain(|piece| !piece.text.is_empty());
    Line { kind, old: place(change.old_index()), new: place(change.new_index()), pieces, newline }
}

/// Takes a newline off the end of `text`; whether there was one.
fn cut_newline(text: &mut String) -> bool {
    let newline = text.ends_with('\n');
    if newline {
        text.pop();
    }
    newline
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
