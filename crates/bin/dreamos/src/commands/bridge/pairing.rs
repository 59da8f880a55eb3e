//! `dreamos bridge pairing`: a channel of Discord's joined with another channel.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand, ValueEnum};
use dream_api::{DisablePairing, MakePairing, Pairing, PairingDirection};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List pairings, by name
    List,
    /// Show a pairing
    Show {
        /// Its name
        name: String,
    },
    /// Join a channel of Discord's with another channel: what is said from now on is carried over
    Create(Create),
    /// Use a pairing again; what was said meanwhile is not carried over
    Enable {
        /// Its name
        name: String,
    },
    /// Carry nothing over any more
    Disable {
        /// Its name
        name: String,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Remove a pairing
    Remove {
        /// Its name
        name: String,
    },
}

/// A pairing to make.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`
    name: String,
    /// The destination that is the channel of Discord's
    #[arg(long, value_name = "DESTINATION")]
    discord: String,
    /// The destination that is a webhook of that channel, so that names and pictures show
    #[arg(long, value_name = "DESTINATION")]
    webhook: Option<String>,
    /// The destination that is the other side
    #[arg(long, value_name = "DESTINATION")]
    with: String,
    /// The destination that is a webhook of the other side, where that is a channel of Discord's
    #[arg(long, value_name = "DESTINATION")]
    with_webhook: Option<String>,
    /// Which way messages go
    #[arg(long, value_enum, default_value = "both")]
    direction: Direction,
    /// Carry over what other bots say in Discord too
    #[arg(long)]
    bots: bool,
}

/// Which way messages go.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Direction {
    /// From the channel of Discord's to the other side
    In,
    /// From the other side to the channel of Discord's
    Out,
    /// Both ways
    Both,
}

impl From<Direction> for PairingDirection {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::In => Self::In,
            Direction::Out => Self::Out,
            Direction::Both => Self::Both,
        }
    }
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let pairing = match command {
        Command::List => {
            let page = client.pairings().await?;
            return list::show(context, &page, &["NAME", "DISCORD", "WAY", "WITH", "MESSAGES", "LAST", "DISABLED"], |style, pairing| {
                vec![
                    Cell::new(&pairing.name),
                    Cell::new(&pairing.discord),
                    Cell::new(way(pairing.direction)),
                    Cell::new(&pairing.joined_with),
                    Cell::new(pairing.messages),
                    Cell::opt(pairing.last_carried_at.map(|at| style.time(at))),
                    Cell::opt(pairing.disabled_at.map(|at| style.time(at))),
                ]
            });
        }
        Command::Show { name } => client.pairing(&name).await?,
        Command::Create(new) => {
            let body = MakePairing {
                name: new.name,
                discord: new.discord,
                webhook: new.webhook,
                joined_with: new.with,
                with_webhook: new.with_webhook,
                direction: new.direction.into(),
                bots: new.bots,
            };
            client.make_pairing(&body).await?
        }
        Command::Enable { name } => client.enable_pairing(&name).await?,
        Command::Disable { name, reason } => client.disable_pairing(&name, &DisablePairing { reason }).await?,
        Command::Remove { name } => client.remove_pairing(&name).await?,
    };
    context.printer.answer(&pairing, show)?;
    Ok(Exit::Done)
}

/// How a direction is drawn between the two sides.
const fn way(direction: PairingDirection) -> &'static str {
    match direction {
        PairingDirection::In => "->",
        PairingDirection::Out => "<-",
        PairingDirection::Both => "<->",
    }
}

fn show(style: &Style, pairing: &Pairing) -> String {
    let pairs = [
        ("pairing", Cell::new(&pairing.name)),
        ("id", Cell::new(pairing.id)),
        ("discord", Cell::new(&pairing.discord)),
        ("by webhook", Cell::maybe(pairing.webhook.as_ref())),
        ("way", Cell::new(way(pairing.direction))),
        ("with", Cell::new(&pairing.joined_with)),
        ("by its webhook", Cell::maybe(pairing.with_webhook.as_ref())),
        ("bots", Cell::new(if pairing.bots { "too" } else { "no" })),
        ("made", Cell::new(style.time(pairing.made_at))),
        ("messages", Cell::new(pairing.messages)),
        ("last", Cell::maybe(pairing.last_carried_at.map(|at| style.time(at)))),
        ("disabled", Cell::maybe(pairing.disabled_at.map(|at| style.time(at)))),
        ("because", Cell::maybe(pairing.disabled_reason.as_ref())),
    ];
    fields(style, &pairs)
}
