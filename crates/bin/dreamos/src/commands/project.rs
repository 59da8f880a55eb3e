//! `dreamos project`.

mod repository;

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{ChangeProject, CreateProject, Project};
use dream_client::ProjectFilter;
use dream_id::ProjectId;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open a project from a brief
    Create {
        /// What people will call it
        name: String,
        /// The brief: Markdown, at most 1 MiB
        #[arg(long, value_name = "FILE")]
        brief: PathBuf,
        /// The template of its runs
        #[arg(long, value_name = "NAME", default_value = "software-delivery")]
        template: String,
    },
    /// List projects, newest first
    List {
        /// Those that are put away as well
        #[arg(long)]
        archived: bool,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Print a project's brief
    Brief {
        /// The project's id
        project: ProjectId,
    },
    /// Show a project
    Show {
        /// The project's id
        project: ProjectId,
    },
    /// Give a project another name
    Rename {
        /// The project's id
        project: ProjectId,
        /// What people will call it
        name: String,
    },
    /// Put a project away: no run starts in it, and those under way go on
    Archive {
        /// The project's id
        project: ProjectId,
    },
    /// Take a project out again
    Unarchive {
        /// The project's id
        project: ProjectId,
    },
    /// The git repository that a project's work begins from
    #[command(subcommand)]
    Repository(repository::Command),
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Create { name, brief, template } => create(context, name, &brief, template).await,
        Command::List { archived, page } => {
            let page = context.client()?.projects(&ProjectFilter { archived }, &page.into()).await?;
            list::show(context, &page, &["ID", "NAME", "TEMPLATE", "CREATED"], |style, project| {
                let name = if project.archived { format!("{} (archived)", project.name) } else { project.name.clone() };
                vec![Cell::new(project.id), Cell::new(name), Cell::new(&project.template), Cell::new(style.time(project.created_at))]
            })
        }
        Command::Brief { project } => {
            let brief = context.client()?.project_brief(project).await?;
            context.printer.answer(&String::from_utf8_lossy(&brief), |_, brief| brief.to_string())?;
            Ok(Exit::Done)
        }
        Command::Show { project } => {
            let project = context.client()?.project(project).await?;
            context.printer.answer(&project, show)?;
            Ok(Exit::Done)
        }
        Command::Rename { project, name } => change(context, project, ChangeProject { name: Some(name), archived: None }).await,
        Command::Archive { project } => change(context, project, ChangeProject { name: None, archived: Some(true) }).await,
        Command::Repository(command) => repository::run(command, context).await,
        Command::Unarchive { project } => change(context, project, ChangeProject { name: None, archived: Some(false) }).await,
    }
}

async fn change(context: &Context, project: ProjectId, change: ChangeProject) -> Result<Exit, CliError> {
    let project = context.client()?.change_project(project, &change).await?;
    context.printer.answer(&project, show)?;
    Ok(Exit::Done)
}

async fn create(context: &Context, name: String, brief: &std::path::Path, template: String) -> Result<Exit, CliError> {
    let brief = input::text(brief, "the brief")?;
    let project = context.client()?.create_project(&CreateProject { name, brief, template }).await?;
    context.printer.answer(&project, show)?;
    context.printer.note(&format!("next: dreamos run start {}", project.id));
    Ok(Exit::Done)
}

fn show(style: &Style, project: &Project) -> String {
    let pairs = [
        ("project", Cell::new(project.id)),
        ("name", Cell::new(&project.name)),
        ("template", Cell::new(&project.template)),
        ("brief", Cell::new(format!("{} ({} bytes)", project.brief_digest, project.brief_bytes))),
        ("repository", Cell::opt(project.repository.as_ref().map(|at| format!("{} ({})", at.path, at.branch)))),
        ("archived", Cell::new(if project.archived { "yes" } else { "no" })),
        ("created", Cell::new(style.time(project.created_at))),
        ("by", Cell::maybe(project.created_by)),
    ];
    fields(style, &pairs)
}
