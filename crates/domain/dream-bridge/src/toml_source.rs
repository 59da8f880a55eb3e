//! Reading TOML so that every error is found in one go, and each names file, line, column and rule.

use std::cell::RefCell;
use std::fmt;
use std::ops::{Range, RangeInclusive};
use toml_edit::{Item, TableLike, Value};

/// The largest file of rules, in bytes.
pub const MOST_BYTES: usize = 262_144;

/// One thing that is wrong with a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceFault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The rule that it is about, if it is about one.
    pub rule: Option<String>,
    /// A stable word for it.
    pub code: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Everything that is wrong with a file of rules, by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceErrors {
    /// The file's name, as given.
    pub file: String,
    /// The faults; at least one.
    pub faults: Vec<SourceFault>,
}

impl std::error::Error for SourceErrors {}

impl fmt::Display for SourceErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.faults.iter().enumerate() {
            let separator = if n > 0 { "\n" } else { "" };
            write!(f, "{separator}{}:{}:{}: ", self.file, fault.line, fault.column)?;
            if let Some(rule) = &fault.rule {
                write!(f, "rule `{rule}`: ")?;
            }
            f.write_str(&fault.message)?;
        }
        Ok(())
    }
}

/// A source being read.
pub(crate) struct Source<'s> {
    file: &'s str,
    text: &'s str,
    faults: RefCell<Vec<SourceFault>>,
}

/// A table of a source.
#[derive(Clone)]
pub(crate) struct Section<'s> {
    source: &'s Source<'s>,
    table: &'s dyn TableLike,
    offset: usize,
    rule: Option<String>,
}

/// A value and where it stands: the offset of its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) offset: usize,
}

impl<'s> Source<'s> {
    pub(crate) fn new(file: &'s str, text: &'s str) -> Self {
        Self { file, text, faults: RefCell::new(Vec::new()) }
    }

    /// The parsed document, unless it is no TOML or too large.
    pub(crate) fn document(&self) -> Option<toml_edit::Document<&'s str>> {
        if self.text.len() > MOST_BYTES {
            self.fault(0, None, "too_large", format!("the file has {} bytes; {MOST_BYTES} are allowed", self.text.len()));
            return None;
        }
        match toml_edit::Document::parse(self.text) {
            Ok(document) => Some(document),
            Err(error) => {
                self.fault(error.span().map_or(0, |span| span.start), None, "not_toml", format!("not TOML: {}", error.message().trim()));
                None
            }
        }
    }

    pub(crate) fn root(&'s self, document: &'s toml_edit::Document<&'s str>) -> Section<'s> {
        Section { source: self, table: document.as_table(), offset: 0, rule: None }
    }

    fn fault(&self, offset: usize, rule: Option<&str>, code: &'static str, message: String) {
        let (line, column) = self.place(offset);
        self.faults.borrow_mut().push(SourceFault { line, column, rule: rule.map(str::to_owned), code, message });
    }

    /// `value`, or everything that was found wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, SourceErrors> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            _ => Err(SourceErrors { file: self.file.to_owned(), faults }),
        }
    }

    pub(crate) fn has_faults(&self) -> bool {
        !self.faults.borrow().is_empty()
    }

    pub(crate) fn line(&self, offset: usize) -> usize {
        self.place(offset).0
    }

    fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).map_or(0, |start| start.chars().count());
        (before.bytes().filter(|byte| *byte == b'\n').count() + 1, column + 1)
    }
}

impl<'s> Section<'s> {
    /// The same table, whose faults are about the rule `name`.
    pub(crate) fn of_rule(mut self, name: &str) -> Self {
        self.rule = Some(name.to_owned());
        self
    }

    /// Where its header stands.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The line of its header.
    pub(crate) fn line(&self) -> usize {
        self.source.line(self.offset)
    }

    pub(crate) fn fault(&self, offset: usize, code: &'static str, message: String) {
        self.source.fault(offset, self.rule.as_deref(), code, message);
    }

    /// Every key that is not `known` is a fault: a misspelt condition must not be a missing one.
    pub(crate) fn allow(&self, known: &[&str]) {
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(key)) {
            self.fault(self.offset_of(key), "unknown_key", format!("unknown key `{key}`; known here are {}", known.join(", ")));
        }
    }

    /// Where the key stands, or the table when the key is missing.
    pub(crate) fn offset_of(&self, key: &str) -> usize {
        let span = self.table.get_key_value(key).and_then(|(key, item)| key.span().or_else(|| item.span()));
        span.map_or(self.offset, |span| span.start)
    }

    pub(crate) fn item(&self, key: &str) -> Option<&'s Item> {
        self.table.get(key)
    }

    fn typed<T>(&self, key: &str, wanted: &str, read: impl Fn(&'s Value) -> Option<T>) -> Option<Placed<T>> {
        let item = self.item(key)?;
        let offset = self.offset_of(key);
        let value = item.as_value().and_then(read);
        if value.is_none() {
            self.fault(offset, "wrong_type", format!("`{key}` must be {wanted}"));
        }
        value.map(|value| Placed { value, offset })
    }

    pub(crate) fn text(&self, key: &str) -> Option<Placed<&'s str>> {
        self.typed(key, "text", Value::as_str)
    }

    /// Text that must be there.
    pub(crate) fn needed(&self, key: &str) -> Option<Placed<&'s str>> {
        if self.item(key).is_none() {
            self.fault(self.offset, "missing_key", format!("`{key}` is missing"));
        }
        self.text(key)
    }

    /// Text that `read` understands; what it says is the fault.
    pub(crate) fn parsed<T>(&self, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(key)?;
        match read(text.value) {
            Ok(value) => Some(value),
            Err(message) => {
                self.fault(text.offset, "wrong_value", format!("`{key}`: {message}"));
                None
            }
        }
    }

    /// As [`Self::parsed`], for a key that must be there.
    pub(crate) fn needed_parsed<T>(&self, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        if self.item(key).is_none() {
            self.fault(self.offset, "missing_key", format!("`{key}` is missing"));
        }
        self.parsed(key, read)
    }

    pub(crate) fn boolean(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool).map(|placed| placed.value)
    }

    /// A whole number within `range`.
    pub(crate) fn number(&self, key: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let found = self.typed(key, "a whole number", Value::as_integer)?;
        let number = u64::try_from(found.value).ok().filter(|number| range.contains(number));
        if number.is_none() {
            let message = format!("`{key}` is {}; it must be from {} to {}", found.value, range.start(), range.end());
            self.fault(found.offset, "out_of_range", message);
        }
        number
    }

    /// A list of texts without repetition, at most `most` of at most 200 characters, each read by `read`.
    pub(crate) fn list<T>(&self, key: &str, most: usize, read: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let Some(array) = self.typed(key, "a list of texts", Value::as_array) else { return Vec::new() };
        if array.value.len() > most {
            self.fault(array.offset, "too_many", format!("`{key}` has {} entries; {most} are allowed", array.value.len()));
        }
        let (mut seen, mut items): (Vec<&str>, Vec<T>) = (Vec::new(), Vec::new());
        for value in array.value.iter().take(most) {
            let offset = value.span().map_or(array.offset, |span| span.start);
            match value.as_str() {
                Some(text) if seen.contains(&text) => self.fault(offset, "duplicate", format!("`{key}` names `{text}` twice")),
                Some(text) if text.trim().is_empty() || text.chars().count() > 200 => {
                    self.fault(offset, "wrong_length", format!("`{key}` has an entry that is empty or longer than 200 characters"));
                }
                Some(text) => {
                    seen.push(text);
                    match read(text) {
                        Ok(item) => items.push(item),
                        Err(message) => self.fault(offset, "wrong_value", format!("`{key}`: {message}")),
                    }
                }
                None => self.fault(offset, "wrong_type", format!("`{key}` must be a list of texts")),
            }
        }
        items
    }

    /// The tables under `key`, written as `[[key]]` or as a list of `{…}`; empty when the key is missing.
    pub(crate) fn sections(&self, key: &str) -> Vec<Self> {
        let Some(item) = self.item(key) else { return Vec::new() };
        if let Some(tables) = item.as_array_of_tables() {
            return tables.iter().map(|table| self.below(table, table.span())).collect();
        }
        let inline = item.as_array().map(|array| array.iter().map(|value| value.as_inline_table().map(|table| (table, value.span()))));
        let tables = inline.and_then(Iterator::collect::<Option<Vec<_>>>);
        if tables.is_none() {
            self.fault(self.offset_of(key), "wrong_type", format!("`{key}` must be a list of tables"));
        }
        tables.unwrap_or_default().into_iter().map(|(table, span)| self.below(table, span)).collect()
    }

    /// The table under `key`; a fault when it is something else.
    pub(crate) fn section(&self, key: &str) -> Option<Self> {
        let item = self.item(key)?;
        let table = item.as_table_like();
        if table.is_none() {
            self.fault(self.offset_of(key), "wrong_type", format!("`{key}` must be a table"));
        }
        table.map(|table| self.below(table, item.span()))
    }

    /// The keys of this table and their texts, at most `most`.
    pub(crate) fn pairs(&self, most: usize) -> Vec<(&'s str, Placed<&'s str>)> {
        if self.table.len() > most {
            self.fault(self.offset, "too_many", format!("{} entries; {most} are allowed", self.table.len()));
        }
        let keys: Vec<&'s str> = self.table.iter().map(|(key, _)| key).take(most).collect();
        keys.into_iter().filter_map(|key| self.text(key).map(|text| (key, text))).collect()
    }

    fn below(&self, table: &'s dyn TableLike, span: Option<Range<usize>>) -> Self {
        Self { source: self.source, table, offset: span.map_or(self.offset, |span| span.start), rule: self.rule.clone() }
    }
}

/// Whether `text` is a name: a lowercase letter, then up to 39 lowercase letters, digits and `-`.
pub(crate) fn is_name(text: &str) -> bool {
    let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    starts && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
