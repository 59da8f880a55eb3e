//! `dreamos standard`.

use crate::commands::input;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{PublishStandard, Standard};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the standard in force
    Show,
    /// Publish a new version of the standard
    Publish {
        /// Its TOML
        file: PathBuf,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let standard = match command {
        Command::Show => context.client()?.standard().await?,
        Command::Publish { file } => {
            let source = input::text(&file, "the standard")?;
            context.client()?.publish_standard(&PublishStandard { source }).await?
        }
    };
    context.printer.answer(&standard, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, standard: &Standard) -> String {
    let Some(source) = &standard.source else {
        return "no standard was ever published: templates are bound by nothing but their own rules".to_owned();
    };
    let pairs = [
        ("version", Cell::new(standard.version)),
        ("digest", Cell::maybe(standard.digest.as_ref())),
        ("published", Cell::maybe(standard.published_at.map(|at| style.time(at)))),
    ];
    format!("{}\n\n{source}", fields(style, &pairs))
}
