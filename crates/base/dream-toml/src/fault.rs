//! What is wrong with a file, and where.

use std::fmt;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The part of the file that it is about, if it is about one.
    pub part: Option<Part>,
    /// A stable word for it.
    pub code: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A named part of a file, such as a stage of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What parts of its kind are called.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
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
            write!(f, "{separator}{}:{}:{}: ", self.file, fault.line, fault.column)?;
            if let Some(part) = &fault.part {
                write!(f, "{part}: ")?;
            }
            f.write_str(&fault.message)?;
        }
        Ok(())
    }
}
