//! `dreamos bridge link`: accounts of Discord's that act as people, and of Slack's that stand under their names.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{ConfirmDiscordLink, DiscordLink};
use dream_id::DiscordLinkId;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    /// The code that /link showed you in Discord, or its command in Slack; without --yes it only shows whose account it is
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Link the account to yourself
    #[arg(long, requires = "code")]
    yes: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List your linked accounts, newest first; everybody's, if you may manage them
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// End a link: the account acts as nobody from then on
    End {
        /// The link's id
        link: DiscordLinkId,
    },
}

pub(crate) async fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    match (args.code, args.command) {
        (Some(code), _) => link(&code, args.yes, context).await,
        (None, Some(Command::List { page })) => {
            let page = context.client()?.discord_links(&page.into()).await?;
            list::show(context, &page, &["ID", "PERSON", "ACCOUNT", "ACCOUNT ID", "EXPIRES", "ENDED"], |style, link| {
                let (expires, ended) = (Cell::new(style.time(link.expires_at)), Cell::opt(link.ended_at.map(|at| style.time(at))));
                vec![Cell::new(link.id), Cell::new(&link.name), Cell::new(&link.account_name), Cell::new(&link.account), expires, ended]
            })
        }
        (None, Some(Command::End { link })) => {
            let ended = context.client()?.end_discord_link(link).await?;
            context.printer.answer(&ended, show)?;
            Ok(Exit::Done)
        }
        (None, None) => Err(CliError::usage("no code was given", "write /link in Discord, then: dreamos bridge link CODE")),
    }
}

/// Shows whose account the code is of, and with `yes` links it.
async fn link(code: &str, yes: bool, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let pending = client.look_at_link_code(code).await?;
    if !yes {
        context.printer.answer(&pending, |style, pending| {
            let pairs = [
                ("account", Cell::new(&pending.account_name)),
                ("account id", Cell::new(&pending.account)),
                ("code ends", Cell::new(style.time(pending.expires_at))),
            ];
            fields(style, &pairs)
        })?;
        context.printer.note(&format!("if this is your own account, let it act as you: dreamos bridge link {code} --yes"));
        return Ok(Exit::Done);
    }
    let made = client.confirm_discord_link(&ConfirmDiscordLink { code: code.to_owned(), account: pending.account }).await?;
    context.printer.answer(&made, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, link: &DiscordLink) -> String {
    let pairs = [
        ("link", Cell::new(link.id)),
        ("person", Cell::new(&link.name)),
        ("account", Cell::new(&link.account_name)),
        ("account id", Cell::new(&link.account)),
        ("made", Cell::new(style.time(link.created_at))),
        ("expires", Cell::new(style.time(link.expires_at))),
        ("ended", Cell::maybe(link.ended_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
