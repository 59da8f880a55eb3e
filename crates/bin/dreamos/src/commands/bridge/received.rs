//! `dreamos bridge received`: what came in from sources.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{ReceivedEvent, RedeliverEvents, RuleStep};
use dream_id::ReceivedId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what came in, newest first
    List {
        /// Of this source alone, by name or id; dreamos for what this server itself tells
        #[arg(long, value_name = "SOURCE")]
        source: Option<String>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show something that came in, with what the rules decided
    Show {
        /// Its id
        received: ReceivedId,
    },
    /// Take in again what came in before: the rules that are in force now are asked
    Redeliver {
        /// From this one on
        from: ReceivedId,
        /// Up to this one; the first alone without it
        #[arg(long, value_name = "ID")]
        until: Option<ReceivedId>,
        /// Of this source alone, by name or id
        #[arg(long, value_name = "SOURCE")]
        source: Option<String>,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::List { source, page } => {
            let page = client.received_events(source.as_deref(), &page.into()).await?;
            list::show(context, &page, &["ID", "SOURCE", "TYPE", "RECEIVED", "BYTES", "EVENTS", "MESSAGES"], |style, received| {
                // What waits for the rules has no count yet.
                let counted = |count: u32| Cell::opt(received.planned_at.map(|_| count));
                vec![
                    Cell::new(received.id),
                    Cell::new(&received.source_name),
                    Cell::opt(received.event_type.as_ref()),
                    Cell::new(style.time(received.received_at)),
                    Cell::new(received.size),
                    counted(received.events),
                    counted(received.messages),
                ]
            })
        }
        Command::Show { received } => {
            context.printer.answer(&client.received_event(received).await?, show)?;
            Ok(Exit::Done)
        }
        Command::Redeliver { from, until, source } => {
            let taken = client.redeliver_events(&RedeliverEvents { from, until, source }).await?;
            context.printer.answer(&taken, |_, taken| taken.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
            Ok(Exit::Done)
        }
    }
}

fn show(style: &Style, received: &ReceivedEvent) -> String {
    let pairs = [
        ("event", Cell::new(received.id)),
        ("source", Cell::new(&received.source_name)),
        ("kind", Cell::new(&received.kind)),
        ("type", Cell::maybe(received.event_type.as_ref())),
        ("received", Cell::new(style.time(received.received_at))),
        ("bytes", Cell::new(received.size)),
        ("again of", Cell::maybe(received.again_of)),
        ("planned", Cell::maybe(received.planned_at.map(|at| style.time(at)))),
        ("events", Cell::new(received.events)),
        ("messages", Cell::new(received.messages)),
    ];
    format!("{}{}", fields(style, &pairs), steps(&received.trace))
}

/// What rules decided, a line for each.
pub(super) fn steps(trace: &[RuleStep]) -> String {
    let lines = trace.iter().map(|step| format!("\n  {} (line {}): {}: {}", step.rule, step.line, step.decided, step.why));
    let lines: String = lines.collect();
    if lines.is_empty() { String::new() } else { format!("\n\nrules:{lines}") }
}
