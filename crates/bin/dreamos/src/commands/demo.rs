//! `dreamos demo`: the sample that a newcomer decides about.

use crate::commands::run::wait::next_change;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::Demo;
use dream_client::Client;
use std::time::Duration;
use tokio::time::Instant;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the sample: a project at its first gate, with two versions; what is there already stays
    Seed {
        /// How long agents may take before the command gives up with exit code 8; the sample goes on by itself when it is run again
        #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration::parse)]
        timeout: Duration,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let Command::Seed { timeout } = command;
    let client = context.client()?;
    let seeded = context.printer.busy("making the sample", seed(&client, timeout)).await?;
    context.printer.answer(&seeded, show)?;
    if !seeded.complete {
        context.printer.note(&format!("agents are still at work after {}; run it again to go on", duration::short(timeout)));
        return Ok(Exit::Pending);
    }
    if let Some(review) = seeded.review {
        context.printer.note(&format!("next: dreamos review show {review}"));
    }
    Ok(Exit::Done)
}

/// Goes on with the sample at every event until there is nothing left to do, or `timeout` has passed.
async fn seed(client: &Client, timeout: Duration) -> Result<Demo, CliError> {
    let deadline = Instant::now() + timeout;
    let mut feed = client.feed(None);
    feed.connect().await?;
    loop {
        let seeded = client.seed_demo().await?;
        if seeded.complete || Instant::now() >= deadline {
            return Ok(seeded);
        }
        next_change(&mut feed, deadline).await?;
    }
}

fn show(style: &Style, seeded: &Demo) -> String {
    let review = Cell::opt(seeded.review);
    fields(style, &[("project", Cell::new(seeded.project)), ("run", Cell::new(seeded.run)), ("review", review)])
}
