//! Channels.

use super::OfChannel;
use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{Channel, ChannelSettings, PutChannel, Span, WhenFull};
use dream_client::ChannelName;
use dream_id::ProjectId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List channels, by name
    List {
        /// Those of one project; those of the organisation without it
        #[arg(long, value_name = "PROJECT")]
        project: Option<ProjectId>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a channel
    Show {
        #[command(flatten)]
        of: OfChannel,
    },
    /// Make a channel; a topic comes into being with its first message as well
    Create {
        #[command(flatten)]
        of: OfChannel,
        #[command(flatten)]
        settings: Settings,
    },
    /// Change how much a channel keeps; what is not named stays as it is
    Set {
        #[command(flatten)]
        of: OfChannel,
        #[command(flatten)]
        settings: Settings,
    },
}

/// How much a channel keeps.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// Remove messages older than this, such as 30d
    #[arg(long, value_name = "TIME")]
    max_age: Option<Span>,
    /// Keep so many messages
    #[arg(long, value_name = "N")]
    max_messages: Option<u64>,
    /// Keep so many bytes
    #[arg(long, value_name = "N")]
    max_bytes: Option<u64>,
    /// Keep nothing longer than this, whatever consumers still owe
    #[arg(long, value_name = "TIME")]
    hard_age: Option<Span>,
    /// Hold so many messages at most, whatever consumers still owe
    #[arg(long, value_name = "N")]
    hard_messages: Option<u64>,
    /// Hold so many bytes at most, whatever consumers still owe
    #[arg(long, value_name = "N")]
    hard_bytes: Option<u64>,
    /// What happens to a message that is sent when the channel is full: refuse or expire
    #[arg(long, value_name = "WHAT", value_parser = when_full)]
    when_full: Option<WhenFull>,
    /// The longest body in bytes, at most 262144
    #[arg(long, value_name = "N")]
    max_body: Option<u64>,
}

fn when_full(text: &str) -> Result<WhenFull, String> {
    WhenFull::from_word(text).ok_or_else(|| "use refuse or expire".to_owned())
}

impl Settings {
    fn over(self, old: &ChannelSettings) -> ChannelSettings {
        ChannelSettings {
            max_age: self.max_age.or(old.max_age),
            max_messages: self.max_messages.or(old.max_messages),
            max_bytes: self.max_bytes.or(old.max_bytes),
            hard_age: self.hard_age.or(old.hard_age),
            hard_messages: self.hard_messages.unwrap_or(old.hard_messages),
            hard_bytes: self.hard_bytes.unwrap_or(old.hard_bytes),
            when_full: self.when_full.unwrap_or(old.when_full),
            max_body: self.max_body.unwrap_or(old.max_body),
        }
    }
}

pub(super) async fn run(context: &Context, command: Command) -> Result<Exit, CliError> {
    let client = context.client()?;
    let channel = match command {
        Command::List { project, page } => {
            let page = client.channels(project, &page.into()).await?;
            return list::show(context, &page, &["CHANNEL", "MESSAGES", "BYTES", "LAST", "MADE"], |style, channel| {
                vec![
                    Cell::new(&channel.name),
                    Cell::new(channel.messages),
                    Cell::new(channel.bytes),
                    Cell::new(channel.last),
                    Cell::new(style.time(channel.created_at)),
                ]
            });
        }
        Command::Show { of } => client.channel(&of.into()).await?,
        Command::Create { of, settings } => {
            let settings = Some(settings.over(&ChannelSettings::default()));
            client.put_channel(&PutChannel { name: of.channel, project: of.project, settings }).await?
        }
        Command::Set { of, settings } => {
            let old = client.channel(&ChannelName::from(of.clone())).await?.settings;
            client.put_channel(&PutChannel { name: of.channel, project: of.project, settings: Some(settings.over(&old)) }).await?
        }
    };
    context.printer.answer(&channel, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, channel: &Channel) -> String {
    let settings = &channel.settings;
    let pairs = [
        ("channel", Cell::new(&channel.name)),
        ("project", Cell::maybe(channel.project)),
        ("messages", Cell::new(channel.messages)),
        ("bytes", Cell::new(channel.bytes)),
        ("first", Cell::new(channel.first)),
        ("last", Cell::new(channel.last)),
        ("made", Cell::new(style.time(channel.created_at))),
        ("max age", Cell::maybe(settings.max_age)),
        ("max messages", Cell::maybe(settings.max_messages)),
        ("max bytes", Cell::maybe(settings.max_bytes)),
        ("hard age", Cell::maybe(settings.hard_age)),
        ("hard messages", Cell::new(settings.hard_messages)),
        ("hard bytes", Cell::new(settings.hard_bytes)),
        ("when full", Cell::new(settings.when_full)),
        ("max body", Cell::new(settings.max_body)),
    ];
    fields(style, &pairs)
}
