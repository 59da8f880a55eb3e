//! `dreamos grant`: standing leave for calls of one shape.

use crate::commands::{agent, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::Subcommand;
use dream_api::{ArgumentPattern, Grant, GrantedArguments};
use dream_client::GrantFilter;
use dream_id::GrantId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List standing leave, newest first
    List {
        /// That of one agent, by its name or its id
        #[arg(long, value_name = "AGENT")]
        agent: Option<String>,
        /// Also what releases nothing any more
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a grant
    Show {
        /// The grant's id
        grant: GrantId,
    },
    /// Revoke a grant: it releases nothing from then on
    Revoke {
        /// The grant's id
        grant: GrantId,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let grant = match command {
        Command::List { agent, all, page } => {
            let page = client.grants(&GrantFilter { agent: agent::id_of(context, agent).await?, open: !all }, &page.into()).await?;
            return list::show(context, &page, &["ID", "HOLDS", "AGENT", "TOOL", "ARGUMENTS", "USED", "UNTIL"], |style, grant| {
                vec![
                    Cell::new(grant.id),
                    holds(grant),
                    Cell::new(&grant.agent_name),
                    Cell::new(&grant.tool),
                    Cell::new(arguments(&grant.arguments)),
                    Cell::new(format!("{}/{}", grant.used, grant.most)),
                    Cell::new(style.time(grant.until)),
                ]
            });
        }
        Command::Show { grant } => client.grant(grant).await?,
        Command::Revoke { grant } => client.revoke_grant(grant).await?,
    };
    context.printer.answer(&grant, show)?;
    Ok(Exit::Done)
}

fn holds(grant: &Grant) -> Cell {
    if grant.holds { Cell::painted("yes", Paint::Good) } else { Cell::painted("no", Paint::Faint) }
}

fn arguments(arguments: &GrantedArguments) -> String {
    match arguments {
        GrantedArguments::Exact { digest } => format!("exactly {digest}"),
        GrantedArguments::Like { patterns } => patterns.iter().map(pattern).collect::<Vec<_>>().join(", "),
        GrantedArguments::Any {} => "any".to_owned(),
    }
}

/// What one place of the arguments must be like, in words.
pub(super) fn pattern(pattern: &ArgumentPattern) -> String {
    let at = &pattern.at;
    match (&pattern.equals, &pattern.prefix, &pattern.glob) {
        (Some(value), ..) => format!("{at} is {value}"),
        (_, Some(start), _) => format!("{at} begins with {start}"),
        (_, _, glob) => format!("{at} is like {}", glob.as_deref().unwrap_or("*")),
    }
}

fn show(style: &Style, grant: &Grant) -> String {
    let pairs = [
        ("grant", Cell::new(grant.id)),
        ("holds", holds(grant)),
        ("agent", Cell::new(format!("{} ({})", grant.agent_name, grant.agent))),
        ("project", Cell::maybe(grant.project)),
        ("tool", Cell::new(&grant.tool)),
        ("arguments", Cell::new(arguments(&grant.arguments))),
        ("given by", Cell::new(grant.given_by)),
        ("given", Cell::new(style.time(grant.given_at))),
        ("from", Cell::new(grant.permission)),
        ("until", Cell::new(style.time(grant.until))),
        ("used", Cell::new(format!("{} of {}", grant.used, grant.most))),
        ("last used", Cell::maybe(grant.used_at.map(|at| style.time(at)))),
        ("revoked", Cell::maybe(grant.revoked_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
