//! The command line: noun, then verb. Each noun's verbs are in its file under `commands/`.

#[cfg(test)]
mod quoted;
#[cfg(test)]
mod reference;

use crate::commands::{
    agent, artifact, audit, backup, bridge, budget, captain, completion, config, constraint, delegation, demo, grant, invitation, logs,
    member, message, org, permission, project, prompt, review, run, secret, session, standard, task, team, template, token, top, up,
};
use crate::config::ClientFlags;
use clap::{Args, Parser, Subcommand};
use dream_secret::Secret;
use std::convert::Infallible;
use std::path::PathBuf;

const AFTER: &str = "\
Exit codes: 0 done · 1 failed · 2 wrong use · 3 not found · 4 not authenticated · 5 not permitted · 6 conflict: stale digest, already decided
  7 cancelled or expired · 8 still pending · 9 unreachable · 10 part of a batch failed · 11 budget or rate limit · 130 interrupted

Begin with: dreamos up, and in another terminal: dreamos project create NAME --brief FILE";

/// Runs AI agents under human governance: a brief goes in, people decide at the gates, a release with its history comes out.
#[derive(Debug, Parser)]
#[command(name = "dreamos", version, after_help = AFTER, disable_help_subcommand = true, max_term_width = 120)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The flags that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Global {
    /// Write one JSON document to stdout
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(
        long,
        global = true,
        value_name = "URL",
        help = "The server's address [environment: DREAMOS_URL] [default: that of the local server]"
    )]
    pub(crate) url: Option<String>,
    #[arg(long, global = true, value_name = "TOKEN", value_parser = secret, help = "The token; better set DREAMOS_TOKEN, since others on this machine see flags [default: that of the local server]")]
    pub(crate) token: Option<Secret>,
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help = "The data folder of the local server [environment: DREAMOS_DATA] [default: ./dreamos]"
    )]
    pub(crate) data: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "The configuration file [environment: DREAMOS_CONFIG] [default: ./dreamos.toml, if it is there]"
    )]
    pub(crate) config: Option<PathBuf>,
}

impl Global {
    pub(crate) fn client(&self) -> ClientFlags {
        ClientFlags { url: self.url.clone(), token: self.token.clone() }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the command line's parser takes functions that may fail")]
fn secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}

/// The nouns.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start the server: API, control room and workers
    Up(Box<up::Args>),
    /// Projects: a brief and its runs
    #[command(subcommand)]
    Project(project::Command),
    /// Runs: one execution of a template
    #[command(subcommand)]
    Run(run::Command),
    /// Reviews: what waits for people, and their decisions
    #[command(subcommand)]
    Review(review::Command),
    /// Permissions: what agents ask of people
    #[command(subcommand)]
    Permission(permission::Command),
    /// Grants: standing leave for agents, and how much of it was used
    #[command(subcommand)]
    Grant(grant::Command),
    /// Artifacts: what the stages produce, version by version
    #[command(subcommand)]
    Artifact(artifact::Command),
    /// Constraints: what binds everything that starts later
    #[command(subcommand)]
    Constraint(constraint::Command),
    /// The bridge: what comes in from outside, what goes to Discord and elsewhere, and back
    #[command(subcommand)]
    Bridge(Box<bridge::Command>),
    /// Budgets: what a run may spend, and has spent
    #[command(subcommand)]
    Budget(budget::Command),
    /// The audit log: everything that happened, and the proof of it
    #[command(subcommand)]
    Audit(audit::Command),
    /// Templates of runs
    #[command(subcommand)]
    Template(template::Command),
    /// Prompts: what each craft is told
    #[command(subcommand)]
    Prompt(prompt::Command),
    /// The organisation's standard, which every template must keep
    #[command(subcommand)]
    Standard(standard::Command),
    /// The organisation; for the operator of a service, all of its organisations
    #[command(subcommand)]
    Org(org::Command),
    /// Members: people and their roles
    #[command(subcommand)]
    Member(member::Command),
    /// Invitations: links with which people set their password
    #[command(subcommand)]
    Invitation(invitation::Command),
    /// Sessions: where people are signed in, in browsers
    #[command(subcommand)]
    Session(session::Command),
    /// Make a link that signs you in once, in a browser on the machine of the server
    Link,
    /// Teams
    #[command(subcommand)]
    Team(team::Command),
    /// Delegations: letting somebody else decide for you
    #[command(subcommand)]
    Delegation(delegation::Command),
    /// Tokens
    #[command(subcommand)]
    Token(token::Command),
    /// Secrets: kept sealed, referred to by name, never shown
    #[command(subcommand)]
    Secret(secret::Command),
    /// Tasks: what is to be done, by whom, and what became of it
    #[command(subcommand)]
    Task(Box<task::Command>),
    /// Messages: sent over durable channels, and what became of them
    #[command(subcommand)]
    Message(message::Command),
    /// Agents: what is wanted of them, and what they do
    #[command(subcommand)]
    Agent(agent::Command),
    /// The captain: who leads the agents, and what they could not solve
    #[command(subcommand)]
    Captain(captain::Command),
    /// Stop every agent, until somebody starts them again
    StopAll {
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Start the agents again after all were stopped
    StartAll,
    /// Backups of the database and the blobs
    #[command(subcommand)]
    Backup(backup::Command),
    /// Log lines: what happened, find it, follow it, sum it up
    #[command(subcommand)]
    Logs(logs::Command),
    /// Watch what goes on: runs, what waits for people, tasks, messages, errors
    Top(top::Args),
    /// The sample that a newcomer decides about
    #[command(subcommand)]
    Demo(demo::Command),
    /// Show who you are to the server
    Whoami,
    /// Look whether everything here is as it should be
    Doctor,
    /// The configuration
    #[command(subcommand)]
    Config(config::Command),
    /// Print the completion script of a shell
    Completion(completion::Args),
}

impl Command {
    /// Whether it ends by itself, in its own time, when it is told to.
    pub(crate) fn handles_signals(&self) -> bool {
        matches!(self, Self::Up(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    /// One of the same name as a common flag would be read as that, and break the command down.
    #[test]
    fn no_argument_stands_in_the_way_of_a_common_one() {
        fn walk(command: &clap::Command, common: &[&str], path: &str) {
            for each in command.get_subcommands() {
                let path = format!("{path} {}", each.get_name());
                let hidden: Vec<&str> =
                    each.get_arguments().map(|argument| argument.get_id().as_str()).filter(|id| common.contains(id)).collect();
                assert!(hidden.is_empty(), "{path} takes {hidden:?}: give it another name in the code, and the same `value_name`");
                walk(each, common, &path);
            }
        }
        let command = Cli::command();
        let common: Vec<&str> =
            command.get_arguments().filter(|argument| argument.is_global_set()).map(|argument| argument.get_id().as_str()).collect();
        assert_eq!(common, ["json", "url", "token", "data", "config"]);
        walk(&command, &common, "dreamos");
        Cli::try_parse_from(["dreamos", "token", "revoke", "tok_01jd3kz5e8f0vs1m7q2w9x4t6b", "--token", "dos_mine"]).unwrap();
    }

    #[test]
    fn a_token_never_shows_in_debug_output() {
        let cli = Cli::try_parse_from(["dreamos", "whoami", "--token", "dos_hidden"]).unwrap();
        assert!(!format!("{cli:?}").contains("dos_hidden"));
    }
}
