//! All lines that a filter wants, in order, batch by batch, compressed; and behind them, whose log was not asked and what could not be read.

use super::reach::{self, Reach, refused, unavailable};
use super::servers::not_searched;
use crate::{AppError, Op};
use dream_access::Action;
use dream_logs::{Filter, Level, Line, Order, Search, SetName, StreamName};

/// How many lines one batch holds.
const BATCH: u32 = 1_000;
/// The compression level: exports are large, and time counts.
const LEVEL: i32 = 3;
/// The source of the line that says that an export is not whole. It is in the stream `server`, to which nobody else writes.
pub const INCOMPLETE: &str = "log.export.incomplete";
/// How many problems an export names at most.
const MOST_PROBLEMS: usize = 64;

/// An export under way. It ends where the log ended when it began.
pub struct LogExport {
    op: Op,
    sets: Vec<SetName>,
    search: Search,
    ended: bool,
    /// The servers whose logs are not in it, and what could not be read so far.
    problems: Vec<String>,
}

/// Begins to export the lines that `filter` wants and the caller may see.
///
/// # Errors
/// `invalid_pattern`.
pub async fn export(op: &Op, filter: Filter) -> Result<LogExport, AppError> {
    op.allow(Action::LogExport, None)?;
    let Reach { sets, mut filter } = reach::of(op, filter).await?;
    let now = op.app().now();
    filter.until = Some(filter.until.map_or(now, |until| until.min(now)));
    let search = Search { filter, order: Order::Oldest, limit: BATCH, ..Search::default() };
    let problems = not_searched(op.app()).await?;
    let export = LogExport { op: op.clone(), sets, search, ended: false, problems };
    // A pattern that cannot be is refused before the answer begins.
    let first = Search { limit: 1, ..export.search.clone() };
    export.op.app().logs.search(&export.sets, &first).await.map_err(unavailable)?.map_err(|error| refused(&error))?;
    Ok(export)
}

impl LogExport {
    /// The next lines as they are stored, a whole zstd frame of them; `None` at the end. When some could not be read, or
    /// other servers share the database, each with a log of its own, the last frame is one line of the server's that says so, with the source
    /// [`INCOMPLETE`] and the list `problems`.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        while !self.ended {
            let found = self.op.app().logs.search(&self.sets, &self.search).await.map_err(unavailable)?;
            let page = found.map_err(|error| refused(&error))?;
            self.ended = page.next.is_none();
            self.search.cursor = page.next;
            for problem in page.problems {
                if self.problems.len() < MOST_PROBLEMS && !self.problems.contains(&problem) {
                    self.problems.push(problem);
                }
            }
            if !page.lines.is_empty() {
                return frame(page.lines.iter().map(|found| &found.line)).map(Some);
            }
        }
        let problems = std::mem::take(&mut self.problems);
        if problems.is_empty() {
            return Ok(None);
        }
        let message = "this export is not whole: there may be lines that are not in it";
        let line = Line::new(self.op.app().now(), Level::Error, StreamName::Server, INCOMPLETE, message).with("problems", problems);
        frame(std::iter::once(&line)).map(Some)
    }
}

fn frame<'a>(lines: impl Iterator<Item = &'a Line>) -> Result<Vec<u8>, AppError> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, line).map_err(|error| AppError::internal("exporting log lines", error))?;
        text.push(b'\n');
    }
    zstd::bulk::compress(&text, LEVEL).map_err(|error| AppError::internal("exporting log lines", error))
}
