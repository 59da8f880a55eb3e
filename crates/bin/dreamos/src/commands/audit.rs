//! `dreamos audit`.

mod rebuild;

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::Subcommand;
use dream_api::{Actor, AuditReport, AuditResult};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what happened, newest first
    Log {
        /// What happened to one thing: its id
        #[arg(long, value_name = "ID")]
        stream: Option<String>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Recompute every hash and the tree head, and compare; exit code 1 unless the ledger is intact
    Verify,
    /// Write every entry in its canonical bytes, one a line, oldest first
    Export {
        /// Where to write; stdout without it
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Fold every governed row anew from an intact ledger, while no server runs; a copy of the database is kept
    Rebuild(rebuild::Args),
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Rebuild(args) => rebuild::run(args, context).await,
        Command::Log { stream, page } => {
            let page = context.client()?.audit_log(stream.as_deref(), &page.into()).await?;
            list::show(context, &page, &["WHEN", "WHAT", "TO", "BY", "BECAUSE OF"], |style, event| {
                let (when, by) = (Cell::new(style.time(event.at)), Cell::new(actor(&event.actor)));
                vec![when, Cell::new(&event.kind), Cell::new(&event.stream), by, Cell::opt(event.cause.as_ref())]
            })
        }
        Command::Verify => {
            let client = context.client()?;
            let report = context.printer.busy("recomputing every hash", client.verify_audit()).await?;
            context.printer.answer(&report, show)?;
            Ok(if report.result == AuditResult::Intact { Exit::Done } else { Exit::Failed })
        }
        Command::Export { output } => export(context, output.as_deref()).await,
    }
}

async fn export(context: &Context, output: Option<&Path>) -> Result<Exit, CliError> {
    let mut download = context.client()?.export_audit().await?;
    let Some(path) = output else {
        while let Some(piece) = download.chunk().await? {
            context.printer.data(&piece)?;
        }
        return Ok(Exit::Done);
    };
    let io = |source| CliError::Io { doing: format!("writing {}", path.display()), source };
    let bar = context.printer.bytes("exporting", download.length());
    let mut file = tokio::fs::File::create(path).await.map_err(io)?;
    while let Some(piece) = download.chunk().await? {
        bar.inc(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        file.write_all(&piece).await.map_err(io)?;
    }
    file.sync_all().await.map_err(io)?;
    bar.finish_and_clear();
    context.printer.note(&format!("written to {}", path.display()));
    Ok(Exit::Done)
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Person { id, .. } => id.to_string(),
        Actor::Agent { name } => format!("agent {name}"),
        Actor::System { worker } => format!("server ({worker})"),
    }
}

fn show(style: &Style, report: &AuditReport) -> String {
    let paint = if report.result == AuditResult::Intact { Paint::Good } else { Paint::Bad };
    let pairs = [
        ("result", Cell::painted(report.result, paint)),
        ("events", Cell::new(report.events)),
        ("head", Cell::new(&report.head)),
        ("broken at", Cell::maybe(report.broken_at.as_ref())),
    ];
    fields(style, &pairs)
}
