//! Lines in the log of the work.

use crate::{Context, Error};
use dream_clock::{Rng as _, SystemRng};
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
    key: String,
}

impl Context {
    /// Writes a line to the log of the task, or of the agent where there is none. It is kept when this returns, whatever becomes of the agent
    /// or the server; what the error output holds is kept as well, but nobody says when. When the answer is lost it is sent once more, under the
    /// same key, so that it stands there once.
    ///
    /// # Errors
    /// [`Error::Tool`], [`Error::Connection`].
    pub async fn write_log(&self, level: LogLevel, text: &str) -> Result<(), Error> {
        let line = Line { level, text, key: key() };
        match self.tools().await?.tell("write_log", &line).await {
            Err(Error::Connection(_)) => self.tools().await?.tell("write_log", &line).await,
            told => told,
        }
    }
}

/// 128 random bits in hexadecimal, by which the server knows a line again.
fn key() -> String {
    let mut bytes = [0_u8; 16];
    SystemRng.fill(&mut bytes);
    format!("{:032x}", u128::from_be_bytes(bytes))
}
