//! The commands, one file per noun: each reads its part of the command line, calls the client, and renders the answer.
//!
//! # Adding a command
//!
//! Add a verb to the `Command` of its noun and an arm to its `run`: call the client, hand the answer to [`Printer::answer`] with a
//! function that renders it for people, and tell with [`Printer::note`] what to type next.
//!
//! [`Printer::answer`]: crate::printer::Printer::answer
//! [`Printer::note`]: crate::printer::Printer::note

pub(crate) mod agent;
pub(crate) mod agent_run_llm;
pub(crate) mod artifact;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bridge;
pub(crate) mod budget;
pub(crate) mod captain;
pub(crate) mod completion;
pub(crate) mod config;
pub(crate) mod constraint;
pub(crate) mod delegation;
pub(crate) mod demo;
mod doctor;
pub(crate) mod grant;
mod input;
pub(crate) mod invitation;
mod link;
mod list;
pub(crate) mod logs;
pub(crate) mod mcp_connect;
pub(crate) mod member;
pub(crate) mod message;
pub(crate) mod org;
pub(crate) mod permission;
pub(crate) mod project;
pub(crate) mod prompt;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod standard;
pub(crate) mod task;
pub(crate) mod team;
pub(crate) mod template;
pub(crate) mod token;
pub(crate) mod top;
pub(crate) mod up;
mod whoami;

use crate::cli::Command;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;

/// Runs one command.
pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Up(args) => up::run(*args, context).await,
        Command::Project(command) => project::run(command, context).await,
        Command::Run(command) => run::run(command, context).await,
        Command::Review(command) => review::run(command, context).await,
        Command::Permission(command) => permission::run(command, context).await,
        Command::Grant(command) => grant::run(command, context).await,
        Command::Artifact(command) => artifact::run(command, context).await,
        Command::Constraint(command) => constraint::run(command, context).await,
        Command::Bridge(command) => bridge::run(*command, context).await,
        Command::Budget(command) => budget::run(command, context).await,
        Command::Audit(command) => audit::run(command, context).await,
        Command::Template(command) => template::run(command, context).await,
        Command::Prompt(command) => prompt::run(command, context).await,
        Command::Standard(command) => standard::run(command, context).await,
        Command::Org(command) => org::run(command, context).await,
        Command::Member(command) => member::run(command, context).await,
        Command::Invitation(command) => invitation::run(command, context).await,
        Command::Session(command) => session::run(command, context).await,
        Command::Link => link::run(context).await,
        Command::Team(command) => team::run(command, context).await,
        Command::Delegation(command) => delegation::run(command, context).await,
        Command::Token(command) => token::run(command, context).await,
        Command::Secret(command) => secret::run(command, context).await,
        Command::Task(command) => task::run(*command, context).await,
        Command::Message(command) => message::run(command, context).await,
        Command::Agent(command) => agent::run(command, context).await,
        Command::Captain(command) => captain::run(command, context).await,
        Command::StopAll { reason } => captain::stop_all(reason, context).await,
        Command::StartAll => captain::start_all(context).await,
        Command::Backup(command) => backup::run(command, context).await,
        Command::Logs(command) => logs::run(command, context).await,
        Command::Top(args) => top::run(args, context).await,
        Command::Demo(command) => demo::run(command, context).await,
        Command::Whoami => whoami::run(context).await,
        Command::Doctor => doctor::run(context).await,
        Command::Config(command) => config::run(command, context),
        Command::Completion(args) => completion::run(&args, context),
    }
}
