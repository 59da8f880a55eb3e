//! Which lines are wanted.

use crate::{Level, StreamName};
use dream_clock::Timestamp;
use dream_id::{RunId, TaskId};
use std::collections::BTreeSet;

/// A text to look for in lines as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// These letters.
    Text(String),
    /// This regular expression, in the syntax of the `regex` crate, matched against the line's JSON. It is bounded in size, and takes
    /// time linear in the text whatever it says.
    Regex(String),
}

/// Which lines are wanted: those that fit everything said here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Said then or later.
    pub from: Option<Timestamp>,
    /// Said before.
    pub until: Option<Timestamp>,
    /// At least so serious.
    pub level: Option<Level>,
    /// Of this stream.
    pub stream: Option<StreamName>,
    /// Whose source begins with this.
    pub source: Option<String>,
    /// About this run.
    pub run: Option<RunId>,
    /// About this task.
    pub task: Option<TaskId>,
    /// With this text.
    pub pattern: Option<Pattern>,
    /// The pattern's letters may be large or small.
    pub ignore_case: bool,
    /// Whose fields have these values: name, and value as text.
    pub fields: Vec<(String, String)>,
    /// About one of these runs, because the caller may see no others; `None` when the caller may see all.
    pub visible: Option<BTreeSet<RunId>>,
}

impl Filter {
    /// Whether only time is asked for, so that counts of whole frames answer.
    pub(crate) fn is_time_alone(&self) -> bool {
        *self == Self { from: self.from, until: self.until, ..Self::default() }
    }
}
