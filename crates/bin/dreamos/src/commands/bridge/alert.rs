//! `dreamos bridge alert`: what the organisation is told about its own bridge and log.

use crate::commands::list;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{BridgeAlert, BridgeWatch, MakeBridgeAlert};
use dream_words::counted;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List alerts, each with whether it is raised
    List,
    /// Make an alert: when it is raised and when it is over, the source `dreamos` tells the rules
    Create(Create),
    /// Remove an alert
    Remove {
        /// Its name
        name: String,
    },
}

/// An alert to make: its name, and one thing to watch.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name: lowercase letters, digits, `-`, `_` and `.`
    name: String,
    #[command(flatten)]
    watch: Watch,
    /// For failing destinations: at least so many failures
    #[arg(long, value_name = "N", default_value_t = 1)]
    failures: u64,
    /// For spikes of the log: how many times the usual
    #[arg(long, value_name = "N", default_value_t = 3)]
    factor: u32,
    /// For spikes of the log and refused requests: at least so many
    #[arg(long, value_name = "N", default_value_t = 10)]
    least: u64,
    /// For refused requests: only those of this source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// How long a source is silent, or how long failures, errors and refused requests are counted together: such as 30m
    #[arg(long, value_name = "TIME", default_value = "10m")]
    within: String,
}

/// What is watched.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Watch {
    /// A source from which nothing comes
    #[arg(long, value_name = "SOURCE")]
    silent: Option<String>,
    /// More than so many messages that wait
    #[arg(long, value_name = "N")]
    backlog: Option<u64>,
    /// More than so many messages that wait for one destination or subscription: NAME=N
    #[arg(long, value_name = "NAME=N", value_parser = named)]
    backlog_of: Option<(String, u64)>,
    /// A destination or subscription that is disabled, or to which messages fail
    #[arg(long, value_name = "NAME")]
    failing: Option<String>,
    /// Requests to sources that are refused, whatever for
    #[arg(long)]
    refusals: bool,
    /// Requests to sources that are refused because their proof is missing, wrong or old
    #[arg(long)]
    forged: bool,
    /// More errors in the log than usual
    #[arg(long)]
    log_spike: bool,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let alert = match command {
        Command::List => {
            let page = client.alerts().await?;
            return list::show(context, &page, &["ALERT", "WATCHES", "RAISED", "BECAUSE"], row);
        }
        Command::Create(create) => {
            let body = MakeBridgeAlert { watch: watch(&create)?, name: create.name };
            client.make_alert(&body).await?
        }
        Command::Remove { name } => client.remove_alert(&name).await?,
    };
    context.printer.answer(&alert, show)?;
    Ok(Exit::Done)
}

fn named(text: &str) -> Result<(String, u64), String> {
    let wrong = || format!("`{text}` is not a name and a number; write it like ops=100");
    let (name, over) = text.split_once('=').ok_or_else(wrong)?;
    Ok((name.to_owned(), over.parse().map_err(|_| wrong())?))
}

fn watch(create: &Create) -> Result<BridgeWatch, CliError> {
    let seconds = duration::parse(&create.within).map_err(|why| CliError::usage(format!("--within: {why}"), "such as 30m"))?.as_secs();
    let minutes = u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX);
    let named = &create.watch;
    if create.source.is_some() && !named.refusals && !named.forged {
        return Err(CliError::usage("--source goes with --refusals or --forged", "for silence: --silent SOURCE"));
    }
    Ok(if named.refusals || named.forged {
        BridgeWatch::Refusals { source: create.source.clone(), least: create.least, minutes, forged: named.forged }
    } else if named.log_spike {
        BridgeWatch::LogSpike { minutes, factor: create.factor, least: create.least }
    } else if let Some(source) = &named.silent {
        BridgeWatch::SilentSource { source: source.clone(), minutes }
    } else if let Some(over) = named.backlog {
        BridgeWatch::Backlog { destination: None, over }
    } else if let Some((name, over)) = &named.backlog_of {
        BridgeWatch::Backlog { destination: Some(name.clone()), over: *over }
    } else if let Some(name) = &named.failing {
        BridgeWatch::FailingDestination { destination: name.clone(), failures: create.failures, minutes }
    } else {
        return Err(CliError::usage(
            "nothing to watch is named",
            "add --silent, --backlog, --backlog-of, --failing, --refusals, --forged or --log-spike",
        ));
    })
}

fn said(watch: &BridgeWatch) -> String {
    match watch {
        BridgeWatch::SilentSource { source, minutes } => format!("nothing from {source} for {}", span_of(*minutes)),
        BridgeWatch::Backlog { destination: None, over } => format!("more than {}", waiting(*over)),
        BridgeWatch::Backlog { destination: Some(name), over } => format!("more than {} for {name}", waiting(*over)),
        BridgeWatch::FailingDestination { destination, failures, minutes } => {
            let failing = counted(*failures, "message fails", "messages fail");
            format!("{destination} is disabled, or {failing} within {}", span_of(*minutes))
        }
        BridgeWatch::Refusals { source, least, minutes, forged } => {
            let (unproved, of) = (if *forged { "unproved " } else { "" }, source.as_deref().unwrap_or("any source"));
            let requests = counted(*least, &format!("{unproved}request"), &format!("{unproved}requests"));
            let are = if *least == 1 { "is" } else { "are" };
            format!("at least {requests} to {of} {are} refused within {}", span_of(*minutes))
        }
        BridgeWatch::LogSpike { minutes, factor, least } => {
            format!("{factor} times the usual errors within {}, and at least {least}", span_of(*minutes))
        }
    }
}

fn span_of(minutes: u32) -> String {
    counted(minutes, "minute", "minutes")
}

fn waiting(over: u64) -> String {
    counted(over, "message waits", "messages wait")
}

fn row(style: &Style, alert: &BridgeAlert) -> Vec<Cell> {
    vec![
        Cell::new(&alert.name),
        Cell::new(said(&alert.watch)),
        alert.raised_at.map_or_else(|| Cell::new("no"), |at| Cell::painted(style.time(at), Paint::Bad)),
        Cell::opt(alert.raised_because.as_ref()),
    ]
}

fn show(style: &Style, alert: &BridgeAlert) -> String {
    let pairs = [
        ("alert", Cell::new(&alert.name)),
        ("id", Cell::new(alert.id)),
        ("watches", Cell::new(said(&alert.watch))),
        ("made", Cell::new(style.time(alert.made_at))),
        ("raised", Cell::maybe(alert.raised_at.map(|at| style.time(at)))),
        ("because", Cell::maybe(alert.raised_because.as_ref())),
    ];
    fields(style, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_watched_is_said_in_the_singular_where_it_is_one() {
        let text = |text: &str| text.to_owned();
        let cases = [
            (BridgeWatch::SilentSource { source: text("ci"), minutes: 1 }, "nothing from ci for 1 minute"),
            (BridgeWatch::Backlog { destination: Some(text("ops")), over: 1 }, "more than 1 message waits for ops"),
            (BridgeWatch::Backlog { destination: None, over: 5 }, "more than 5 messages wait"),
            (
                BridgeWatch::FailingDestination { destination: text("ops"), failures: 1, minutes: 1 },
                "ops is disabled, or 1 message fails within 1 minute",
            ),
            (
                BridgeWatch::Refusals { source: None, least: 1, minutes: 5, forged: true },
                "at least 1 unproved request to any source is refused within 5 minutes",
            ),
            (BridgeWatch::LogSpike { minutes: 1, factor: 3, least: 10 }, "3 times the usual errors within 1 minute, and at least 10"),
        ];
        for (watch, words) in cases {
            assert_eq!(said(&watch), words);
        }
    }
}
