//! `dreamos bridge delivery`: what became of each message.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{BridgeDelivery, CancelDeliveries, ReplayDeliveries};
use dream_client::BridgeDeliveryFilter;
use dream_clock::Timestamp;
use dream_id::{DeliveryId, ReceivedId};
use dream_words::counted;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List deliveries, newest first
    List {
        #[command(flatten)]
        filter: Filter,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a delivery, with all that became of it
    Show {
        /// Its id
        delivery: DeliveryId,
    },
    /// Send a delivery again, or all that ended and are chosen; what arrived may arrive twice
    Replay {
        /// Its id
        delivery: Option<DeliveryId>,
        #[command(flatten)]
        filter: Filter,
    },
    /// Take a delivery back that waits, or all that wait and are chosen
    Cancel {
        /// Its id
        delivery: Option<DeliveryId>,
        #[command(flatten)]
        which: Which,
    },
}

/// Which deliveries.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// Those that stand so: queued, sending, sent, edited, failed, unknown, cancelled or dead
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    #[command(flatten)]
    which: Which,
}

/// Which deliveries, however they stand.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Those to the destination or subscription of this name
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// Those that this event led to
    #[arg(long, value_name = "EVENT")]
    event: Option<ReceivedId>,
    /// Those whose cause was received since
    #[arg(long, value_name = "TIME")]
    since: Option<Timestamp>,
    /// Those whose cause was received before
    #[arg(long, value_name = "TIME")]
    until: Option<Timestamp>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::List { filter: Filter { status, which: Which { to, event, since, until } }, page } => {
            let filter = BridgeDeliveryFilter { to, status, event, since, until };
            let page = client.bridge_deliveries(&filter, &page.into()).await?;
            list::show(context, &page, &["ID", "STATUS", "TO", "RULE", "RECEIVED", "TRIES"], |style, delivery| {
                vec![
                    Cell::new(delivery.id),
                    status_cell(&delivery.status),
                    Cell::new(&delivery.to),
                    Cell::new(&delivery.rule),
                    Cell::new(style.time(delivery.received_at)),
                    Cell::new(delivery.tries),
                ]
            })
        }
        Command::Show { delivery } => answer(context, &client.bridge_delivery(delivery).await?),
        Command::Replay { delivery: Some(delivery), .. } => answer(context, &client.replay_bridge_delivery(delivery).await?),
        Command::Replay { delivery: None, filter } => replay(context, filter).await,
        Command::Cancel { delivery: Some(delivery), .. } => answer(context, &client.cancel_bridge_delivery(delivery).await?),
        Command::Cancel { delivery: None, which } => cancel(context, which).await,
    }
}

/// Sends again all that are chosen, page after page.
async fn replay(context: &Context, filter: Filter) -> Result<Exit, CliError> {
    let Filter { status, which: Which { to, event, since, until } } = filter;
    if to.is_none() && status.is_none() && event.is_none() && since.is_none() && until.is_none() {
        return Err(CliError::usage("replay needs a delivery, or which ones", "for example: dreamos bridge delivery replay --status dead"));
    }
    let client = context.client()?;
    // What is sent again is newer than this, and must not be sent again in turn.
    let mut body = ReplayDeliveries { to, status, event, since, until, cursor: None };
    let mut all = client.replay_bridge_deliveries(&body).await?;
    while let Some(next) = all.next.take() {
        body.cursor = Some(next);
        let more = client.replay_bridge_deliveries(&body).await?;
        all.ids.extend(more.ids);
        all.next = more.next;
    }
    context.printer.answer(&all, |_, all| many(all.ids.len(), "sent again"))?;
    Ok(Exit::Done)
}

/// Takes back all that wait and are chosen, page after page.
async fn cancel(context: &Context, which: Which) -> Result<Exit, CliError> {
    let Which { to, event, since, until } = which;
    if to.is_none() && event.is_none() && since.is_none() && until.is_none() {
        return Err(CliError::usage("cancel needs a delivery, or which ones", "for example: dreamos bridge delivery cancel --to ops"));
    }
    let client = context.client()?;
    let mut body = CancelDeliveries { to, event, since, until, cursor: None };
    let mut all = client.cancel_bridge_deliveries(&body).await?;
    while let Some(next) = all.next.take() {
        body.cursor = Some(next);
        let more = client.cancel_bridge_deliveries(&body).await?;
        all.ids.extend(more.ids);
        all.next = more.next;
    }
    context.printer.answer(&all, |_, all| many(all.ids.len(), "taken back"))?;
    Ok(Exit::Done)
}

/// What was done with so many.
fn many(count: usize, done: &str) -> String {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    format!("{} {done}", counted(count, "delivery is", "deliveries are"))
}

/// Shows one delivery.
pub(super) fn answer(context: &Context, delivery: &BridgeDelivery) -> Result<Exit, CliError> {
    context.printer.answer(delivery, show)?;
    Ok(Exit::Done)
}

fn status_cell(status: &str) -> Cell {
    let paint = match status {
        "sent" | "edited" => Paint::Good,
        "failed" | "dead" | "unknown" => Paint::Bad,
        _ => Paint::Faint,
    };
    Cell::painted(status, paint)
}

fn show(style: &Style, delivery: &BridgeDelivery) -> String {
    let pairs = [
        ("delivery", Cell::new(delivery.id)),
        ("status", status_cell(&delivery.status)),
        ("to", Cell::new(&delivery.to)),
        ("rule", Cell::new(&delivery.rule)),
        ("event", Cell::maybe(delivery.event)),
        ("received", Cell::new(style.time(delivery.received_at))),
        ("sent", Cell::maybe(delivery.sent_at.map(|at| style.time(at)))),
        ("ended", Cell::maybe(delivery.ended_at.map(|at| style.time(at)))),
        ("next try", Cell::maybe(delivery.next_try_at.map(|at| style.time(at)))),
        ("tries", Cell::new(delivery.tries)),
        ("message", Cell::maybe(delivery.message.as_ref())),
    ];
    let notes = delivery.history.iter().map(|note| format!("\n  {} {} {}", style.time(note.at), note.status, note.why));
    format!("{}\nhistory:{}", fields(style, &pairs), notes.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::many;

    #[test]
    fn one_delivery_is_not_said_as_many() {
        assert_eq!(
            [0, 1, 2].map(|count| many(count, "taken back")),
            ["0 deliveries are taken back", "1 delivery is taken back", "2 deliveries are taken back"]
        );
    }
}
