//! Lines in the log of the work.

use crate::{Context, Error};
use serde::Serialize;

/// How serious a line is, from the least on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Every step.
    Trace,
    /// For whoever looks for a defect.
    Debug,
    /// Ordinary work.
    Info,
    /// What may go wrong, or was made good.
    Warn,
    /// What went wrong.
    Error,
}

#[derive(Serialize)]
struct Line<'a> {
    level: LogLevel,
    text: &'a str,
}

impl Context {
    /// Writes a line to the log of the task, or of the agent where there is none. It is kept when this returns, whatever becomes of the agent
    /// or the server; what the error output holds is kept as well, but nobody says when.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn write_log(&self, level: LogLevel, text: &str) -> Result<(), Error> {
        self.tools().await?.tell("write_log", &Line { level, text }).await
    }
}
