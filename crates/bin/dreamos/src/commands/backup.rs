//! `dreamos backup`.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use crate::restore::{self, Restored};
use clap::Subcommand;
use serde::Serialize;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the database and the blobs into one archive, while the server runs
    Create {
        /// Where to write it
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Unpack an archive into an empty data folder (--data), while no server runs on it
    Restore {
        /// The archive
        archive: PathBuf,
    },
}

/// What was written.
#[derive(Debug, Serialize)]
struct Created {
    path: String,
    bytes: u64,
    /// How many blobs are damaged or gone, and so not in it.
    damaged: u64,
    /// The first of them.
    damaged_blobs: Vec<String>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Create { output } => {
            let created = create(context, &output).await?;
            context.printer.answer(&created, |style, created| {
                let damaged =
                    Cell::maybe((created.damaged > 0).then(|| format!("{}: {}", created.damaged, created.damaged_blobs.join(" "))));
                fields(style, &[("archive", Cell::new(&created.path)), ("bytes", Cell::new(created.bytes)), ("damaged", damaged)])
            })?;
            if created.damaged > 0 {
                context.printer.note("what is damaged is not in the archive; bring it back from an older backup");
                return Ok(Exit::Partial);
            }
            context.printer.note(&format!("to restore: dreamos backup restore {} --data NEW-FOLDER", output.display()));
            Ok(Exit::Done)
        }
        Command::Restore { archive } => {
            let data = PathBuf::from(context.config()?.server.data.value);
            let work = tokio::task::spawn_blocking(move || restore::restore(&archive, &data));
            let restored = context
                .printer
                .busy("unpacking", work)
                .await
                .map_err(|error| CliError::Failed { what: error.to_string(), hint: None })??;
            context.printer.answer(&restored, show)?;
            context.printer.note(&format!("next: dreamos up --data {}", restored.data));
            Ok(Exit::Done)
        }
    }
}

/// Writes beside the file and renames at the end, so that a broken download never looks like a backup.
async fn create(context: &Context, output: &Path) -> Result<Created, CliError> {
    let io = |source| CliError::Io { doing: format!("writing {}", output.display()), source };
    if output.exists() {
        return Err(CliError::usage(format!("{} exists", output.display()), "name another file: backups are not overwritten"));
    }
    let mut download = context.client()?.backup().await?;
    let (damaged, damaged_blobs) = download.damaged();
    let mut name = output.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = output.with_file_name(name);
    let mut file = tokio::fs::File::create(&part).await.map_err(io)?;
    let bar = context.printer.bytes("backing up", download.length());
    let mut bytes = 0;
    while let Some(piece) = download.chunk().await? {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        bytes += length;
        bar.inc(length);
        file.write_all(&piece).await.map_err(io)?;
    }
    file.sync_all().await.map_err(io)?;
    bar.finish_and_clear();
    tokio::fs::rename(&part, output).await.map_err(io)?;
    Ok(Created { path: output.display().to_string(), bytes, damaged, damaged_blobs })
}

fn show(style: &Style, restored: &Restored) -> String {
    let pairs = [
        ("data folder", Cell::new(&restored.data)),
        ("made", Cell::new(style.time(restored.made_at))),
        ("by version", Cell::new(&restored.version)),
        ("files", Cell::new(restored.files)),
        ("bytes", Cell::new(restored.bytes)),
    ];
    fields(style, &pairs)
}
