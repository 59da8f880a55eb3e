//! `dreamos project repository`.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Project, SetRepository};
use dream_id::ProjectId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Have the work of a project begin from a git repository on the server's machine
    Set {
        /// The project's id
        project: ProjectId,
        /// The repository: a path from the root, below a folder that the server's operator allows
        path: String,
        /// The branch that work begins from [default: the one that is checked out there]
        #[arg(long, value_name = "NAME")]
        branch: Option<String>,
    },
    /// Have the work of a project begin from no repository
    Clear {
        /// The project's id
        project: ProjectId,
    },
    /// Show which repository the work of a project begins from
    Show {
        /// The project's id
        project: ProjectId,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let project = match command {
        Command::Set { project, path, branch } => client.set_repository(project, &SetRepository { path, branch }).await?,
        Command::Clear { project } => client.clear_repository(project).await?,
        Command::Show { project } => client.project(project).await?,
    };
    context.printer.answer(&project, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, project: &Project) -> String {
    let at = project.repository.as_ref();
    let pairs = [
        ("project", Cell::new(project.id)),
        ("name", Cell::new(&project.name)),
        ("repository", Cell::opt(at.map(|at| &at.path))),
        ("branch", Cell::opt(at.map(|at| &at.branch))),
    ];
    fields(style, &pairs)
}
