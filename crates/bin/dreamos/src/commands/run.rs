//! `dreamos run`.

mod control;
mod rollback;
mod show;
pub(super) mod wait;
mod watch;

use crate::commands::{constraint, list};
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;
use clap::{Subcommand, ValueEnum};
use dream_api::{Replay, ReplayResult, RerunRun, StartRun, Status, Usd};
use dream_client::RunFilter;
use dream_id::{ProjectId, RunId};
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a run of a project
    Start {
        /// The project's id
        project: ProjectId,
        /// The template, when not the project's: NAME, or NAME@N for a version that was published before
        #[arg(long, value_name = "NAME[@N]", value_parser = template)]
        template: Option<(String, Option<u32>)>,
        /// The most that its model calls may cost, in US dollars
        #[arg(long, value_name = "USD")]
        max_cost: Option<Usd>,
        /// What binds it from the start; may be given more than once
        #[arg(long, value_name = "TEXT")]
        constraint: Vec<String>,
        #[command(flatten)]
        rules: constraint::rules::RuleArgs,
    },
    /// List runs, newest first
    List {
        /// Those of one project
        #[arg(long, value_name = "PROJECT")]
        project: Option<ProjectId>,
        /// Those that stand so
        #[arg(long, value_parser = status)]
        status: Option<Status>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a run and its stages
    Show {
        /// The run's id
        run: RunId,
    },
    /// List the attempts at a run's stages, oldest first
    Attempts {
        /// The run's id
        run: RunId,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Watch a run until it ends
    Watch {
        /// The run's id
        run: RunId,
    },
    /// Wait until a run asks for a review, or has ended
    Wait {
        /// The run's id
        run: RunId,
        /// What to wait for
        #[arg(long, value_enum, default_value = "review")]
        until: Until,
        /// How long to wait before giving up with exit code 8
        #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration::parse)]
        timeout: Duration,
    },
    /// Pause a run: what runs ends, nothing new starts
    Pause {
        /// The run's id
        run: RunId,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Let a paused run go on
    Resume {
        /// The run's id
        run: RunId,
    },
    /// Cancel a run for good
    Cancel {
        /// The run's id
        run: RunId,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Run again: from a stage, or without one as a new run of the same template version and brief
    Rerun {
        /// The run's id
        run: RunId,
        /// The stage from which this run begins again
        #[arg(long, value_name = "STAGE")]
        from: Option<String>,
    },
    /// Roll a run back to a stage: later work is superseded, never erased
    Rollback(rollback::Args),
    /// Run a run again from its record, and compare every artifact
    Replay {
        /// The run's id
        run: RunId,
    },
}

/// What `run wait` waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Until {
    /// A review is asked for, or the run has ended
    Review,
    /// The run has ended
    Finished,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Start { project, template, max_cost, constraint, rules } => {
            let constraints = rules.bind(constraint)?;
            let (template, template_version) = template.map_or((None, None), |(name, version)| (Some(name), version));
            start(context, project, StartRun { template, template_version, max_cost_usd: max_cost, constraints }).await
        }
        Command::List { project, status, page } => {
            let page = context.client()?.runs(&RunFilter { project, status }, &page.into()).await?;
            list::show(context, &page, &["ID", "STATUS", "PROJECT", "TEMPLATE", "COST USD", "STARTED"], |style, run| {
                let cost = format!("{} of {}", run.cost_usd, run.max_cost_usd);
                let status = Cell::status(run.status, run.reason);
                vec![
                    Cell::new(run.id),
                    status,
                    Cell::new(run.project),
                    Cell::new(&run.template),
                    Cell::new(cost),
                    Cell::new(style.time(run.started_at)),
                ]
            })
        }
        Command::Show { run } => {
            let run = context.client()?.run(run).await?;
            context.printer.answer(&run, show::run)?;
            show::note_next(context, &run);
            Ok(Exit::Done)
        }
        Command::Attempts { run, page } => attempts(context, run, page).await,
        Command::Watch { run } => watch::watch(context, run).await,
        Command::Wait { run, until, timeout } => wait::wait(context, run, until, timeout).await,
        Command::Pause { run, reason } => control::pause(context, run, reason).await,
        Command::Resume { run } => control::resume(context, run).await,
        Command::Cancel { run, reason } => control::cancel(context, run, reason).await,
        Command::Rerun { run, from } => control::rerun(context, run, RerunRun { from }).await,
        Command::Rollback(args) => rollback::rollback(context, args).await,
        Command::Replay { run } => replay(context, run).await,
    }
}

async fn start(context: &Context, project: ProjectId, body: StartRun) -> Result<Exit, CliError> {
    let run = context.client()?.start_run(project, &body).await?;
    context.printer.answer(&run, show::run)?;
    context.printer.note(&format!("next: dreamos run watch {}, or dreamos run wait {} --until review", run.id, run.id));
    Ok(Exit::Done)
}

async fn attempts(context: &Context, run: RunId, page: list::PageArgs) -> Result<Exit, CliError> {
    let page = context.client()?.attempts(run, &page.into()).await?;
    list::show(context, &page, &["ID", "STAGE", "NUMBER", "STATUS", "CALLS", "COST USD", "STARTED", "MESSAGE"], |style, attempt| {
        vec![
            Cell::new(attempt.id),
            Cell::new(&attempt.stage),
            Cell::new(attempt.number),
            Cell::status(attempt.status, attempt.reason),
            Cell::new(attempt.calls.len()),
            Cell::new(attempt.cost_usd),
            Cell::new(style.time(attempt.started_at)),
            Cell::opt(attempt.message.as_ref()),
        ]
    })
}

async fn replay(context: &Context, run: RunId) -> Result<Exit, CliError> {
    let client = context.client()?;
    let replay: Replay = context.printer.busy("running it again from its record", client.replay(run)).await?;
    context.printer.answer(&replay, show::replay)?;
    Ok(if replay.result == ReplayResult::Identical { Exit::Done } else { Exit::Failed })
}

/// A template's name, with the number of a version behind an `@`.
fn template(text: &str) -> Result<(String, Option<u32>), String> {
    match text.split_once('@') {
        None => Ok((text.to_owned(), None)),
        Some((name, number)) => match number.parse() {
            Ok(number @ 1..) => Ok((name.to_owned(), Some(number))),
            _ => Err(format!("`{number}` is not a version: versions are numbered from 1")),
        },
    }
}

fn status(text: &str) -> Result<Status, String> {
    let known = || Status::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ");
    Status::from_word(text).ok_or_else(|| format!("use one of {}", known()))
}
