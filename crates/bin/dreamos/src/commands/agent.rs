//! `dreamos agent`.

use crate::commands::{input, list, logs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::Subcommand;
use dream_api::{Agent, AgentDetail, NudgeAgent, Observed, RegisterAgent, StartAgent};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List agents by name, with what they do
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show an agent, its processes and what they use
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
            context.printer.answer(&removed, |style, agent| fields(style, &pairs(agent)))?;
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
        Command::Start { agent, on_demand } => client.start_agent(&agent, &StartAgent { on_demand }).await?,
        Command::Stop { agent } => client.stop_agent(&agent).await?,
        Command::Restart { agent } => client.restart_agent(&agent).await?,
        Command::Nudge { agent, text } => client.nudge_agent(&agent, &NudgeAgent { text }).await?,
    };
    context.printer.answer(&agent, show)?;
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

fn observed(observed: Observed) -> Cell {
    match observed {
        Observed::Crashed | Observed::Unresponsive => Cell::painted(observed, Paint::Bad),
        Observed::Idle | Observed::BackingOff => Cell::painted(observed, Paint::Warning),
        Observed::Stopped => Cell::painted(observed, Paint::Faint),
        Observed::Starting | Observed::Ready | Observed::Working | Observed::Unknown => Cell::new(observed),
    }
}

fn show(style: &Style, detail: &AgentDetail) -> String {
    let agent = &detail.agent;
    let mut text = fields(style, &pairs(agent));
    for process in &agent.processes {
        let use_of = format!(
            "\nplace {}: {}, pid {}, {} MiB, {} ms of processor time, {} processes, {} KiB of output",
            process.slot,
            process.observed,
            process.pid.map_or_else(|| "-".to_owned(), |pid| pid.to_string()),
            process.usage.memory_bytes >> 20,
            process.usage.cpu_ms,
            process.usage.processes,
            process.usage.output_bytes.div_ceil(1 << 10),
        );
        text.push_str(&use_of);
        if !process.unenforced.is_empty() {
            text.push_str(&format!("\n  not enforced on this host: {}", process.unenforced.join(", ")));
        }
    }
    text
}

fn pairs(agent: &Agent) -> Vec<(&'static str, Cell)> {
    let projects: Vec<String> = agent.projects.iter().map(ToString::to_string).collect();
    vec![
        ("agent", Cell::new(&agent.name)),
        ("role", Cell::new(&agent.role)),
        ("runtime", Cell::new(if agent.builtin { format!("{} (built in)", agent.runtime) } else { agent.runtime.clone() })),
        ("desired", Cell::new(agent.desired)),
        ("observed", observed(agent.observed)),
        ("reason", Cell::maybe(agent.reason.as_ref())),
        ("given up", Cell::maybe(agent.given_up.as_ref().map(|up| format!("{}: {}", up.code, up.why)))),
        ("task", Cell::maybe(agent.task)),
        ("projects", Cell::new(projects.join("\n"))),
        ("sandbox", Cell::maybe(agent.sandbox.as_ref())),
        ("restarts", Cell::new(agent.restarts)),
        ("crashes", Cell::new(agent.crashes)),
        ("last beat", Cell::maybe(agent.beat_at)),
        ("progress", Cell::maybe(agent.progress_at)),
        ("tokens", Cell::new(agent.usage.tokens)),
        ("cost", Cell::new(format!("${}", agent.usage.cost_usd))),
    ]
}
