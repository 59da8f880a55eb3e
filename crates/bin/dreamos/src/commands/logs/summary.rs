//! A window of time in short.

use super::show::level_paint;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, Table, fields};
use dream_api::{LogCounts, LogHistogram, LogSummary};
use dream_client::LogFilter;
use std::time::Duration;

/// How many sources are shown to people.
const SOURCES: usize = 10;
/// How wide the longest bar of a histogram is.
const BAR: u64 = 40;

pub(super) async fn run(context: &Context, filter: LogFilter) -> Result<Exit, CliError> {
    let summary = context.client()?.log_summary(&filter).await?;
    context.printer.answer(&summary, show)?;
    Ok(Exit::Done)
}

pub(super) async fn histogram(context: &Context, filter: LogFilter, bucket: Option<Duration>) -> Result<Exit, CliError> {
    let counted = context.client()?.log_histogram(&filter, bucket.map(|bucket| bucket.as_secs())).await?;
    context.printer.answer(&counted, bars)?;
    Ok(Exit::Done)
}

fn show(style: &Style, summary: &LogSummary) -> String {
    let mut parts = vec![overall(style, summary)];
    let mut section = |title: &str, table: Option<Table>| {
        parts.extend(table.map(|table| format!("{}\n{}", style.paint(Paint::Strong, title), table.render(style))));
    };
    let some = |rows: usize, table: Table| (rows > 0).then_some(table);
    let errors = Table::of(&["COUNT", "LEVEL", "WHAT", "CODE", "SOURCE", "LAST", "KIND"], &summary.errors, |kind| {
        let level = level_paint(kind.level).map_or_else(|| Cell::new(kind.level), |paint| Cell::painted(kind.level, paint));
        let (code, last) = (Cell::opt(kind.code.as_ref()), Cell::new(kind.last_at.get(11..19).unwrap_or(&kind.last_at)));
        vec![Cell::new(kind.count), level, Cell::new(&kind.message), code, Cell::new(&kind.source), last, Cell::new(&kind.fingerprint)]
    });
    section("Errors and warnings", some(summary.errors.len(), errors));
    let slowest = Table::of(&["MS", "STATUS", "METHOD", "ROUTE", "REQUEST"], &summary.slowest, |slow| {
        let took = format!("{}.{:03}", slow.duration_us / 1_000, slow.duration_us % 1_000);
        vec![Cell::new(took), Cell::new(slow.status), Cell::new(&slow.method), Cell::new(&slow.route), Cell::new(&slow.request)]
    });
    section("Slowest requests", some(summary.slowest.len(), slowest));
    let sources = summary.sources.get(..SOURCES.min(summary.sources.len())).unwrap_or_default();
    let sources = Table::of(&["LINES", "SOURCE"], sources, |source| vec![Cell::new(source.lines), Cell::new(&source.source)]);
    section("Sources", some(summary.sources.len(), sources));
    parts.join("\n\n")
}

fn overall(style: &Style, summary: &LogSummary) -> String {
    let counts = summary.counts;
    let mut pairs = vec![
        ("since", Cell::maybe(summary.since)),
        ("until", Cell::new(summary.until)),
        ("lines", Cell::new(total(counts))),
        ("errors", Cell::painted(counts.error, if counts.error > 0 { Paint::Bad } else { Paint::Good })),
        ("warnings", Cell::painted(counts.warn, if counts.warn > 0 { Paint::Warning } else { Paint::Good })),
        ("starts", Cell::new(summary.starts)),
        ("dropped", Cell::painted(summary.dropped, if summary.dropped > 0 { Paint::Bad } else { Paint::Good })),
    ];
    pairs.extend(summary.problems.iter().map(|problem| ("problem", Cell::painted(problem, Paint::Warning))));
    fields(style, &pairs)
}

fn total(counts: LogCounts) -> u64 {
    counts.trace + counts.debug + counts.info + counts.warn + counts.error
}

fn bars(style: &Style, counted: &LogHistogram) -> String {
    let most = counted.buckets.iter().map(|bucket| total(bucket.counts)).max().unwrap_or(0).max(1);
    let table = Table::of(&["FROM", "LINES", "WARN", "ERROR", ""], &counted.buckets, |bucket| {
        let lines = total(bucket.counts);
        let bar = "#".repeat(usize::try_from((lines * BAR).div_ceil(most)).unwrap_or(0));
        let paint = if bucket.counts.error > 0 { Paint::Bad } else { Paint::Faint };
        let counts = [lines, bucket.counts.warn, bucket.counts.error].map(Cell::new);
        let mut row = vec![Cell::new(bucket.from)];
        row.extend(counts);
        row.push(Cell::painted(bar, paint));
        row
    });
    table.render(style)
}
