//! `dreamos bridge alert`: what the organisation is told about its own bridge and log.

use crate::commands::list;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{BridgeAlert, BridgeWatch, MakeBridgeAlert};

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
        BridgeWatch::SilentSource { source, minutes } => format!("nothing from {source} for {minutes} minutes"),
        BridgeWatch::Backlog { destination: None, over } => format!("more than {over} messages wait"),
        BridgeWatch::Backlog { destination: Some(name), over } => format!("more than {over} messages wait for {name}"),
        BridgeWatch::FailingDestination { destination, failures, minutes } => {
            format!("{destination} is disabled, or {failures} fail within {minutes} minutes")
        }
        BridgeWatch::Refusals { source, least, minutes, forged } => {
            let (what, of) = (if *forged { "unproved requests" } else { "requests" }, source.as_deref().unwrap_or("any source"));
            format!("at least {least} {what} to {of} are refused within {minutes} minutes")
        }
        BridgeWatch::LogSpike { minutes, factor, least } => {
            format!("{factor} times the usual errors within {minutes} minutes, and at least {least}")
        }
    }
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
