//! `dreamos bridge summary`: summaries of the log that are told on a schedule.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{BridgeSchedule, BridgeSummary, MakeBridgeSummary};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List summaries
    List,
    /// Make a summary: on its schedule, the source `dreamos` tells the rules what stands in the log since the last one
    Create {
        /// Its name: lowercase letters, digits, `-`, `_` and `.`
        name: String,
        /// At every whole multiple of this in UTC, such as 1h
        #[arg(long, value_name = "TIME", required_unless_present = "at", conflicts_with = "at")]
        every: Option<String>,
        /// At this time of day, such as 09:00; as often as there are times
        #[arg(long, value_name = "TIME")]
        at: Vec<String>,
        /// Whose time of day it is
        #[arg(long, value_name = "ZONE", default_value = "UTC", conflicts_with = "every")]
        zone: String,
    },
    /// Remove a summary
    Remove {
        /// Its name
        name: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let summary = match command {
        Command::List => {
            let page = client.summaries().await?;
            return list::show(context, &page, &["SUMMARY", "TOLD", "SERVER'S LOG", "MADE"], |style, summary| {
                let server = if summary.server { "yes" } else { "no" };
                vec![
                    Cell::new(&summary.name),
                    Cell::new(said(&summary.schedule)),
                    Cell::new(server),
                    Cell::new(style.time(summary.made_at)),
                ]
            });
        }
        Command::Create { name, every, at, zone } => {
            let schedule = every.map_or(BridgeSchedule::At { times: at, zone }, BridgeSchedule::Every);
            client.make_summary(&MakeBridgeSummary { name, schedule }).await?
        }
        Command::Remove { name } => client.remove_summary(&name).await?,
    };
    context.printer.answer(&summary, show)?;
    Ok(Exit::Done)
}

fn said(schedule: &BridgeSchedule) -> String {
    match schedule {
        BridgeSchedule::Every(text) => format!("every {text}"),
        BridgeSchedule::At { times, zone } => format!("at {} in {zone}", times.join(", ")),
    }
}

fn show(style: &Style, summary: &BridgeSummary) -> String {
    let pairs = [
        ("summary", Cell::new(&summary.name)),
        ("id", Cell::new(summary.id)),
        ("told", Cell::new(said(&summary.schedule))),
        ("server's log", Cell::new(if summary.server { "yes" } else { "no" })),
        ("made", Cell::new(style.time(summary.made_at))),
    ];
    fields(style, &pairs)
}
