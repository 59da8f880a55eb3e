//! `dreamos budget`.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Budget, RaiseBudget, Usd};
use dream_id::RunId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what a run may spend, holds for calls under way, and has spent
    Show {
        /// The run's id
        run: RunId,
    },
    /// Raise what a run may spend
    Raise {
        /// The run's id
        run: RunId,
        /// The new limit in US dollars
        #[arg(long, value_name = "USD")]
        to: Usd,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let budget = match command {
        Command::Show { run } => client.budget(run).await?,
        Command::Raise { run, to, reason } => client.raise_budget(run, &RaiseBudget { cap_usd: to, reason }).await?,
    };
    context.printer.answer(&budget, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, budget: &Budget) -> String {
    let dollars = |amount: Usd| Cell::new(format!("{amount} USD"));
    let pairs = [
        ("run", Cell::new(budget.run)),
        ("may spend", dollars(budget.cap_usd)),
        ("held", dollars(budget.reserved_usd)),
        ("spent", dollars(budget.spent_usd)),
    ];
    fields(style, &pairs)
}
