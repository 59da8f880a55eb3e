//! `dreamos backup`.

use crate::config::{BridgeFlags, ModelFlags, ServerFlags};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use crate::private;
use crate::restore::{self, Restored, Target};
use crate::wiring;
use clap::Subcommand;
use dream_sql::Location;
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
    /// Unpack an archive into an empty data folder (--data), while no server runs on it; one made on PostgreSQL into an empty database
    Restore {
        /// The archive
        archive: PathBuf,
        #[arg(
            long,
            value_name = "URL",
            help = "For an archive made on PostgreSQL: the empty database, postgres://… [environment: DREAMOS_DATABASE]"
        )]
        database: Option<String>,
        #[arg(long, value_name = "URL", help = "And where the blobs go: s3://bucket/prefix, or a folder [environment: DREAMOS_BLOBS]")]
        blobs: Option<String>,
    },
}

/// Said of a ledger that is broken.
const RESTORED: &str = "the backup was restored as it was written, but";

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
    // All that the server keeps is in it, hashes of passwords and sealed secrets too.
    private::keep_what_is_made();
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
        Command::Restore { archive, database, blobs } => {
            let restored = restore(context, archive, ServerFlags { database, blobs, ..ServerFlags::default() }).await?;
            context.printer.answer(&restored, show)?;
            context
                .printer
                .note(&format!("next: dreamos up --data {}, on the same --database and --blobs if there were any", restored.data));
            if restored.damaged_blobs.is_empty() {
                return Ok(Exit::Done);
            }
            context.printer.note("blobs were damaged when the archive was made, and are not in it; bring them back from an older backup");
            Ok(Exit::Partial)
        }
    }
}

/// Restores into a data folder, or where a database is named into that; either way the ledger is verified afterwards.
async fn restore(context: &Context, archive: PathBuf, flags: ServerFlags) -> Result<Restored, CliError> {
    let server = context.config_with(flags, ModelFlags::default(), BridgeFlags::default())?.server;
    let data = PathBuf::from(server.data.value);
    let (store, mut restored) = match server.database.value {
        Some(database) => {
            let missing = || {
                CliError::usage("--database names a database, and --blobs is missing", "say where its blobs go: --blobs s3://… or a folder")
            };
            let database = wiring::location(&database)?;
            if let Location::Sqlite { path } = &database {
                let what = format!("{} is a file, and a restore makes the file dream.db in the data folder", path.display());
                return Err(CliError::usage(what, "leave --database out, and DREAMOS_DATABASE"));
            }
            let target = Target { data, database, blobs: server.blobs.value.ok_or_else(missing)? };
            context.printer.busy("restoring", restore::into_database(archive, target)).await?
        }
        None => {
            let folder = data.clone();
            let unpacking = tokio::task::spawn_blocking(move || restore::into_folder(&archive, &folder));
            let unpacked = context.printer.busy("unpacking", unpacking).await;
            let restored = unpacked.map_err(|error| wiring::failed("unpacking", &error))??;
            (wiring::open_store(Location::Sqlite { path: data.join("dream.db") }).await?, restored)
        }
    };
    restored.events = context.printer.busy("verifying the ledger", wiring::verify(&store, RESTORED)).await?;
    store.close().await.map_err(|error| wiring::failed("closing the database", &error))?;
    Ok(restored)
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
    let missing = &restored.damaged_blobs;
    let missing = (!missing.is_empty()).then(|| format!("{}: {}", missing.len(), missing.join(" ")));
    let pairs = [
        ("data folder", Cell::new(&restored.data)),
        ("made", Cell::new(style.time(restored.made_at))),
        ("by version", Cell::new(&restored.version)),
        ("files", Cell::new(restored.files)),
        ("bytes", Cell::new(restored.bytes)),
        ("events verified", Cell::new(restored.events)),
        ("not in it", Cell::maybe(missing)),
    ];
    fields(style, &pairs)
}
