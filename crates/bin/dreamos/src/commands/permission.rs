//! `dreamos permission`: what agents ask of people.

mod decide;
mod show;

use crate::commands::{agent, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::Cell;
use clap::Subcommand;
use dream_api::PermissionStatus;
use dream_client::PermissionFilter;
use dream_id::{PermissionId, RunId, TaskId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what agents ask, newest first
    List {
        /// Those that stand so
        #[arg(long, value_parser = status)]
        status: Option<PermissionStatus>,
        /// Those of one agent, by its name or its id
        #[arg(long, value_name = "AGENT")]
        agent: Option<String>,
        /// Those of one task
        #[arg(long, value_name = "TASK")]
        task: Option<TaskId>,
        /// Those of one run
        #[arg(long, value_name = "RUN")]
        run: Option<RunId>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show what an agent asks, with the exact arguments
    Show {
        /// The permission's id
        permission: PermissionId,
    },
    #[command(flatten)]
    Verdict(decide::Verdict),
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::List { status, agent, task, run, page } => {
            let filter = PermissionFilter { status, agent: agent::id_of(context, agent).await?, task, run };
            let page = context.client()?.permissions(&filter, &page.into()).await?;
            list::show(context, &page, &["ID", "STATUS", "AGENT", "TOOL", "RISK", "ASKED", "TITLE"], |style, asked| {
                vec![
                    Cell::new(asked.id),
                    Cell::painted(asked.status, show::paint(asked.status)),
                    Cell::new(&asked.agent_name),
                    Cell::new(asked.tool.as_deref().unwrap_or("(question)")),
                    Cell::new(asked.risk),
                    Cell::new(style.time(asked.asked_at)),
                    Cell::new(&asked.title),
                ]
            })
        }
        Command::Show { permission } => {
            let asked = context.client()?.permission(permission).await?;
            context.printer.answer(&asked, show::detail)?;
            show::note_next(context, &asked);
            Ok(Exit::Done)
        }
        Command::Verdict(verdict) => decide::decide(verdict, context).await,
    }
}

fn status(text: &str) -> Result<PermissionStatus, String> {
    let known = || PermissionStatus::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ");
    PermissionStatus::from_word(text).ok_or_else(|| format!("use one of {}", known()))
}
