//! All lines that a filter wants, in order, batch by batch, compressed.

use super::reach::{self, Reach, refused, unavailable};
use crate::{AppError, Op};
use dream_access::Action;
use dream_logs::{Filter, Order, Search, SetName};

/// How many lines one batch holds.
const BATCH: u32 = 1_000;
/// The compression level: exports are large, and time counts.
const LEVEL: i32 = 3;

/// An export under way. It ends where the log ended when it began.
pub struct LogExport {
    op: Op,
    sets: Vec<SetName>,
    search: Search,
    ended: bool,
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
    let export = LogExport { op: op.clone(), sets, search, ended: false };
    // A pattern that cannot be is refused before the answer begins.
    let first = Search { limit: 1, ..export.search.clone() };
    export.op.app().logs.search(&export.sets, &first).await.map_err(unavailable)?.map_err(|error| refused(&error))?;
    Ok(export)
}

impl LogExport {
    /// The next lines as they are stored, a whole zstd frame of them; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, AppError> {
        while !self.ended {
            let found = self.op.app().logs.search(&self.sets, &self.search).await.map_err(unavailable)?;
            let page = found.map_err(|error| refused(&error))?;
            self.ended = page.next.is_none();
            self.search.cursor = page.next;
            let mut lines = Vec::new();
            for found in &page.lines {
                serde_json::to_writer(&mut lines, &found.line).map_err(|error| AppError::internal("exporting log lines", error))?;
                lines.push(b'\n');
            }
            if !lines.is_empty() {
                let frame = zstd::bulk::compress(&lines, LEVEL).map_err(|error| AppError::internal("exporting log lines", error))?;
                return Ok(Some(frame));
            }
        }
        Ok(None)
    }
}
