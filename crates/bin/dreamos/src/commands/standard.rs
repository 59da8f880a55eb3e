//! `dreamos standard`.

use crate::commands::input;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{CheckStandard, PublishStandard, Standard, StandardVerdict};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the standard in force
    Show,
    /// Look whether a standard can be published, and what it would change in every template
    Check {
        /// Its TOML
        file: PathBuf,
    },
    /// Publish a new version of the standard
    Publish {
        /// Its TOML
        file: PathBuf,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let standard = match command {
        Command::Show => context.client()?.standard().await?,
        Command::Check { file } => {
            let source = input::text(&file, "the standard")?;
            let verdict = context.client()?.check_standard(&CheckStandard { source }).await?;
            context.printer.answer(&verdict, show_verdict)?;
            return Ok(if verdict.valid { Exit::Done } else { Exit::Failed });
        }
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

fn show_verdict(_: &Style, verdict: &StandardVerdict) -> String {
    let mut lines: Vec<String> = Vec::new();
    for error in &verdict.errors {
        let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
        lines.push(format!("{}{line}: {}", error.file, error.message));
    }
    for effect in &verdict.templates {
        let found = effect.violations.iter().map(|why| format!("{}: no run could follow it: {why}", effect.template));
        lines.extend(found.chain(effect.changes.iter().map(|change| format!("{}: {change}", effect.template))));
    }
    if lines.is_empty() {
        return "the standard is valid, and changes no template".to_owned();
    }
    lines.iter().map(|line| crate::printer::printable(line)).collect::<Vec<_>>().join("\n")
}
