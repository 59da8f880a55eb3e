//! The only place that writes to the terminal: data to stdout, everything else to stderr.

mod progress;
mod redraw;
mod style;
mod table;

pub(crate) use style::{Paint, Style, status_text};
pub(crate) use table::{Cell, Table, excerpt, fields, printable};

use crate::error::{CliError, USAGE};
use crate::exit::Exit;
use dream_clock::{Clock, SystemClock};
use ratatui::text::Span;
use serde::Serialize;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The narrowest terminal that tables are cut for.
const NARROWEST: u16 = 40;

/// Writes answers, notes and errors.
#[derive(Debug, Clone)]
pub(crate) struct Printer {
    json: bool,
    style: Style,
    stderr: Style,
    /// How many rows of a terminal notes have taken.
    noted: Arc<AtomicUsize>,
}

impl Printer {
    /// A printer for this process's own terminal; with `json`, of documents.
    pub(crate) fn new(json: bool) -> Self {
        let now = SystemClock.now();
        let (out, err) = (std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let wanted =
            std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        // A terminal that tells no usable width is written to without one.
        let width = out.then(|| comfy_table::Table::new().width()).flatten().filter(|width| *width >= NARROWEST);
        Self {
            json,
            style: Style::new(out && wanted, out, width, now),
            stderr: Style::new(err && wanted, err, None, now),
            noted: Arc::default(),
        }
    }

    /// A printer for what happens before the command line is understood: of documents when it asks for them anywhere.
    pub(crate) fn of_raw(arguments: impl Iterator<Item = OsString>) -> Self {
        Self::new(arguments.take_while(|argument| argument != "--").any(|argument| argument == "--json"))
    }

    /// A printer for people.
    pub(crate) fn plain() -> Self {
        Self::new(false)
    }

    /// Whether answers are JSON documents.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Writes the answer: the document itself, or what `human` makes of it.
    pub(crate) fn answer<T: Serialize>(&self, value: &T, human: impl FnOnce(&Style, &T) -> String) -> Result<(), CliError> {
        let text = if self.json {
            serde_json::to_string_pretty(value).map_err(|error| CliError::Failed { what: error.to_string(), hint: None })?
        } else {
            human(&self.style, value)
        };
        self.data(text.trim_end().as_bytes())?;
        self.data(b"\n")
    }

    /// Writes bytes of data as they are.
    #[expect(clippy::unused_self, reason = "only who holds the printer may write")]
    pub(crate) fn data(&self, bytes: &[u8]) -> Result<(), CliError> {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            result => result.map_err(|source| CliError::Io { doing: "writing to stdout".to_owned(), source }),
        }
    }

    /// Tells people what changed or what to do next. Scripts, which ask for JSON, are not bothered.
    pub(crate) fn note(&self, text: &str) {
        if !self.json {
            stderr_line(text);
            if self.stderr.is_terminal() {
                let width = self.style.width().map_or(usize::MAX, usize::from).max(1);
                let rows = text.lines().map(|line| Span::raw(line).width().div_ceil(width).max(1)).sum();
                self.noted.fetch_add(rows, Ordering::Relaxed);
            }
        }
    }

    /// Says why a command failed, and gives its exit code.
    pub(crate) fn error(&self, error: &CliError) -> Exit {
        let exit = error.exit();
        if self.json {
            let document = error_document(error, exit);
            stderr_line(&document.to_string());
            return exit;
        }
        // The code is what documentation and issues about it can be found by.
        let what = self.stderr.paint(Paint::Bad, &format!("error[{}]", error.code()));
        stderr_line(&format!("{what}: {}", printable(&error.to_string())));
        for why in causes(error) {
            stderr_line(&format!("  why: {}", printable(&why)));
        }
        for field in field_errors(error) {
            stderr_line(&format!("  {}", printable(&field)));
        }
        if let Some(hint) = error.hint() {
            stderr_line(&format!("  hint: {hint}"));
        }
        exit
    }

    /// Shows help, a version, or what is wrong with the command line.
    pub(crate) fn usage(&self, error: &clap::Error) -> Exit {
        let rendered = error.render();
        if error.use_stderr() && self.json {
            return self.error(&wrong_use(&rendered.to_string()));
        }
        if error.use_stderr() {
            let text = if self.stderr.is_coloured() { rendered.ansi().to_string() } else { rendered.to_string() };
            stderr_line(text.replacen("error:", &format!("error[{USAGE}]:"), 1).trim_end());
            return Exit::Usage;
        }
        let text = if self.style.is_coloured() { rendered.ansi().to_string() } else { rendered.to_string() };
        match self.data(text.as_bytes()) {
            Ok(()) => Exit::Done,
            Err(error) => self.error(&error),
        }
    }
}

/// What the parser of the command line says, as an error of ours: first what is wrong, then what to do.
fn wrong_use(said: &str) -> CliError {
    let said = said.trim_start_matches("error: ").trim_end();
    let (what, hint) = said.split_once("\n\n").unwrap_or((said, ""));
    CliError::Usage { what: what.to_owned(), hint: Some(hint.trim().to_owned()).filter(|hint| !hint.is_empty()) }
}

fn stderr_line(text: &str) {
    // Nowhere is left to say that stderr cannot be written.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A failure as a document: the server's problem as it came, or the like of one.
fn error_document(error: &CliError, exit: Exit) -> serde_json::Value {
    let problem = match error {
        CliError::Client(client) => client.problem().and_then(|problem| serde_json::to_value(problem).ok()),
        _ => None,
    };
    let mut document = problem.unwrap_or_else(|| serde_json::json!({ "code": error.code(), "detail": error.to_string() }));
    if let Some(fields) = document.as_object_mut() {
        fields.insert("exit".to_owned(), (exit as i32).into());
        if let Some(hint) = error.hint() {
            fields.insert("hint".to_owned(), hint.into());
        }
    }
    document
}

fn causes(error: &CliError) -> Vec<String> {
    let first = std::error::Error::source(error);
    std::iter::successors(first, |cause| cause.source()).map(ToString::to_string).collect()
}

/// What is wrong field by field, beyond what the message says already.
fn field_errors(error: &CliError) -> Vec<String> {
    let CliError::Client(client) = error else { return Vec::new() };
    let errors = client.problem().map(|problem| problem.errors.as_slice()).unwrap_or_default();
    let said = error.to_string();
    errors.iter().filter(|error| !said.contains(&error.message)).map(|error| format!("{}: {}", error.field, error.message)).collect()
}
