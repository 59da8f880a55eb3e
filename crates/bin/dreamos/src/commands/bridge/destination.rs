//! `dreamos bridge destination`: where messages of the bridge go.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{
    Destination, DestinationKind, DisableDestination, MadeDestination, MakeDestination, MakeDestinationKind, ReplaceAddress,
    ReplaceDestinationToken, SetFallback,
};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List destinations, by name
    List,
    /// Show a destination
    Show {
        /// Its name
        name: String,
    },
    /// Make a destination, once it is known that it is there
    Create(Box<Create>),
    /// Send a message to a destination that says what it is
    Test {
        /// Its name
        name: String,
    },
    /// Use a destination again: what waits for it is sent
    Enable {
        /// Its name
        name: String,
    },
    /// Send nothing to a destination any more: what waits for it goes on waiting
    Disable {
        /// Its name
        name: String,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Say who is told when a destination cannot be
    Fallback {
        /// Its name
        name: String,
        /// The other destination's name; nobody without it
        fallback: Option<String>,
    },
    /// Give a webhook another address, once it is known that it is there; its history and what waits for it stay
    Address {
        /// Its name
        name: String,
        /// The file that holds the address, which is secret in itself; stdin without it
        #[arg(long, value_name = "FILE")]
        url_file: Option<PathBuf>,
    },
    /// Give a channel of Slack's another token of the same app, once Slack has confirmed it
    Token {
        /// Its name
        name: String,
        /// The file that holds the token of the app's bot, xoxb-…; stdin without it
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Remove a destination; what waits for it is given up
    Remove {
        /// Its name
        name: String,
    },
}

/// A destination to make.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name: what rules call it
    name: String,
    #[command(flatten)]
    to: To,
    /// The connection that the channel is reached through
    #[arg(long, value_name = "NAME", requires = "discord_channel")]
    connection: Option<String>,
    #[command(flatten)]
    slack: Slack,
    /// The destination that is told when this one cannot be
    #[arg(long, value_name = "NAME")]
    fallback: Option<String>,
}

/// How a channel of Slack's is written to and heard.
#[derive(Debug, Default, Args)]
struct Slack {
    /// For a channel of Slack's: the file that holds the token of the app's bot, xoxb-…; `-` for stdin
    #[arg(long, value_name = "FILE", requires = "slack_channel")]
    token_file: Option<PathBuf>,
    /// For a channel of Slack's: the source by which Slack tells what is said there, for pairings that carry it to Discord
    #[arg(long, value_name = "NAME", requires = "slack_channel")]
    source: Option<String>,
}

/// What it is: exactly one of these.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct To {
    /// A channel of Discord's, by its id
    #[arg(long, value_name = "ID", requires = "connection")]
    discord_channel: Option<String>,
    /// A webhook of Discord's, by the file that holds its address; `-` for stdin
    #[arg(long, value_name = "FILE")]
    discord_webhook: Option<PathBuf>,
    /// A webhook that takes what Slack's take, by the file that holds its address; `-` for stdin
    #[arg(long, value_name = "FILE")]
    slack_webhook: Option<PathBuf>,
    /// A channel of Slack's, by its id, written to by an app's bot
    #[arg(long, value_name = "ID", requires = "token_file")]
    slack_channel: Option<String>,
    /// The receiver of a subscription, by its name
    #[arg(long, value_name = "NAME")]
    subscription: Option<String>,
    /// A channel of Dream.OS, such as topic/alerts
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let destination = match command {
        Command::List => {
            let page = client.destinations().await?;
            return list::show(context, &page, &["NAME", "TO", "FALLBACK", "LAST ARRIVED", "DISABLED"], |style, destination| {
                vec![
                    Cell::new(&destination.name),
                    Cell::new(to(&destination.to)),
                    Cell::opt(destination.fallback.as_ref()),
                    Cell::opt(destination.last_arrived_at.map(|at| style.time(at))),
                    Cell::opt(destination.disabled_at.map(|at| style.time(at))),
                ]
            });
        }
        Command::Show { name } => client.destination(&name).await?,
        Command::Create(new) => {
            let body = MakeDestination { to: made_of(new.to, new.connection, new.slack)?, name: new.name, fallback: new.fallback };
            return show_made(context, &client.make_destination(&body).await?);
        }
        Command::Test { name } => {
            let delivery = client.test_destination(&name).await?;
            return super::delivery::answer(context, &delivery);
        }
        Command::Enable { name } => client.enable_destination(&name).await?,
        Command::Disable { name, reason } => client.disable_destination(&name, &DisableDestination { reason }).await?,
        Command::Fallback { name, fallback } => client.set_destination_fallback(&name, &SetFallback { fallback }).await?,
        Command::Address { name, url_file } => {
            let url = input::secret(url_file.as_deref(), "the address")?.expose().to_owned();
            return show_made(context, &client.replace_destination_address(&name, &ReplaceAddress { url }).await?);
        }
        Command::Token { name, token_file } => {
            let token = input::secret(token_file.as_deref(), "the token")?.expose().to_owned();
            return show_made(context, &client.replace_destination_token(&name, &ReplaceDestinationToken { token }).await?);
        }
        Command::Remove { name } => client.remove_destination(&name).await?,
    };
    context.printer.answer(&destination, show)?;
    Ok(Exit::Done)
}

fn show_made(context: &Context, made: &MadeDestination) -> Result<Exit, CliError> {
    context.printer.answer(made, |style, made| show(style, &made.destination))?;
    for missing in &made.missing {
        context.printer.note(missing);
    }
    Ok(Exit::Done)
}

fn made_of(to: To, connection: Option<String>, slack: Slack) -> Result<MakeDestinationKind, CliError> {
    let read = |file: PathBuf, what: &str| {
        let from = (file.as_os_str() != "-").then_some(file.as_path());
        input::secret(from, what).map(|secret| secret.expose().to_owned())
    };
    let address = |file: PathBuf| read(file, "the address");
    Ok(match to {
        To { discord_channel: Some(channel), .. } => {
            MakeDestinationKind::DiscordChannel { connection: connection.unwrap_or_default(), channel }
        }
        To { discord_webhook: Some(file), .. } => MakeDestinationKind::DiscordWebhook { url: address(file)? },
        To { slack_webhook: Some(file), .. } => MakeDestinationKind::SlackWebhook { url: address(file)? },
        To { slack_channel: Some(channel), .. } => {
            let token = read(slack.token_file.unwrap_or_else(|| PathBuf::from("-")), "the token")?;
            MakeDestinationKind::SlackChannel { channel, token, source: slack.source }
        }
        To { subscription: Some(subscription), .. } => MakeDestinationKind::Outgoing { subscription },
        To { channel, .. } => MakeDestinationKind::Channel { channel: channel.unwrap_or_default() },
    })
}

fn to(kind: &DestinationKind) -> String {
    match kind {
        DestinationKind::DiscordChannel { connection, channel, forum } => {
            let word = if *forum { "forum" } else { "channel" };
            format!("Discord {word} {channel} by {connection}")
        }
        DestinationKind::DiscordWebhook { webhook } => format!("Discord webhook {webhook}"),
        DestinationKind::SlackWebhook { host } => format!("Slack webhook at {host}"),
        DestinationKind::SlackChannel { channel, source: Some(source), .. } => format!("Slack channel {channel}, heard by {source}"),
        DestinationKind::SlackChannel { channel, source: None, .. } => format!("Slack channel {channel}"),
        DestinationKind::Outgoing { subscription_name, .. } => format!("subscription {subscription_name}"),
        DestinationKind::Channel { channel } => channel.clone(),
    }
}

fn show(style: &Style, destination: &Destination) -> String {
    let pairs = [
        ("destination", Cell::new(&destination.name)),
        ("id", Cell::new(destination.id)),
        ("to", Cell::new(to(&destination.to))),
        ("fallback", Cell::maybe(destination.fallback.as_ref())),
        ("made", Cell::new(style.time(destination.made_at))),
        ("last arrived", Cell::maybe(destination.last_arrived_at.map(|at| style.time(at)))),
        ("failures", Cell::new(destination.failures)),
        ("disabled", Cell::maybe(destination.disabled_at.map(|at| style.time(at)))),
        ("because", Cell::maybe(destination.disabled_reason.as_ref())),
    ];
    fields(style, &pairs)
}
