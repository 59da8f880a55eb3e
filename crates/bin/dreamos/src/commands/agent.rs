//! `dreamos agent`.

mod profile;
mod show;

use crate::commands::{input, list, logs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Agent, NudgeAgent, RegisterAgent, StartAgent};
use dream_id::AgentId;
use show::{observed, pairs};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List agents by name, with what they do
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show an agent, its processes and what they use, its rules, tool servers and limits
    Show {
        /// The agent's name
        agent: String,
    },
    /// Register the agent that a manifest describes, or give the one of that name this manifest
    Register {
        /// The manifest, in TOML
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Keep a process of an agent running; one that was given up is tried again
    Start {
        /// The agent's name
        agent: String,
        /// Run it only while there is work for it
        #[arg(long)]
        on_demand: bool,
    },
    /// Stop an agent: its work goes back to the queue, and it may do nothing until it is started
    Stop {
        /// The agent's name
        agent: String,
    },
    /// End an agent's processes and start them again; they go on with their work
    Restart {
        /// The agent's name
        agent: String,
    },
    /// Tell an agent to go on with its work
    Nudge {
        /// The agent's name
        agent: String,
        /// What it is told instead of the usual words
        text: Option<String>,
    },
    /// Show what an agent has written and complained about
    Logs {
        /// The agent's name
        agent: String,
        /// How many lines to begin with
        #[arg(long, short = 'n', value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(0..=500))]
        lines: u32,
        /// Go on with every line that is written, until interrupted
        #[arg(long, short)]
        follow: bool,
    },
    /// Take an agent away; one of the same name may be registered again
    Remove {
        /// The agent's name
        agent: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let agent = match command {
        Command::List { page } => {
            let page = client.agents(&page.into()).await?;
            return list::show(context, &page, &["NAME", "ROLE", "DESIRED", "OBSERVED", "PID", "TASK", "RESTARTS", "SANDBOX"], row);
        }
        Command::Logs { agent, lines, follow } => return logs::of_agent(context, agent, lines, follow).await,
        Command::Remove { agent } => {
            let removed = client.remove_agent(&agent).await?;
            context.printer.answer(&removed, |style, agent| fields(style, &pairs(style, agent)))?;
            return Ok(Exit::Done);
        }
        Command::Show { agent } => client.agent(&agent).await?,
        Command::Register { file } => {
            let source = input::text(&file, "the manifest")?;
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
            let registered = client.register_agent(&RegisterAgent { source, file: name, desired: None }).await?;
            context
                .printer
                .note(&format!("it is started when there is work for it; keep it running: dreamos agent start {}", registered.agent.name));
            registered
        }
        Command::Start { agent, on_demand } => {
            let started = client.start_agent(&agent, &StartAgent { on_demand }).await?;
            note_held(context).await?;
            started
        }
        Command::Stop { agent } => client.stop_agent(&agent).await?,
        Command::Restart { agent } => {
            let restarted = client.restart_agent(&agent).await?;
            note_held(context).await?;
            restarted
        }
        Command::Nudge { agent, text } => {
            let nudged = client.nudge_agent(&agent, &NudgeAgent { text }).await?;
            if nudged.agent.task.is_none() {
                context.printer.note("it has no work that it could go on with: nothing is told to it now");
            }
            nudged
        }
    };
    context.printer.answer(&agent, show::detail)?;
    Ok(Exit::Done)
}

fn row(_: &Style, agent: &Agent) -> Vec<Cell> {
    vec![
        Cell::new(&agent.name),
        Cell::new(&agent.role),
        Cell::new(agent.desired),
        observed(agent.observed),
        Cell::opt(agent.pid),
        Cell::opt(agent.task),
        Cell::new(agent.restarts),
        Cell::opt(agent.sandbox.as_ref()),
    ]
}

/// The id of an agent that is named, or told by its id, as one that was removed can only be.
pub(super) async fn id_of(context: &Context, agent: Option<String>) -> Result<Option<AgentId>, CliError> {
    let Some(agent) = agent else { return Ok(None) };
    match agent.parse() {
        Ok(id) => Ok(Some(id)),
        Err(_) => Ok(Some(context.client()?.agent(&agent).await?.agent.id)),
    }
}

/// Says that nothing starts while everything is stopped.
async fn note_held(context: &Context) -> Result<(), CliError> {
    if context.client()?.swarm().await?.stopped {
        context.printer.note("all agents are stopped, this one too: it starts when somebody says `dreamos start-all`");
    }
    Ok(())
}
