//! Reading TOML that people wrote, so that every fault is found in one go and each names its file and line.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

use std::cell::RefCell;
use std::fmt;
use toml_edit::{Item, TableLike, Value};

/// The largest file, in bytes.
const MOST_BYTES: usize = 65_536;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFault {
    /// The line, from 1.
    pub line: usize,
    /// The stage that it is about, in a file that has stages.
    pub stage: Option<String>,
    /// A stable word for it.
    pub code: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Everything that is wrong with a file, by line.
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
            write!(f, "{separator}{}:{}: ", self.file, fault.line)?;
            if let Some(stage) = &fault.stage {
                write!(f, "stage `{stage}`: ")?;
            }
            f.write_str(&fault.message)?;
        }
        Ok(())
    }
}

/// A source being read.
pub struct Source<'s> {
    file: &'s str,
    text: &'s str,
    faults: RefCell<Vec<SourceFault>>,
}

/// A table of a source.
#[derive(Clone)]
pub struct Section<'s> {
    source: &'s Source<'s>,
    table: &'s dyn TableLike,
    line: usize,
    stage: Option<String>,
}

/// A text, a whole number or a truth value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar<'s> {
    /// A text.
    Text(&'s str),
    /// A whole number.
    Number(i64),
    /// True or false.
    Boolean(bool),
}

/// A value and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lined<T> {
    /// The value.
    pub value: T,
    /// The line, from 1.
    pub line: usize,
}

impl<'s> Source<'s> {
    /// The source `text`, which faults call `file`.
    #[must_use]
    pub fn new(file: &'s str, text: &'s str) -> Self {
        Self { file, text, faults: RefCell::new(Vec::new()) }
    }

    /// The parsed document, unless it is no TOML or too large.
    #[must_use]
    pub fn document(&self) -> Option<toml_edit::Document<&'s str>> {
        if self.text.len() > MOST_BYTES {
            self.fault(1, None, "too_large", format!("the file has {} bytes; {MOST_BYTES} are allowed", self.text.len()));
            return None;
        }
        match toml_edit::Document::parse(self.text) {
            Ok(document) => Some(document),
            Err(error) => {
                let line = error.span().map_or(1, |span| self.line(span.start));
                self.fault(line, None, "not_toml", format!("not TOML: {}", error.message().trim()));
                None
            }
        }
    }

    /// The table that the whole document is.
    pub fn root(&'s self, document: &'s toml_edit::Document<&'s str>) -> Section<'s> {
        Section { source: self, table: document.as_table(), line: 1, stage: None }
    }

    /// Notes a fault.
    pub fn fault(&self, line: usize, stage: Option<&str>, code: &'static str, message: String) {
        let stage = stage.map(str::to_owned);
        self.faults.borrow_mut().push(SourceFault { line, stage, code, message });
    }

    /// `value`, or everything that was found wrong.
    ///
    /// # Errors
    /// [`SourceErrors`] when there is any fault, or no value.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, SourceErrors> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.line);
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            _ => Err(SourceErrors { file: self.file.to_owned(), faults }),
        }
    }

    /// Whether anything was found wrong so far.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        !self.faults.borrow().is_empty()
    }

    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

impl<'s> Section<'s> {
    /// The same table, whose faults are about the stage `name`.
    #[must_use]
    pub fn of_stage(mut self, name: &str) -> Self {
        self.stage = Some(name.to_owned());
        self
    }

    /// The line of its header.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Notes a fault in this table.
    pub fn fault(&self, line: usize, code: &'static str, message: String) {
        self.source.fault(line, self.stage.as_deref(), code, message);
    }

    /// Every key that is not `known` is a fault: a misspelt rule must not be a missing one.
    pub fn allow(&self, known: &[&str]) {
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(key)) {
            self.fault(self.line_of(key), "unknown_key", format!("unknown key `{key}`; known here are {}", known.join(", ")));
        }
    }

    /// The line of the key, or of the table when the key is missing.
    #[must_use]
    pub fn line_of(&self, key: &str) -> usize {
        let span = self.table.get_key_value(key).and_then(|(key, item)| key.span().or_else(|| item.span()));
        span.map_or(self.line, |span| self.source.line(span.start))
    }

    /// What stands under `key`.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&'s Item> {
        self.table.get(key)
    }

    fn typed<T>(&self, key: &str, wanted: &str, read: impl Fn(&'s Value) -> Option<T>) -> Option<Lined<T>> {
        let item = self.item(key)?;
        let line = self.line_of(key);
        let value = item.as_value().and_then(read);
        if value.is_none() {
            self.fault(line, "wrong_type", format!("`{key}` must be {wanted}"));
        }
        value.map(|value| Lined { value, line })
    }

    /// The text under `key`; something else there is a fault.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Lined<&'s str>> {
        self.typed(key, "text", Value::as_str)
    }

    /// Text that must be there.
    #[must_use]
    pub fn needed(&self, key: &str) -> Option<Lined<&'s str>> {
        if self.item(key).is_none() {
            self.fault(self.line, "missing_key", format!("`{key}` is missing"));
        }
        self.text(key)
    }

    /// True or false; something else under `key` is a fault.
    #[must_use]
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool).map(|lined| lined.value)
    }

    /// A whole number within `range`.
    #[must_use]
    pub fn number(&self, key: &str, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let found = self.typed(key, "a whole number", Value::as_integer)?;
        let number = u64::try_from(found.value).ok().filter(|number| range.contains(number));
        if number.is_none() {
            let message = format!("`{key}` is {}; it must be from {} to {}", found.value, range.start(), range.end());
            self.fault(found.line, "out_of_range", message);
        }
        number
    }

    /// A list of texts without repetition, at most `most` of at most 80 characters; empty when the key is missing.
    #[must_use]
    pub fn texts(&self, key: &str, most: usize) -> Vec<Lined<&'s str>> {
        let Some(array) = self.typed(key, "a list of texts", Value::as_array) else { return Vec::new() };
        if array.value.len() > most {
            self.fault(array.line, "too_many", format!("`{key}` has {} entries; {most} are allowed", array.value.len()));
        }
        let mut texts: Vec<Lined<&str>> = Vec::new();
        for value in array.value {
            let line = value.span().map_or(array.line, |span| self.source.line(span.start));
            match value.as_str() {
                Some(text) if texts.iter().any(|earlier| earlier.value == text) => {
                    self.fault(line, "duplicate", format!("`{key}` names `{text}` twice"));
                }
                Some(text) if text.trim().is_empty() || text.chars().count() > 80 => {
                    self.fault(line, "wrong_length", format!("`{key}` has an entry that is empty or longer than 80 characters"));
                }
                Some(text) => texts.push(Lined { value: text, line }),
                None => self.fault(line, "wrong_type", format!("`{key}` must be a list of texts")),
            }
        }
        texts
    }

    /// A list of texts in their order, at most `most` of at most `longest` characters; empty when the key is missing.
    #[must_use]
    pub fn words(&self, key: &str, most: usize, longest: usize) -> Vec<&'s str> {
        let Some(array) = self.typed(key, "a list of texts", Value::as_array) else { return Vec::new() };
        if array.value.len() > most {
            self.fault(array.line, "too_many", format!("`{key}` has {} entries; {most} are allowed", array.value.len()));
        }
        let mut words = Vec::new();
        for value in array.value {
            let line = value.span().map_or(array.line, |span| self.source.line(span.start));
            match value.as_str() {
                Some(text) if text.chars().count() <= longest => words.push(text),
                Some(_) => self.fault(line, "wrong_length", format!("`{key}` has an entry longer than {longest} characters")),
                None => self.fault(line, "wrong_type", format!("`{key}` must be a list of texts")),
            }
        }
        words
    }

    /// The text, whole number or truth value under `key`; something else there is a fault.
    #[must_use]
    pub fn scalar(&self, key: &str) -> Option<Scalar<'s>> {
        let read = |value: &'s Value| match value {
            Value::String(text) => Some(Scalar::Text(text.value())),
            Value::Integer(number) => Some(Scalar::Number(*number.value())),
            Value::Boolean(truth) => Some(Scalar::Boolean(*truth.value())),
            _ => None,
        };
        self.typed(key, "a text, a whole number, true or false", read).map(|lined| lined.value)
    }

    /// The tables under `key`, written as `[[key]]` or as a list of `{…}`; empty when the key is missing.
    #[must_use]
    pub fn sections(&self, key: &str) -> Vec<Self> {
        let Some(item) = self.item(key) else { return Vec::new() };
        if let Some(tables) = item.as_array_of_tables() {
            return tables.iter().map(|table| self.below(table, table.span())).collect();
        }
        let inline = item.as_array().map(|array| array.iter().map(|value| value.as_inline_table().map(|table| (table, value.span()))));
        let tables = inline.and_then(Iterator::collect::<Option<Vec<_>>>);
        if tables.is_none() {
            self.fault(self.line_of(key), "wrong_type", format!("`{key}` must be a list of tables"));
        }
        tables.unwrap_or_default().into_iter().map(|(table, span)| self.below(table, span)).collect()
    }

    /// The table under `key`, if it is one.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<Self> {
        let item = self.item(key)?;
        item.as_table_like().map(|table| self.below(table, item.span()))
    }

    /// The table under `key`; something else there is a fault.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<Self> {
        let found = self.section(key);
        if found.is_none() && self.item(key).is_some() {
            self.fault(self.line_of(key), "wrong_type", format!("`{key}` must be a table"));
        }
        found
    }

    /// Every key of the table with its text, in order; what is no text is a fault.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'s str, Lined<&'s str>)> {
        self.table.iter().filter_map(|(key, _)| self.text(key).map(|text| (key, text))).collect()
    }

    fn below(&self, table: &'s dyn TableLike, span: Option<std::ops::Range<usize>>) -> Self {
        let line = span.map_or(self.line, |span| self.source.line(span.start));
        Self { source: self.source, table, line, stage: self.stage.clone() }
    }
}

/// Whether `text` is a name: a lowercase letter, then up to 39 lowercase letters, digits and `-`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    starts && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
