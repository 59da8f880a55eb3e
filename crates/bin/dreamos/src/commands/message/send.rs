//! Sending messages.

use super::{fate, receipts, show, status_cell};
use crate::commands::input;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Table};
use clap::Args;
use dream_api::{MAX_BATCH, Message, MessageStatus, RequestReply, SendMessage, SendMessages, SentMessages, Span};
use dream_id::ProjectId;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is said of one message, and so of none of a batch, whose lines say it.
const OF_ONE: [&str; 9] = ["to", "text", "project", "key", "expires", "header", "reply_to", "correlation", "wait"];

/// A message on the command line.
#[derive(Debug, Args)]
pub(crate) struct Content {
    /// The channel: agent/NAME, agent/NAME/orders, captain, broadcast or topic/NAME
    #[arg(long, value_name = "CHANNEL", required_unless_present = "batch")]
    to: Option<String>,
    /// What the message says; `-` reads it from stdin
    #[arg(required_unless_present = "batch")]
    text: Option<String>,
    /// The project that the channel belongs to; the organisation without it
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// The same key on the same channel is one message, however often it is sent within 24 hours
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// For how long the message is of use, such as 10m; for ever without it
    #[arg(long, value_name = "TIME")]
    expires: Option<Span>,
    /// A fact beside the text, as NAME=VALUE; may be given more than once
    #[arg(long, value_name = "NAME=VALUE", value_parser = header)]
    header: Vec<(String, String)>,
}

/// Arguments of `message send`.
#[derive(Debug, Args)]
#[command(override_usage = "dreamos message send [OPTIONS] --to <CHANNEL> <TEXT>\n       dreamos message send [OPTIONS] --batch <FILE>")]
pub(crate) struct Send {
    #[command(flatten)]
    content: Content,
    /// The channel that a reply is expected on
    #[arg(long, value_name = "CHANNEL")]
    reply_to: Option<String>,
    /// What ties this to the message that it replies to
    #[arg(long, value_name = "TEXT")]
    correlation: Option<String>,
    /// Send the messages of a file instead: one JSON document a line, as the API takes it
    #[arg(long, value_name = "FILE", conflicts_with_all = OF_ONE)]
    batch: Option<PathBuf>,
    /// Wait until the message has come so far: delivered or acknowledged
    #[arg(long, value_name = "STATUS", value_parser = receipts::wanted)]
    wait: Option<MessageStatus>,
    /// How long to wait before giving up with exit code 8
    #[arg(long, value_name = "TIME", default_value = "30s", requires = "wait")]
    timeout: Span,
}

/// Arguments of `message request`.
#[derive(Debug, Args)]
pub(crate) struct Request {
    #[command(flatten)]
    content: Content,
    /// How long to wait for the reply, 60s at most
    #[arg(long, value_name = "TIME", default_value = "30s")]
    timeout: Span,
    #[arg(long, hide = true)]
    batch: Option<PathBuf>,
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not NAME=VALUE"))?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Content {
    fn message(self) -> Result<SendMessage, CliError> {
        let body = match self.text.as_deref() {
            Some("-") => input::stdin("the message")?,
            _ => self.text.unwrap_or_default(),
        };
        Ok(SendMessage {
            channel: self.to.unwrap_or_default(),
            project: self.project,
            body,
            headers: self.header.into_iter().collect::<BTreeMap<_, _>>(),
            key: self.key,
            expires_in: self.expires,
            reply_to: None,
            correlation: None,
        })
    }
}

/// Sends one message, or the messages of a file.
pub(super) async fn send(context: &Context, args: Send) -> Result<Exit, CliError> {
    if let Some(path) = &args.batch {
        return send_batch(context, path).await;
    }
    let client = context.client()?;
    let message = SendMessage { reply_to: args.reply_to, correlation: args.correlation, ..args.content.message()? };
    let sent = client.send_message(&message).await?;
    let Some(wanted) = args.wait else {
        return shown(context, &sent, Exit::Done);
    };
    let waiting = client.receipts(sent.id, Some(wanted), Some(args.timeout));
    let receipts = context.printer.busy(&format!("waiting for the message to be {wanted}"), waiting).await?;
    let exit = fate(receipts.status, receipts.reached == Some(true));
    let exit = shown(context, &Message { status: receipts.status, ..sent }, exit)?;
    if exit == Exit::Pending {
        context.printer.note(&format!("it was not {wanted} within {}; it may still be", args.timeout));
    }
    Ok(exit)
}

fn shown(context: &Context, message: &Message, exit: Exit) -> Result<Exit, CliError> {
    context.printer.answer(message, show)?;
    context.printer.note(&format!("see what became of it: dreamos message receipts {}", message.id));
    Ok(exit)
}

async fn send_batch(context: &Context, path: &Path) -> Result<Exit, CliError> {
    let messages = read_batch(path)?;
    let client = context.client()?;
    let mut all = SentMessages { items: Vec::with_capacity(messages.len()), refused: 0 };
    for piece in messages.chunks(MAX_BATCH) {
        let sent = client.send_messages(&SendMessages { messages: piece.to_vec() }).await?;
        all.items.extend(sent.items);
        all.refused += sent.refused;
    }
    context.printer.answer(&all, |style, all| {
        let row = |sent: &dream_api::SentMessage| {
            let state = match (&sent.error, sent.repeated) {
                (Some(error), _) => Cell::new(format!("{}: {}", error.code, error.detail)),
                (None, true) => Cell::new("sent before"),
                (None, false) => status_cell(MessageStatus::Stored),
            };
            vec![Cell::opt(sent.id), Cell::opt(sent.sequence), state]
        };
        Table::of(&["ID", "SEQUENCE", "STATUS"], &all.items, row).render(style)
    })?;
    Ok(if all.refused == 0 { Exit::Done } else { Exit::Partial })
}

fn read_batch(path: &Path) -> Result<Vec<SendMessage>, CliError> {
    let bytes = input::bytes(path, "the batch")?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            let hint = "write one document a line, such as {\"channel\": \"topic/news\", \"body\": \"hello\"}";
            CliError::usage(format!("line {} of {} is no message: {error}", number + 1, path.display()), hint)
        })
    };
    let messages = lines.map(parse).collect::<Result<Vec<_>, _>>()?;
    if messages.is_empty() {
        return Err(CliError::usage(format!("{} holds no message", path.display()), "write one JSON document a line"));
    }
    Ok(messages)
}

/// Sends a message and waits for the reply to it.
pub(super) async fn request(context: &Context, args: Request) -> Result<Exit, CliError> {
    let client = context.client()?;
    let request = RequestReply { message: args.content.message()?, timeout: Some(args.timeout) };
    let reply = context.printer.busy("waiting for the reply", client.request_reply(&request)).await?;
    context.printer.answer(&reply, show)?;
    Ok(Exit::Done)
}
