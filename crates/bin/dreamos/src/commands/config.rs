//! `dreamos config`.

use crate::config::{BridgeFlags, Entry, ModelFlags, ServerFlags};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Table};
use clap::Subcommand;
use dream_api::Page;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every setting and where its value came from; secrets are never shown
    Show {
        #[command(flatten)]
        server: Box<ServerFlags>,
        #[command(flatten)]
        models: ModelFlags,
        #[command(flatten)]
        bridge: BridgeFlags,
    },
}

pub(crate) fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let Command::Show { server, models, bridge } = command;
    let entries = Page { items: context.config_with(*server, models, bridge)?.entries(), next: None };
    context.printer.answer(&entries, |style, entries| {
        let row = |entry: &Entry| vec![Cell::new(entry.name), Cell::opt(entry.value.as_ref()), Cell::painted(&entry.origin, Paint::Faint)];
        Table::of(&["SETTING", "VALUE", "FROM"], &entries.items, row).render(style)
    })?;
    Ok(Exit::Done)
}
