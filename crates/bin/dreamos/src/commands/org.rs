//! `dreamos org`.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Organisation, RenameOrganisation};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the organisation that your token belongs to
    Show,
    /// Give the organisation another name
    Rename {
        /// What people will call it
        name: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let organisation = match command {
        Command::Show => client.organisation().await?,
        Command::Rename { name } => client.rename_organisation(&RenameOrganisation { name }).await?,
    };
    context.printer.answer(&organisation, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, organisation: &Organisation) -> String {
    let pairs = [
        ("organisation", Cell::new(organisation.id)),
        ("name", Cell::new(&organisation.name)),
        ("founded", Cell::new(style.time(organisation.created_at))),
    ];
    fields(style, &pairs)
}
