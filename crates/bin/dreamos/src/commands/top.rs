//! `dreamos top`: what goes on, on one screen.

mod draw;
mod keys;
mod once;
mod screen;
mod snapshot;
mod theme;
mod view;

use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use snapshot::Snapshot;
use std::io::IsTerminal as _;
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print what goes on once, and end; so do --json and an output that is no terminal
    #[arg(long)]
    once: bool,
    /// How often to look
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "2s")]
    every: Duration,
}

pub(crate) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let first = Snapshot::take(&client, None).await?;
    if args.once || context.printer.is_json() || !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        context.printer.answer(&first, once::text)?;
        return Ok(Exit::Done);
    }
    screen::run(context, client, first, args.every.max(Duration::from_millis(250))).await
}
