//! `dreamos logs`.

mod export;
mod filter;
mod hold;
mod show;
mod summary;
mod tail;
mod write;

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use clap::{Args, Subcommand};
use dream_api::LogPage;
use dream_client::{LogFilter, LogSearch, PageOf};
use filter::FilterArgs;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the newest lines, and with --follow those that are written from now on
    Tail {
        /// How many lines to begin with
        #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=500))]
        lines: u32,
        /// Go on with every line that is written, until interrupted; with --json one document a line
        #[arg(long, short)]
        follow: bool,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Show lines as they are written, until interrupted: `tail --follow`
    Follow {
        /// How many lines to begin with
        #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=500))]
        lines: u32,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Find lines that a regular expression matches, in the line's JSON
    #[command(visible_alias = "grep")]
    Search(Box<SearchArgs>),
    /// Sum up a window of time: counts, the commonest errors, starts, the slowest requests
    Summary {
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Count lines of each level over time
    Histogram {
        /// How wide a bucket is, such as 5m; a sixtieth of the window without it
        #[arg(long, value_name = "TIME", value_parser = crate::duration::parse)]
        bucket: Option<std::time::Duration>,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Add lines to the log of a run, a task or an agent; they are on disk when this ends
    Write(write::WriteArgs),
    /// Write every line as it is stored, one a line, oldest first
    Export {
        /// Where to write, compressed when the name ends in .zst; stdout without it
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Holds: spans of time whose lines are not removed, whatever their age
    #[command(subcommand)]
    Hold(hold::Command),
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// The regular expression; every line without it
    pattern: Option<String>,
    /// The pattern is plain text
    #[arg(long, short = 'F', requires = "pattern")]
    text: bool,
    /// Letters may be large or small
    #[arg(long, short, requires = "pattern")]
    ignore_case: bool,
    /// How many lines to show around each match
    #[arg(long, short = 'C', value_name = "N", value_parser = clap::value_parser!(u32).range(0..=50))]
    context: Option<u32>,
    /// How many lines to show before each match
    #[arg(long, short = 'B', value_name = "N", value_parser = clap::value_parser!(u32).range(0..=50))]
    before: Option<u32>,
    /// How many lines to show after each match
    #[arg(long, short = 'A', value_name = "N", value_parser = clap::value_parser!(u32).range(0..=50))]
    after: Option<u32>,
    /// Begin with the oldest match instead of the newest ones
    #[arg(long)]
    oldest_first: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    page: super::list::PageArgs,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Tail { lines, follow, filter } => tail::run(context, filter.read(), lines, follow).await,
        Command::Follow { lines, filter } => tail::run(context, filter.read(), lines, true).await,
        Command::Search(args) => search(*args, context).await,
        Command::Summary { filter } => summary::run(context, filter.read()).await,
        Command::Histogram { bucket, filter } => summary::histogram(context, filter.read(), bucket).await,
        Command::Write(args) => write::run(context, args).await,
        Command::Export { output, filter } => export::run(context, filter.read(), output.as_deref()).await,
        Command::Hold(command) => hold::run(command, context).await,
    }
}

/// The lines of one agent, of one that was removed too. A name that no agent has, and that stands in no line, is a mistake.
pub(crate) async fn of_agent(context: &Context, agent: String, lines: u32, follow: bool) -> Result<Exit, CliError> {
    let filter = LogFilter { agent: Some(agent.clone()), ..LogFilter::default() };
    let client = context.client()?;
    if let Err(unknown) = client.agent(&agent).await {
        let page = PageOf { cursor: None, limit: Some(1) };
        if client.search_logs(&filter, &LogSearch::default(), &page).await?.items.is_empty() {
            return Err(unknown.into());
        }
    }
    tail::run(context, filter, lines, follow).await
}

async fn search(args: SearchArgs, context: &Context) -> Result<Exit, CliError> {
    let (text, regex) = if args.text { (args.pattern, None) } else { (None, args.pattern) };
    let filter = LogFilter { text, regex, ignore_case: args.ignore_case, ..args.filter.read() };
    let around = |own: Option<u32>| own.or(args.context).unwrap_or(0);
    let search = LogSearch { oldest_first: args.oldest_first, before: around(args.before), after: around(args.after) };
    let page = context.client()?.search_logs(&filter, &search, &PageOf::from(args.page)).await?;
    page_of(context, page, args.oldest_first)
}

/// Shows a page: as it came to programs, the oldest line first to people.
fn page_of(context: &Context, page: LogPage, oldest_first: bool) -> Result<Exit, CliError> {
    for problem in &page.problems {
        context.printer.note(problem);
    }
    if context.printer.is_json() {
        context.printer.answer(&page, |_, _| String::new())?;
        return Ok(Exit::Done);
    }
    let mut items = page.items;
    if !oldest_first {
        items.reverse();
    }
    let lines: String = items.iter().map(|line| show::line(context.printer.style(), line)).collect();
    context.printer.data(lines.as_bytes())?;
    if items.is_empty() {
        context.printer.note("no line was found");
    }
    if let Some(next) = &page.next {
        context.printer.note(&format!("there may be more: add --cursor {next}"));
    }
    Ok(Exit::Done)
}
