//! Searching what was sent, and holding it against the ledger.

use super::{body, sender, status_cell};
use crate::commands::list::PageArgs;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, Table, fields};
use clap::Args;
use dream_api::{HistoryReport, HistoryResult, Message};
use dream_client::{ChannelName, HistoryFilter};
use dream_clock::{Clock, SystemClock, Timestamp};
use dream_id::ProjectId;

/// Arguments of `message history`.
#[derive(Debug, Args)]
pub(crate) struct History {
    /// Those of one channel
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// Those of the channels of one project
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// Those of one sender: the id or the name of a person, agent/NAME, or system/PART
    #[arg(long, value_name = "SENDER")]
    sender: Option<String>,
    /// Those that hold all these words
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Those sent at or after then: a time (RFC 3339), or how long ago, such as 2h
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<Timestamp>,
    /// Those sent before then
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<Timestamp>,
    #[command(flatten)]
    page: PageArgs,
    /// Hold the messages of the channel against the digests in the ledger instead
    #[arg(long, requires = "channel", conflicts_with_all = ["sender", "search", "since", "until", "limit", "cursor"])]
    verify: bool,
}

fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(ago) = duration::parse(text) {
        let micros = i64::try_from(ago.as_micros()).unwrap_or(i64::MAX);
        return Ok(Timestamp::from_micros(SystemClock.now().micros().saturating_sub(micros)));
    }
    text.parse().map_err(|_| format!("`{text}` is neither a time like 2026-11-21T14:00:00Z nor a span like 2h"))
}

pub(super) async fn run(context: &Context, args: History) -> Result<Exit, CliError> {
    if let (true, Some(name)) = (args.verify, &args.channel) {
        return verify(context, ChannelName { name: name.clone(), project: args.project }).await;
    }
    let client = context.client()?;
    let History { channel, project, sender, search, since, until, .. } = args;
    let filter = HistoryFilter { channel, project, sender, search, since, until };
    let history = client.history(&filter, &args.page.into()).await?;
    context.printer.answer(&history, |style, history| table(style, &history.items))?;
    if history.items.is_empty() {
        context.printer.note("nothing here");
    }
    if history.index.behind > 0 {
        context.printer.note(&format!("the newest {} messages are not in the history yet; ask again in a moment", history.index.behind));
    }
    if let Some(next) = &history.next {
        context.printer.note(&format!("there is more: add --cursor {next}"));
    }
    Ok(Exit::Done)
}

fn table(style: &Style, messages: &[Message]) -> String {
    Table::of(&["ID", "SENT", "CHANNEL", "SENDER", "STATUS", "BODY"], messages, |message| {
        vec![
            Cell::new(message.id),
            Cell::new(style.time(message.sent_at)),
            Cell::new(&message.channel),
            Cell::new(sender(message)),
            status_cell(message.status),
            Cell::excerpt(body(message)),
        ]
    })
    .render(style)
}

async fn verify(context: &Context, channel: ChannelName) -> Result<Exit, CliError> {
    let report = context.client()?.verify_history(&channel).await?;
    context.printer.answer(&report, show)?;
    Ok(if report.result == HistoryResult::Broken { Exit::Failed } else { Exit::Done })
}

fn show(style: &Style, report: &HistoryReport) -> String {
    let result = match report.result {
        HistoryResult::Intact => Cell::painted(report.result, Paint::Good),
        HistoryResult::Broken => Cell::painted(report.result, Paint::Bad),
        HistoryResult::Empty | HistoryResult::Unknown => Cell::new(report.result),
    };
    let broken = report.broken_at.as_ref().map(|range| format!("{} to {}: {} in the ledger", range.from, range.to, range.digest));
    let pairs = [
        ("result", result),
        ("channel", Cell::new(&report.channel)),
        ("sealed up to", Cell::new(report.sealed)),
        ("compared", Cell::new(report.compared)),
        ("removed", Cell::new(report.removed)),
        ("broken at", Cell::maybe(broken)),
    ];
    fields(style, &pairs)
}
