//! Holds on log lines.

use super::filter::moment;
use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Hold, PlaceHold};
use dream_clock::Timestamp;
use dream_id::HoldId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the holds, newest first, lifted ones too
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Keep the lines of a span of time from being removed
    Place {
        /// What it is for
        name: String,
        /// The server's own lines instead of the organisation's
        #[arg(long)]
        server: bool,
        /// The first moment: a time, or how long ago; the beginning without it
        #[arg(long, value_name = "TIME", value_parser = moment)]
        from: Option<Timestamp>,
        /// The moment after the last; no end without it
        #[arg(long, value_name = "TIME", value_parser = moment)]
        until: Option<Timestamp>,
    },
    /// Lift a hold: what it alone kept is removed when its time is over
    Lift {
        /// The hold's id
        hold: HoldId,
    },
}

pub(super) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let hold = match command {
        Command::List { page } => {
            let page = client.holds(&page.into()).await?;
            return list::show(context, &page, &["ID", "NAME", "LINES OF", "FROM", "UNTIL", "LIFTED"], |style, hold| {
                let time = |at: Option<Timestamp>| Cell::opt(at.map(|at| style.time(at)));
                vec![
                    Cell::new(hold.id),
                    Cell::new(&hold.name),
                    Cell::new(whose(hold)),
                    time(hold.from),
                    time(hold.until),
                    time(hold.lifted_at),
                ]
            });
        }
        Command::Place { name, server, from, until } => client.place_hold(&PlaceHold { name, server, from, until }).await?,
        Command::Lift { hold } => client.lift_hold(hold).await?,
    };
    context.printer.answer(&hold, show)?;
    Ok(Exit::Done)
}

fn whose(hold: &Hold) -> &'static str {
    if hold.server { "the server" } else { "the organisation" }
}

fn show(style: &Style, hold: &Hold) -> String {
    let time = |at: Option<Timestamp>| Cell::maybe(at.map(|at| style.time(at)));
    let pairs = [
        ("hold", Cell::new(hold.id)),
        ("name", Cell::new(&hold.name)),
        ("lines of", Cell::new(whose(hold))),
        ("from", time(hold.from)),
        ("until", time(hold.until)),
        ("placed", Cell::new(style.time(hold.placed_at))),
        ("lifted", time(hold.lifted_at)),
    ];
    fields(style, &pairs)
}
