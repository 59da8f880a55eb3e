//! Finding the lines that a filter wants, in blocks of raw bytes: the rarest thing that must stand in them is looked for first, over the
//! whole block, and only the lines around its places are looked at more closely.

use crate::line::{Seen, head, time_text};
use crate::{Filter, Level, Pattern, QueryError};
use memchr::memmem::Finder;
use regex::bytes::{Regex, RegexBuilder};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The longest pattern.
const LONGEST_PATTERN: usize = 1_000;
/// How large a compiled pattern may become, in bytes, and how much memory its lazy automaton may use.
const LARGEST_PATTERN: usize = 2 << 20;
/// The most fields that can be asked for.
const MOST_FIELDS: usize = 16;

/// A filter made ready.
pub(crate) struct Matcher {
    filter: Filter,
    pub(crate) from: Option<String>,
    pub(crate) until: Option<String>,
    first: First,
    /// What else must stand in the line, as bytes.
    needles: Vec<Finder<'static>>,
    pattern: Option<Regex>,
    visible: Option<BTreeSet<String>>,
    exact: bool,
}

/// What is looked for over a whole block.
enum First {
    /// Nothing: every line is looked at.
    Lines,
    /// These bytes.
    Bytes(Box<Finder<'static>>),
    /// The pattern.
    Pattern(Regex),
}

impl Matcher {
    /// # Errors
    /// [`QueryError`] for a pattern that is wrong or too large, and for too many fields.
    pub(crate) fn new(filter: &Filter) -> Result<Self, QueryError> {
        if filter.fields.len() > MOST_FIELDS {
            return Err(QueryError::TooMuch(format!("at most {MOST_FIELDS} fields can be asked for at once")));
        }
        let pattern = filter.pattern.as_ref().map(|pattern| compiled(pattern, filter.ignore_case)).transpose()?;
        let mut needles = needles(filter);
        let literal = match &filter.pattern {
            Some(Pattern::Text(text)) if !filter.ignore_case => Some(inside_json(text)),
            _ => None,
        };
        // An id is rarer than a word, and a word than the name of a field.
        let rare = filter.run.is_some() || filter.task.is_some() || filter.stream.is_some();
        let first = match (&literal, &pattern) {
            _ if rare => First::Bytes(Box::new(needles.remove(0))),
            (Some(bytes), _) => First::Bytes(Box::new(Finder::new(bytes).into_owned())),
            (None, Some(pattern)) if !is_about_text_ends(pattern.as_str()) => First::Pattern(pattern.clone()),
            _ if needles.is_empty() => First::Lines,
            _ => First::Bytes(Box::new(needles.remove(0))),
        };
        let visible = filter.visible.as_ref().map(|runs| runs.iter().map(ToString::to_string).collect());
        let exact = rare || filter.source.is_some() || !filter.fields.is_empty() || filter.visible.is_some();
        let (from, until) = (filter.from.map(time_text), filter.until.map(time_text));
        Ok(Self { filter: filter.clone(), from, until, first, needles, pattern, visible, exact })
    }

    /// The same, for the lines around a match: those of the same streams, runs and tasks that the caller may see, whatever they say.
    pub(crate) fn around(filter: &Filter) -> Result<Self, QueryError> {
        let Filter { stream, run, task, visible, .. } = filter.clone();
        Self::new(&Filter { stream, run, task, visible, ..Filter::default() })
    }

    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Gives every line of `block` that is wanted, with its place, in order.
    pub(crate) fn scan<'b>(&self, block: &'b [u8], found: &mut dyn FnMut(usize, &'b [u8]) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut at = 0;
        while let Some(hit) = self.next(block, at) {
            let before = block.get(at..hit).unwrap_or_default();
            let start = memchr::memrchr(b'\n', before).map_or(at, |place| at + place + 1);
            let rest = block.get(hit..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest).map_or(block.len(), |place| hit + place);
            let line = block.get(start..end).unwrap_or_default();
            if self.wants(line) {
                found(start, line)?;
            }
            at = end + 1;
        }
        ControlFlow::Continue(())
    }

    /// The next place at or after `at` whose line may be wanted.
    fn next(&self, block: &[u8], at: usize) -> Option<usize> {
        let rest = block.get(at..).filter(|rest| !rest.is_empty())?;
        match &self.first {
            First::Lines => Some(at),
            First::Bytes(finder) => finder.find(rest).map(|place| at + place),
            First::Pattern(pattern) => pattern.find(rest).map(|found| at + found.start()).filter(|place| *place < block.len()),
        }
    }

    fn wants(&self, line: &[u8]) -> bool {
        let Some((time, level)) = head(line) else { return false };
        self.filter.level.unwrap_or(Level::Trace) <= level
            && self.from.as_ref().is_none_or(|from| time >= from.as_bytes())
            && self.until.as_ref().is_none_or(|until| time < until.as_bytes())
            && self.needles.iter().all(|needle| needle.find(line).is_some())
            && self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(line))
            && (!self.exact || Seen::read(line).is_some_and(|seen| self.fits(&seen)))
    }

    fn fits(&self, seen: &Seen<'_>) -> bool {
        let filter = &self.filter;
        let is = |wanted: Option<String>, found: Option<&str>| wanted.is_none_or(|wanted| found == Some(wanted.as_str()));
        is(filter.stream.as_ref().map(ToString::to_string), Some(&seen.stream))
            && is(filter.run.map(|run| run.to_string()), seen.run.as_deref())
            && is(filter.task.map(|task| task.to_string()), seen.task.as_deref())
            && filter.source.as_ref().is_none_or(|source| seen.source.starts_with(source.as_str()))
            && self.visible.as_ref().is_none_or(|runs| seen.run.as_deref().is_some_and(|run| runs.contains(run)))
            && self.has_fields(seen)
    }

    fn has_fields(&self, seen: &Seen<'_>) -> bool {
        if self.filter.fields.is_empty() {
            return true;
        }
        let fields = seen.fields();
        self.filter.fields.iter().all(|(name, wanted)| match fields.get(name) {
            Some(Value::String(found)) => found == wanted,
            Some(other) => {
                let found = other.to_string();
                found == *wanted
            }
            None => false,
        })
    }
}

/// What must stand in every wanted line, the rarest first.
fn needles(filter: &Filter) -> Vec<Finder<'static>> {
    let mut needles = Vec::new();
    needles.extend(filter.run.map(|run| format!("\"run\":\"{run}\"")));
    needles.extend(filter.task.map(|task| format!("\"task\":\"{task}\"")));
    needles.extend(filter.stream.as_ref().map(|stream| format!("\"stream\":\"{stream}\"")));
    needles.extend(filter.source.as_ref().map(|source| format!("\"source\":\"{}", inside_json(source))));
    needles.extend(filter.fields.iter().map(|(name, _)| format!("\"{}\":", inside_json(name))));
    needles.iter().map(|needle| Finder::new(needle).into_owned()).collect()
}

/// A text as it stands between the quotes of JSON.
fn inside_json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

fn compiled(pattern: &Pattern, ignore_case: bool) -> Result<Regex, QueryError> {
    let text = match pattern {
        Pattern::Text(text) => regex::escape(&inside_json(text)),
        Pattern::Regex(text) => text.clone(),
    };
    if text.len() > LONGEST_PATTERN {
        return Err(QueryError::Pattern(format!("it has more than {LONGEST_PATTERN} bytes; use a shorter one")));
    }
    RegexBuilder::new(&text)
        .multi_line(true)
        .case_insensitive(ignore_case)
        .size_limit(LARGEST_PATTERN)
        .dfa_size_limit(LARGEST_PATTERN)
        .build()
        .map_err(|error| QueryError::Pattern(format!("{error}; see the syntax of the regex crate, or search for plain text")))
}

/// Whether a pattern may speak of the beginning or end of the whole text, or switch off that `^` and `$` are those of lines: then it must
/// be held against each line alone.
fn is_about_text_ends(pattern: &str) -> bool {
    ["\\A", "\\z", "(?"].iter().any(|sign| pattern.contains(sign))
}

#[cfg(test)]
mod tests;
