//! `dreamos task`.

mod create;
mod deps;
mod list;
mod show;
mod watch;
mod work;

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, fields};
use clap::{ArgGroup, Subcommand};
use dream_api::{CancelTask, ChangeTask, Priority, Reason, SetTaskLimit, TaskLimits};
use dream_id::{ProjectId, TaskId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List tasks, newest first
    List(Box<list::Args>),
    /// Show a task, what became of it, and its attempts
    Show {
        /// The task's id
        task: TaskId,
    },
    /// Create a task
    Create(Box<create::Args>),
    /// Claim tasks: each is yours alone until its lease ends
    Claim(Box<work::ClaimArgs>),
    /// Assign a task to a worker by name, or with --nobody to none
    #[command(group(ArgGroup::new("to").required(true).args(["worker", "nobody"])))]
    #[command(override_usage = "dreamos task assign [OPTIONS] <TASK> <WORKER|--nobody>")]
    Assign {
        /// The task's id
        task: TaskId,
        /// The worker's name
        worker: Option<String>,
        /// Take it from whoever it is assigned to
        #[arg(long)]
        nobody: bool,
    },
    /// Say how urgent a task is
    Prioritise {
        /// The task's id
        task: TaskId,
        /// critical, high, normal or low
        #[arg(value_parser = priority)]
        priority: Priority,
    },
    /// Say how far you have come, which renews the lease as well
    #[command(group(ArgGroup::new("how_far").required(true).multiple(true).args(["percent", "note"])))]
    #[command(override_usage = "dreamos task progress [OPTIONS] <TASK> <PERCENT|--note <TEXT>>")]
    Progress {
        /// The task's id
        task: TaskId,
        /// In per cent
        #[arg(value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
        percent: Option<u32>,
        /// In words
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        #[command(flatten)]
        of: work::Of,
    },
    /// Say that you are still at a task, which renews the lease
    Heartbeat {
        /// The task's id
        task: TaskId,
        #[command(flatten)]
        of: work::Of,
    },
    /// Hand the work on a task in
    Complete(work::CompleteArgs),
    /// Say that an attempt failed: another one follows, or the task is a dead letter
    Fail {
        /// The task's id
        task: TaskId,
        /// What went wrong
        #[arg(long, value_name = "TEXT")]
        message: String,
        /// No further attempt would mend it
        #[arg(long)]
        permanent: bool,
        #[command(flatten)]
        of: work::Of,
    },
    /// Give a task back without having failed
    Release {
        /// The task's id
        task: TaskId,
        #[command(flatten)]
        of: work::Of,
    },
    /// Open a failed task again
    Retry {
        /// The task's id
        task: TaskId,
    },
    /// Pause a task: nobody claims it
    Pause {
        /// The task's id
        task: TaskId,
    },
    /// Let a paused task go on
    Resume {
        /// The task's id
        task: TaskId,
    },
    /// Cancel a task for good
    Cancel {
        /// The task's id
        task: TaskId,
        /// And everything below it
        #[arg(long)]
        tree: bool,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Show what a task waits for and who waits for it, or change what it depends on
    Deps(deps::Args),
    /// Watch the tasks on a live board, by status
    Watch(watch::Args),
    /// Show how many tasks may run at once
    Limits,
    /// Limit how many tasks of a role, of a project, or of the whole organisation run at once
    #[command(group(ArgGroup::new("how_many").required(true).args(["max", "none"])))]
    Limit {
        /// Of a role
        #[arg(long, value_name = "ROLE", conflicts_with = "project")]
        role: Option<String>,
        /// Of a project
        #[arg(long, value_name = "PROJECT")]
        project: Option<ProjectId>,
        /// How many
        #[arg(long, value_name = "N")]
        max: Option<u32>,
        /// As many as there are workers: lifts the limit
        #[arg(long)]
        none: bool,
    },
}

/// Reads a priority.
pub(super) fn priority(text: &str) -> Result<Priority, String> {
    Priority::from_word(text).ok_or_else(|| format!("`{text}` is not a priority; use critical, high, normal or low"))
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let change = |task, change: ChangeTask| async move { context.client()?.change_task(task, &change).await.map_err(CliError::from) };
    let task = match command {
        Command::List(args) => return list::list(context, *args).await,
        Command::Claim(args) => return work::claim(context, *args).await,
        Command::Progress { task, percent, note, of } => return work::heartbeat(context, task, percent, note, of).await,
        Command::Heartbeat { task, of } => return work::heartbeat(context, task, None, None, of).await,
        Command::Deps(args) => return deps::deps(context, args).await,
        Command::Watch(args) => return watch::watch(context, args).await,
        Command::Limits => return answer_limits(context, &client.task_limits().await?),
        Command::Limit { role, project, max, none: _ } => {
            return answer_limits(context, &client.set_task_limit(&SetTaskLimit { role, project, max }).await?);
        }
        Command::Show { task } => client.task(task).await?,
        Command::Create(args) => create::create(context, *args).await?,
        Command::Assign { task, worker, nobody } => {
            change(task, ChangeTask { assignee: worker, unassign: nobody, ..ChangeTask::default() }).await?
        }
        Command::Prioritise { task, priority } => change(task, ChangeTask { priority: Some(priority), ..ChangeTask::default() }).await?,
        Command::Complete(args) => work::complete(context, args).await?,
        Command::Fail { task, message, permanent, of } => work::fail(context, task, message, permanent, of).await?,
        Command::Release { task, of } => work::release(context, task, of).await?,
        Command::Retry { task } => client.retry_task(task).await?,
        Command::Pause { task } => change(task, ChangeTask { paused: Some(true), ..ChangeTask::default() }).await?,
        Command::Resume { task } => change(task, ChangeTask { paused: Some(false), ..ChangeTask::default() }).await?,
        Command::Cancel { task, tree, reason } => client.cancel_task(task, &CancelTask { reason, tree }).await?,
    };
    context.printer.answer(&task, show::detail)?;
    if task.task.reason == Some(Reason::Dependency) {
        deps::note_lost(context, task.task.id).await?;
    }
    Ok(Exit::Done)
}

fn answer_limits(context: &Context, limits: &TaskLimits) -> Result<Exit, CliError> {
    context.printer.answer(limits, |style, limits| {
        let organisation = limits.organisation.map_or_else(|| "as many as there are workers".to_owned(), |max| max.to_string());
        let mut pairs = vec![("organisation".to_owned(), Cell::new(organisation))];
        pairs.extend(limits.roles.iter().map(|(role, max)| (format!("role {role}"), Cell::new(max))));
        pairs.extend(limits.projects.iter().map(|(project, max)| (project.to_string(), Cell::new(max))));
        let pairs: Vec<(&str, Cell)> = pairs.iter().map(|(name, cell)| (name.as_str(), cell.clone())).collect();
        fields(style, &pairs)
    })?;
    Ok(Exit::Done)
}
