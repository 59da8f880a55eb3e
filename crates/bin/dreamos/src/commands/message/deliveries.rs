//! Messages as a consumer gets them, and its answers.

use super::{OfConsumer, body, sender};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, Table};
use clap::Args;
use dream_api::{Deliveries, FetchMessages, Outcome, SettleMessages, Settled, Span};
use dream_client::ConsumerName;

/// Arguments of `message receive`.
#[derive(Debug, Args)]
pub(crate) struct Receive {
    #[command(flatten)]
    of: OfConsumer,
    /// How many messages at most
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    max: u32,
    /// How long to wait for the first, 60s at most
    #[arg(long, value_name = "TIME", default_value = "0s")]
    wait: Span,
    /// Acknowledge them at once, instead of with `settle`
    #[arg(long)]
    acknowledge: bool,
}

/// Arguments of `message settle`.
#[derive(Debug, Args)]
pub(crate) struct Settle {
    #[command(flatten)]
    of: OfConsumer,
    /// What the deliveries said to answer with
    #[arg(required = true)]
    receipts: Vec<String>,
    /// The answer: acknowledged, failed, rejected or `in_progress`
    #[arg(long, value_name = "OUTCOME", default_value = "acknowledged", value_parser = outcome)]
    outcome: Outcome,
    /// With failed: how long until the message is handed over again
    #[arg(long, value_name = "TIME")]
    delay: Option<Span>,
    /// With failed and rejected: why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

fn outcome(text: &str) -> Result<Outcome, String> {
    Outcome::from_word(text).ok_or_else(|| "use acknowledged, failed, rejected or `in_progress`".to_owned())
}

pub(super) async fn receive(context: &Context, args: Receive) -> Result<Exit, CliError> {
    let client = context.client()?;
    let consumer: ConsumerName = args.of.into();
    let fetch = FetchMessages { max: Some(args.max), wait: Some(args.wait) };
    let deliveries = context.printer.busy("waiting for messages", client.fetch_messages(&consumer, &fetch)).await?;
    let receipts: Vec<String> = deliveries.items.iter().map(|delivery| delivery.receipt.clone()).collect();
    // What is shown first and acknowledged then is shown again after a break between the two, and never lost.
    context.printer.answer(&deliveries, table)?;
    if receipts.is_empty() {
        context.printer.note("there is nothing to receive now; add --wait 30s to wait for something");
        return Ok(Exit::Pending);
    }
    if !args.acknowledge {
        let project = consumer.project.map_or_else(String::new, |project| format!(" --project {project}"));
        context.printer.note(&format!("next: dreamos message settle --consumer {}{project} {}", consumer.name, receipts.join(" ")));
        return Ok(Exit::Done);
    }
    let settled = client.settle_messages(&consumer, &answers(&receipts, Outcome::Acknowledged, None, None)).await?;
    Ok(ended(&settled))
}

pub(super) async fn settle(context: &Context, args: Settle) -> Result<Exit, CliError> {
    let body = answers(&args.receipts, args.outcome, args.delay, args.reason.as_deref());
    let settled = context.client()?.settle_messages(&args.of.into(), &body).await?;
    context.printer.answer(&settled, |_, settled| counted(&args.receipts, settled))?;
    Ok(ended(&settled))
}

/// How many answers count, and why each of the others does not.
fn counted(receipts: &[String], settled: &Settled) -> String {
    let accepted = settled.items.iter().filter(|item| item.accepted).count();
    let mut text = format!("{accepted} of {} answers count", settled.items.len());
    for (receipt, item) in receipts.iter().zip(&settled.items) {
        if let Some(error) = &item.error {
            text.push_str(&format!("\n{receipt}: {}: {}", error.code, error.detail));
        }
    }
    text
}

fn answers(receipts: &[String], outcome: Outcome, delay: Option<Span>, reason: Option<&str>) -> SettleMessages {
    let answer = |receipt: &String| dream_api::Settle { receipt: receipt.clone(), outcome, delay, reason: reason.map(str::to_owned) };
    SettleMessages { answers: receipts.iter().map(answer).collect() }
}

fn ended(settled: &Settled) -> Exit {
    match settled.refused {
        0 => Exit::Done,
        refused if refused == u64::try_from(settled.items.len()).unwrap_or(u64::MAX) => Exit::Conflict,
        _ => Exit::Partial,
    }
}

fn table(style: &Style, deliveries: &Deliveries) -> String {
    Table::of(&["RECEIPT", "MESSAGE", "CHANNEL", "ATTEMPT", "DEADLINE", "SENDER", "BODY"], &deliveries.items, |delivery| {
        let message = &delivery.message;
        vec![
            Cell::new(&delivery.receipt),
            Cell::new(message.id),
            Cell::new(&message.channel),
            Cell::new(delivery.attempt),
            Cell::new(style.time(delivery.deadline)),
            Cell::new(sender(message)),
            Cell::long(body(message)),
        ]
    })
    .render(style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_api::{ItemError, SettledItem};

    #[test]
    fn each_answer_that_does_not_count_says_why() {
        let error = ItemError { code: "stale_delivery".to_owned(), detail: "this delivery is over".to_owned() };
        let items = vec![SettledItem { accepted: true, error: None }, SettledItem { accepted: false, error: Some(error) }];
        let text = counted(&["msg_1.1".to_owned(), "msg_2.1".to_owned()], &Settled { items, refused: 1 });
        assert_eq!(text, "1 of 2 answers count\nmsg_2.1: stale_delivery: this delivery is over");
    }
}
