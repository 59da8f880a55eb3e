//! A table of a file, and what stands in it.

use crate::{Part, Source};
use std::ops::{Range, RangeInclusive};
use toml_edit::{Item, TableLike, Value};

/// A table of a source.
#[derive(Clone)]
pub struct Section<'s> {
    source: &'s Source<'s>,
    table: &'s dyn TableLike,
    offset: usize,
    part: Option<Part>,
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

/// A value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The offset of its first byte, for [`Section::fault`].
    pub offset: usize,
}

impl<'s> Section<'s> {
    pub(crate) fn of(source: &'s Source<'s>, table: &'s dyn TableLike) -> Self {
        Self { source, table, offset: 0, part: None }
    }

    /// The same table, whose faults are about the part `name`, of those called `kind`.
    #[must_use]
    pub fn of_part(mut self, kind: &'static str, name: &str) -> Self {
        self.part = Some(Part { kind, name: name.to_owned() });
        self
    }

    /// Where its header stands.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The line of its header, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.source.place(self.offset).0
    }

    /// Notes a fault in this table, at the byte `offset` of the file.
    pub fn fault(&self, offset: usize, code: &'static str, message: String) {
        self.source.fault(offset, self.part.as_ref(), code, message);
    }

    /// Every key that is not `known` is a fault: a misspelt rule must not be a missing one.
    pub fn allow(&self, known: &[&str]) {
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(key)) {
            self.fault(self.offset_of(key), "unknown_key", format!("unknown key `{key}`; known here are {}", known.join(", ")));
        }
    }

    /// Where the key stands, or the table when the key is missing.
    #[must_use]
    pub fn offset_of(&self, key: &str) -> usize {
        let span = self.table.get_key_value(key).and_then(|(key, item)| key.span().or_else(|| item.span()));
        span.map_or(self.offset, |span| span.start)
    }

    /// What stands under `key`.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&'s Item> {
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

    /// The text under `key`; something else there is a fault.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Placed<&'s str>> {
        self.typed(key, "text", Value::as_str)
    }

    /// Text that must be there.
    #[must_use]
    pub fn needed(&self, key: &str) -> Option<Placed<&'s str>> {
        if self.item(key).is_none() {
            self.fault(self.offset, "missing_key", format!("`{key}` is missing"));
        }
        self.text(key)
    }

    /// Text that `read` understands; what it says is the fault.
    pub fn parsed<T>(&self, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
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
    pub fn needed_parsed<T>(&self, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        if self.item(key).is_none() {
            self.fault(self.offset, "missing_key", format!("`{key}` is missing"));
        }
        self.parsed(key, read)
    }

    /// True or false; something else under `key` is a fault.
    #[must_use]
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool).map(|placed| placed.value)
    }

    /// A whole number within `range`.
    #[must_use]
    pub fn number(&self, key: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let found = self.typed(key, "a whole number", Value::as_integer)?;
        let number = u64::try_from(found.value).ok().filter(|number| range.contains(number));
        if number.is_none() {
            let message = format!("`{key}` is {}; it must be from {} to {}", found.value, range.start(), range.end());
            self.fault(found.offset, "out_of_range", message);
        }
        number
    }

    /// A list of texts without repetition, at most `most` of at most 80 characters; empty when the key is missing.
    #[must_use]
    pub fn texts(&self, key: &str, most: usize) -> Vec<Placed<&'s str>> {
        let Some(array) = self.typed(key, "a list of texts", Value::as_array) else { return Vec::new() };
        if array.value.len() > most {
            self.fault(array.offset, "too_many", format!("`{key}` has {} entries; {most} are allowed", array.value.len()));
        }
        let mut texts: Vec<Placed<&str>> = Vec::new();
        for value in array.value {
            let offset = value.span().map_or(array.offset, |span| span.start);
            match value.as_str() {
                Some(text) if texts.iter().any(|earlier| earlier.value == text) => {
                    self.fault(offset, "duplicate", format!("`{key}` names `{text}` twice"));
                }
                Some(text) if text.trim().is_empty() || text.chars().count() > 80 => {
                    self.fault(offset, "wrong_length", format!("`{key}` has an entry that is empty or longer than 80 characters"));
                }
                Some(text) => texts.push(Placed { value: text, offset }),
                None => self.fault(offset, "wrong_type", format!("`{key}` must be a list of texts")),
            }
        }
        texts
    }

    /// A list of texts without repetition, at most `most` of at most 200 characters, each read by `read`; empty when the key is missing.
    pub fn list<T>(&self, key: &str, most: usize, read: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
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

    /// A list of texts in their order, at most `most` of at most `longest` characters; empty when the key is missing.
    #[must_use]
    pub fn words(&self, key: &str, most: usize, longest: usize) -> Vec<&'s str> {
        let Some(array) = self.typed(key, "a list of texts", Value::as_array) else { return Vec::new() };
        if array.value.len() > most {
            self.fault(array.offset, "too_many", format!("`{key}` has {} entries; {most} are allowed", array.value.len()));
        }
        let mut words = Vec::new();
        for value in array.value {
            let offset = value.span().map_or(array.offset, |span| span.start);
            match value.as_str() {
                Some(text) if text.chars().count() <= longest => words.push(text),
                Some(_) => self.fault(offset, "wrong_length", format!("`{key}` has an entry longer than {longest} characters")),
                None => self.fault(offset, "wrong_type", format!("`{key}` must be a list of texts")),
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
        self.typed(key, "a text, a whole number, true or false", read).map(|placed| placed.value)
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
            self.fault(self.offset_of(key), "wrong_type", format!("`{key}` must be a list of tables"));
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
            self.fault(self.offset_of(key), "wrong_type", format!("`{key}` must be a table"));
        }
        found
    }

    /// Every key of the table with its text, in order; what is no text is a fault.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'s str, Placed<&'s str>)> {
        self.table.iter().filter_map(|(key, _)| self.text(key).map(|text| (key, text))).collect()
    }

    /// As [`Self::entries`], at most `most`; more are a fault.
    #[must_use]
    pub fn pairs(&self, most: usize) -> Vec<(&'s str, Placed<&'s str>)> {
        if self.table.len() > most {
            self.fault(self.offset, "too_many", format!("{} entries; {most} are allowed", self.table.len()));
        }
        let keys: Vec<&'s str> = self.table.iter().map(|(key, _)| key).take(most).collect();
        keys.into_iter().filter_map(|key| self.text(key).map(|text| (key, text))).collect()
    }

    fn below(&self, table: &'s dyn TableLike, span: Option<Range<usize>>) -> Self {
        Self { source: self.source, table, offset: span.map_or(self.offset, |span| span.start), part: self.part.clone() }
    }
}
