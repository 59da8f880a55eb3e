//! Listing tasks.

use super::{priority, show};
use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;
use dream_api::{Priority, Status};
use dream_client::TaskFilter;
use dream_id::{ProjectId, RunId, TaskId};

/// Which tasks to list.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Those that stand so: queued, running, waiting, blocked, failed, done or cancelled
    #[arg(long, value_parser = status)]
    status: Option<Status>,
    /// Those of one project
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// Those of one run
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// The children of one task
    #[arg(long, value_name = "TASK")]
    parent: Option<TaskId>,
    /// Those assigned to one worker by name, and those that it is at
    #[arg(long, value_name = "WORKER")]
    worker: Option<String>,
    /// Those of one role
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Those of one priority
    #[arg(long, value_name = "P", value_parser = priority)]
    priority: Option<Priority>,
    #[command(flatten)]
    page: list::PageArgs,
}

fn status(text: &str) -> Result<Status, String> {
    let known = || Status::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ");
    Status::from_word(text).ok_or_else(|| format!("`{text}` is not a status; use one of {}", known()))
}

pub(super) async fn list(context: &Context, args: Args) -> Result<Exit, CliError> {
    let Args { status, project, run, parent, worker, role, priority, page } = args;
    let filter = TaskFilter { status, project, run, parent, worker, role, priority };
    let page = context.client()?.tasks(&filter, &page.into()).await?;
    list::show(context, &page, &["ID", "STATUS", "PRIORITY", "WORKER", "PROGRESS", "TITLE"], |_, task| {
        vec![
            Cell::new(task.id),
            Cell::status(task.status, task.reason),
            Cell::new(task.priority),
            Cell::opt(show::worker(task)),
            Cell::new(format!("{} %", task.progress)),
            Cell::new(&task.title),
        ]
    })
}
