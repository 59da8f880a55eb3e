//! A file being read, and what was found wrong with it so far.

use crate::{Part, Section, SourceErrors, SourceFault};
use std::cell::RefCell;

/// The largest file, in bytes, unless its reader allows more.
const MOST_BYTES: usize = 65_536;

/// A source being read.
pub struct Source<'s> {
    file: &'s str,
    text: &'s str,
    most_bytes: usize,
    faults: RefCell<Vec<SourceFault>>,
}

impl<'s> Source<'s> {
    /// The source `text`, which faults call `file`.
    #[must_use]
    pub fn new(file: &'s str, text: &'s str) -> Self {
        Self { file, text, most_bytes: MOST_BYTES, faults: RefCell::new(Vec::new()) }
    }

    /// The same, which may have up to `bytes`.
    #[must_use]
    pub fn up_to(self, bytes: usize) -> Self {
        Self { most_bytes: bytes, ..self }
    }

    /// The parsed document, unless it is no TOML or too large.
    #[must_use]
    pub fn document(&self) -> Option<toml_edit::Document<&'s str>> {
        if self.text.len() > self.most_bytes {
            self.fault(0, None, "too_large", format!("the file has {} bytes; {} are allowed", self.text.len(), self.most_bytes));
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

    /// The table that the whole document is.
    pub fn root(&'s self, document: &'s toml_edit::Document<&'s str>) -> Section<'s> {
        Section::of(self, document.as_table())
    }

    pub(crate) fn fault(&self, offset: usize, part: Option<&Part>, code: &'static str, message: String) {
        let (line, column) = self.place(offset);
        self.faults.borrow_mut().push(SourceFault { line, column, part: part.cloned(), code, message });
    }

    /// `value`, or everything that was found wrong.
    ///
    /// # Errors
    /// [`SourceErrors`] when there is any fault, or no value.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, SourceErrors> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| (fault.line, fault.column));
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

    /// Line and column, from 1.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).map_or(0, |start| start.chars().count());
        (before.bytes().filter(|byte| *byte == b'\n').count() + 1, column + 1)
    }
}
