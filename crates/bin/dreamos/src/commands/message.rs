//! `dreamos message`.

mod channels;
mod consumers;
mod dead_letters;
mod deliveries;
mod history;
mod receipts;
mod send;
mod tail;

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{EraseMessage, Message, MessageStatus};
use dream_client::{ChannelName, ConsumerName};
use dream_id::{MessageId, ProjectId};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Send a message, and wait for what becomes of it if asked to
    Send(Box<send::Send>),
    /// Send a message and wait for the reply to it
    Request(Box<send::Request>),
    /// Search the messages that were sent, newest first; a table shows the beginning of each
    History(Box<history::History>),
    /// Show a message
    Show {
        /// The message's id
        message: MessageId,
    },
    /// Follow a channel as messages are sent: the beginning of each, and all of it with --json
    Tail(tail::Tail),
    /// Show to whom a message was delivered, and what they made of it
    Receipts(receipts::Receipts),
    /// Ask for messages as a consumer; each is to be answered with `settle`
    Receive(deliveries::Receive),
    /// Answer for messages that were received
    Settle(deliveries::Settle),
    /// Dead letters: messages that a consumer could not do
    #[command(subcommand)]
    DeadLetters(dead_letters::Command),
    /// Hand dead letters over again: those named, or all of a consumer
    Replay(dead_letters::Choice),
    /// Erase what a message says; its digest stays
    Erase {
        /// The message's id
        message: MessageId,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Channels: where messages are sent to
    #[command(subcommand)]
    Channels(channels::Command),
    /// Consumers: durable readers of channels
    #[command(subcommand)]
    Consumers(consumers::Command),
}

/// A consumer on the command line.
#[derive(Debug, Clone, Args)]
pub(crate) struct OfConsumer {
    /// The consumer's name
    #[arg(long, value_name = "NAME")]
    consumer: String,
    /// The project whose channels it reads; the organisation's without it
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
}

impl From<OfConsumer> for ConsumerName {
    fn from(of: OfConsumer) -> Self {
        Self { name: of.consumer, project: of.project }
    }
}

/// A channel on the command line.
#[derive(Debug, Clone, Args)]
pub(crate) struct OfChannel {
    /// The channel: agent/NAME, agent/NAME/orders, captain, broadcast or topic/NAME
    channel: String,
    /// The project it belongs to; the organisation without it
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
}

impl From<OfChannel> for ChannelName {
    fn from(of: OfChannel) -> Self {
        Self { name: of.channel, project: of.project }
    }
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Send(args) => send::send(context, *args).await,
        Command::Request(args) => send::request(context, *args).await,
        Command::History(args) => history::run(context, *args).await,
        Command::Show { message } => {
            context.printer.answer(&context.client()?.message(message).await?, show)?;
            Ok(Exit::Done)
        }
        Command::Tail(args) => tail::run(context, args).await,
        Command::Receipts(args) => receipts::run(context, args).await,
        Command::Receive(args) => deliveries::receive(context, args).await,
        Command::Settle(args) => deliveries::settle(context, args).await,
        Command::DeadLetters(command) => dead_letters::run(context, command).await,
        Command::Replay(choice) => dead_letters::replay(context, choice).await,
        Command::Erase { message, reason } => {
            context.printer.answer(&context.client()?.erase_message(message, &EraseMessage { reason }).await?, show)?;
            Ok(Exit::Done)
        }
        Command::Channels(command) => channels::run(context, command).await,
        Command::Consumers(command) => consumers::run(context, command).await,
    }
}

/// One message.
fn show(style: &Style, message: &Message) -> String {
    let pairs = [
        ("message", Cell::new(message.id)),
        ("channel", Cell::new(&message.channel)),
        ("project", Cell::maybe(message.project)),
        ("sequence", Cell::new(message.sequence)),
        ("sender", Cell::new(sender(message))),
        ("sent", Cell::new(style.time(message.sent_at))),
        ("expires", Cell::maybe(message.expires_at.map(|at| style.time(at)))),
        ("status", status_cell(message.status)),
        ("key", Cell::maybe(message.key.as_ref())),
        ("reply to", Cell::maybe(message.reply_to.as_ref())),
        ("correlation", Cell::maybe(message.correlation.as_ref())),
        ("body", Cell::new(body(message))),
    ];
    fields(style, &pairs)
}

/// Who sent it, as people know them.
fn sender(message: &Message) -> &str {
    message.sender_name.as_deref().unwrap_or(&message.sender)
}

/// What it says, or that it says nothing any more.
fn body(message: &Message) -> &str {
    message.body.as_deref().unwrap_or("(erased)")
}

/// A status in its colour.
fn status_cell(status: MessageStatus) -> Cell {
    match status {
        MessageStatus::Acknowledged => Cell::painted(status, Paint::Good),
        MessageStatus::Failed | MessageStatus::Expired => Cell::painted(status, Paint::Warning),
        MessageStatus::Dead => Cell::painted(status, Paint::Bad),
        MessageStatus::Stored | MessageStatus::Delivered | MessageStatus::Unknown => Cell::new(status),
    }
}

/// What a message's fate means for a script that waited until it had come as far as `wanted`.
fn fate(status: MessageStatus, reached: bool) -> Exit {
    match status {
        MessageStatus::Dead => Exit::Failed,
        MessageStatus::Expired => Exit::Cancelled,
        _ if reached => Exit::Done,
        _ => Exit::Pending,
    }
}
