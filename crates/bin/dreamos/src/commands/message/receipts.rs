//! What became of a message.

use super::{fate, status_cell};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, Table};
use clap::Args;
use dream_api::{MessageStatus, Span};
use dream_id::MessageId;

/// Arguments of `message receipts`.
#[derive(Debug, Args)]
pub(crate) struct Receipts {
    /// The message's id
    message: MessageId,
    /// Wait until it has come so far: delivered or acknowledged
    #[arg(long, value_name = "STATUS", value_parser = wanted)]
    wait: Option<MessageStatus>,
    /// How long to wait before giving up with exit code 8
    #[arg(long, value_name = "TIME", default_value = "30s", requires = "wait")]
    timeout: Span,
}

/// A status that can be waited for.
pub(super) fn wanted(text: &str) -> Result<MessageStatus, String> {
    match MessageStatus::from_word(text) {
        Some(status @ (MessageStatus::Delivered | MessageStatus::Acknowledged)) => Ok(status),
        _ => Err("use delivered or acknowledged".to_owned()),
    }
}

pub(super) async fn run(context: &Context, args: Receipts) -> Result<Exit, CliError> {
    let client = context.client()?;
    let asking = client.receipts(args.message, args.wait, args.wait.map(|_| args.timeout));
    let receipts = context.printer.busy("waiting for the message to be answered", asking).await?;
    context.printer.answer(&receipts, table)?;
    if receipts.items.is_empty() {
        context.printer.note("no consumer reads this channel; make one with `dreamos message consumers create`");
    }
    Ok(receipts.reached.map_or(Exit::Done, |reached| fate(receipts.status, reached)))
}

fn table(style: &Style, receipts: &dream_api::Receipts) -> String {
    Table::of(&["CONSUMER", "STATUS", "ATTEMPT", "SINCE", "HOLDER"], &receipts.items, |receipt| {
        vec![
            Cell::new(&receipt.consumer),
            status_cell(receipt.status),
            Cell::new(receipt.attempt),
            Cell::new(style.time(receipt.at)),
            Cell::opt(receipt.holder.as_ref()),
        ]
    })
    .render(style)
}
