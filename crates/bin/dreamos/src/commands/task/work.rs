//! What workers say on the command line.

use crate::commands::input;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Table, fields};
use dream_api::{ClaimTasks, CompleteTask, FailTask, ReleaseTask, Span, TaskDetail, TaskHeartbeat};
use dream_id::{ProjectId, TaskId, VersionId};
use std::path::PathBuf;

/// Which attempt, and by whom.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Of {
    /// The attempt that the claim gave; the present one without it
    #[arg(long, value_name = "N")]
    attempt: Option<u32>,
    /// The name of the worker; any of yours without it
    #[arg(long = "as", value_name = "NAME")]
    worker: Option<String>,
}

/// What a worker asks for.
#[derive(Debug, clap::Args)]
pub(crate) struct ClaimArgs {
    /// The name of the worker; your own without it
    #[arg(long = "as", value_name = "NAME")]
    worker: Option<String>,
    /// A role that it works in; any without it; may be given more than once
    #[arg(long, value_name = "ROLE")]
    role: Vec<String>,
    /// What it is able to do; may be given more than once
    #[arg(long, value_name = "NAME")]
    capability: Vec<String>,
    /// The one project whose tasks it wants
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// How many tasks at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: Option<u32>,
    /// How long they are its own unless it says that it goes on
    #[arg(long, value_name = "TIME")]
    lease: Option<Span>,
    /// How long to wait for something to come: 1m at most
    #[arg(long, value_name = "TIME")]
    wait: Option<Span>,
}

/// Work that is handed in.
#[derive(Debug, clap::Args)]
pub(crate) struct CompleteArgs {
    /// The task's id
    task: TaskId,
    /// What came of it
    #[arg(long, value_name = "TEXT", conflicts_with = "output_file")]
    output: Option<String>,
    /// A file that says what came of it
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// A version of an artifact that came of it; may be given more than once
    #[arg(long, value_name = "VERSION")]
    artifact: Vec<VersionId>,
    #[command(flatten)]
    of: Of,
}

/// Claims tasks; exit code 8 when there is none now.
pub(super) async fn claim(context: &Context, args: ClaimArgs) -> Result<Exit, CliError> {
    let client = context.client()?;
    let worker = match args.worker {
        Some(worker) => worker,
        None => {
            let who = client.whoami().await?;
            who.name
        }
    };
    let ClaimArgs { role, capability, project, limit, lease, wait, .. } = args;
    let ask = ClaimTasks { worker, roles: role, capabilities: capability, project, limit, lease, wait };
    let claimed = client.claim_tasks(&ask).await?;
    context.printer.answer(&claimed, |style, claimed| {
        let table = Table::of(&["ID", "ATTEMPT", "PRIORITY", "LEASE ENDS", "TITLE"], &claimed.tasks, |task| {
            let lease = style.time(task.lease_until);
            vec![Cell::new(task.id), Cell::new(task.attempt), Cell::new(task.priority), Cell::new(lease), Cell::new(&task.title)]
        });
        table.render(style)
    })?;
    if claimed.tasks.is_empty() {
        context.printer.note("there is nothing to claim now; add --wait 30s to wait for something");
        return Ok(Exit::Pending);
    }
    Ok(Exit::Done)
}

/// Renews the lease; a task that was cancelled meanwhile ends the command with exit code 7.
pub(super) async fn heartbeat(
    context: &Context,
    task: TaskId,
    progress: Option<u32>,
    note: Option<String>,
    of: Of,
) -> Result<Exit, CliError> {
    let body = TaskHeartbeat { worker: of.worker, attempt: of.attempt, progress, note };
    let lease = context.client()?.heartbeat_task(task, &body).await?;
    context.printer.answer(&lease, |style, lease| {
        let pairs = [
            ("task", Cell::new(lease.task)),
            ("attempt", Cell::new(lease.attempt)),
            ("lease ends", Cell::maybe(lease.lease_until.map(|at| style.time(at)))),
        ];
        fields(style, &pairs)
    })?;
    if lease.cancelled {
        context.printer.note("the task was cancelled: stop, and claim another one");
        return Ok(Exit::Cancelled);
    }
    Ok(Exit::Done)
}

pub(super) async fn complete(context: &Context, args: CompleteArgs) -> Result<TaskDetail, CliError> {
    let output = match (args.output, args.output_file) {
        (None, Some(path)) => Some(input::text(&path, "the output")?),
        (output, _) => output,
    };
    let body = CompleteTask { worker: args.of.worker, attempt: args.of.attempt, output, artifacts: args.artifact };
    Ok(context.client()?.complete_task(args.task, &body).await?)
}

pub(super) async fn fail(context: &Context, task: TaskId, message: String, permanent: bool, of: Of) -> Result<TaskDetail, CliError> {
    let body = FailTask { worker: of.worker, attempt: of.attempt, message, permanent };
    Ok(context.client()?.fail_task(task, &body).await?)
}

pub(super) async fn release(context: &Context, task: TaskId, of: Of) -> Result<TaskDetail, CliError> {
    Ok(context.client()?.release_task(task, &ReleaseTask { worker: of.worker, attempt: of.attempt }).await?)
}
