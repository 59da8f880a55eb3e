//! `dreamos artifact`.

mod get;
mod show;

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;
use crate::version_ref::{VersionRange, VersionRef};
use clap::Subcommand;
use dream_client::PutContent;
use dream_id::{ArtifactId, RunId};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the artifacts of a run, newest versions
    List {
        /// The run's id
        run: RunId,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a version: its files, who made it, and from what
    Show {
        /// The artifact's id; ARTIFACT@N for one version
        #[arg(value_name = "ARTIFACT[@N]")]
        version: VersionRef,
    },
    /// List the versions of an artifact, newest first
    Versions {
        /// The artifact's id
        artifact: ArtifactId,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Download a version: its only file, or a folder of its files
    Get {
        /// The artifact's id; ARTIFACT@N for one version
        #[arg(value_name = "ARTIFACT[@N]")]
        version: VersionRef,
        /// Where to write; - writes a single file to stdout
        #[arg(long, value_name = "PATH")]
        output: PathBuf,
    },
    /// Make a new version with a file of yours: what rested on the old one is reviewed or made again
    Put {
        /// The artifact's id
        artifact: ArtifactId,
        /// The file to put
        #[arg(long, value_name = "PATH")]
        file: PathBuf,
        /// Which file of the artifact it replaces, when there are several
        #[arg(long, value_name = "PATH")]
        path: Option<String>,
        /// Refuse if this version is no longer the newest
        #[arg(long, value_name = "N")]
        replaces: Option<u32>,
    },
    /// Show what changed between two versions
    Diff {
        /// The artifact's id and two of its versions, such as art_…@1..2
        #[arg(value_name = "ARTIFACT@A..B")]
        versions: VersionRange,
    },
    /// Show where a version came from, and where it went
    Lineage {
        /// The artifact's id; ARTIFACT@N for one version
        #[arg(value_name = "ARTIFACT[@N]")]
        version: VersionRef,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::List { run, page } => {
            let page = context.client()?.artifacts(run, &page.into()).await?;
            list::show(context, &page, &["ID", "NAME", "KIND", "VERSION", "APPROVED", "FILES", "DIGEST"], |_, artifact| {
                let approved = Cell::opt(artifact.approved_version);
                let (version, files) = (Cell::new(artifact.version), Cell::new(artifact.files.len()));
                vec![
                    Cell::new(artifact.id),
                    Cell::new(&artifact.name),
                    Cell::new(&artifact.kind),
                    version,
                    approved,
                    files,
                    Cell::digest(&artifact.digest),
                ]
            })
        }
        Command::Versions { artifact, page } => {
            let page = context.client()?.versions(artifact, &page.into()).await?;
            list::show(context, &page, &["VERSION", "MADE", "BY", "FILES", "DIGEST"], |style, artifact| {
                let made = Cell::new(style.time(artifact.created_at));
                vec![
                    Cell::new(artifact.version),
                    made,
                    Cell::new(show::maker(artifact)),
                    Cell::new(artifact.files.len()),
                    Cell::digest(&artifact.digest),
                ]
            })
        }
        Command::Show { version } => {
            let artifact = context.client()?.artifact(version.artifact, version.version).await?;
            context.printer.answer(&artifact, show::artifact)?;
            Ok(Exit::Done)
        }
        Command::Get { version, output } => get::get(context, version, &output).await,
        Command::Put { artifact, file, path, replaces } => {
            let bytes = input::bytes(&file, "the file")?.into();
            let client = context.client()?;
            let put = client.put_artifact(artifact, PutContent { path, replaces, bytes });
            let artifact = context.printer.busy("sending the file", put).await?;
            context.printer.answer(&artifact, show::artifact)?;
            context.printer.note(&format!("next: dreamos run show {}", artifact.run));
            Ok(Exit::Done)
        }
        Command::Diff { versions } => {
            let diff = context.client()?.diff(versions.artifact, versions.from, versions.to).await?;
            context.printer.answer(&diff, show::diff)?;
            Ok(Exit::Done)
        }
        Command::Lineage { version } => {
            let lineage = context.client()?.lineage(version.artifact, version.version).await?;
            context.printer.answer(&lineage, show::lineage)?;
            Ok(Exit::Done)
        }
    }
}
