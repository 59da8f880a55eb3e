//! `dreamos bridge`: what comes in from outside, what goes to Discord and elsewhere, and back. One file for each noun.

mod alert;
mod connection;
mod delivery;
mod destination;
mod link;
mod pairing;
mod plan;
mod received;
mod rules;
mod source;
mod status;
mod steps;
mod subscription;
mod summary;
mod usage;

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sources: what sends events from outside
    #[command(subcommand)]
    Source(source::Command),
    /// What came in from sources
    #[command(subcommand)]
    Received(received::Command),
    /// Rules: which events go where, in which words
    #[command(subcommand)]
    Rules(rules::Command),
    /// Try rules on an event: what they would say, where and why; nothing is sent
    Test(rules::Test),
    /// Connections: the Discord applications that messages go through
    #[command(subcommand)]
    Connection(connection::Command),
    /// Destinations: where messages go
    #[command(subcommand)]
    Destination(destination::Command),
    /// Pairings: channels of Discord's joined with other channels
    #[command(subcommand)]
    Pairing(pairing::Command),
    /// Deliveries: what became of each message
    #[command(subcommand)]
    Delivery(delivery::Command),
    /// Subscriptions: who is told of events by outgoing webhooks
    #[command(subcommand)]
    Subscription(subscription::Command),
    /// How the bridge does: what comes in, what waits, what failed, and how long it took
    Status,
    /// How much came in and went out in each month
    Usage(usage::Args),
    /// What the organisation may use of the bridge, and what it used
    Plan,
    /// Alerts: what the organisation is told about its own bridge and log
    #[command(subcommand)]
    Alert(alert::Command),
    /// Summaries of the log that are told on a schedule
    #[command(subcommand)]
    Summary(summary::Command),
    /// Link your Discord account to yourself, and see and end such links
    Link(link::Args),
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Source(command) => source::run(command, context).await,
        Command::Received(command) => received::run(command, context).await,
        Command::Rules(command) => rules::run(command, context).await,
        Command::Test(args) => rules::test(args, context).await,
        Command::Connection(command) => connection::run(command, context).await,
        Command::Destination(command) => destination::run(command, context).await,
        Command::Pairing(command) => pairing::run(command, context).await,
        Command::Delivery(command) => delivery::run(command, context).await,
        Command::Subscription(command) => subscription::run(command, context).await,
        Command::Status => status::run(context).await,
        Command::Usage(args) => usage::run(args, context).await,
        Command::Plan => plan::run(context).await,
        Command::Alert(command) => alert::run(command, context).await,
        Command::Summary(command) => summary::run(command, context).await,
        Command::Link(args) => link::run(args, context).await,
    }
}
