//! `dreamos bridge subscription`: somebody outside who is told of events by outgoing webhooks.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{DisableDestination, MadeSubscription, MakeSubscription, ReplaceAddress, SetSubscriptionTypes, Subscription};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List subscriptions, by name
    List,
    /// Show a subscription
    Show {
        /// Its name
        name: String,
    },
    /// Make a subscription; its secret is shown this once
    Create {
        /// Its name: lowercase letters, digits, `-`, `_` and `.`
        name: String,
        /// The file that holds the address, which may be secret in itself; stdin without it
        #[arg(long, value_name = "FILE")]
        url_file: Option<PathBuf>,
        /// A type of events that it is told of, such as run.*; as often as there are types
        #[arg(long = "type", value_name = "TYPE")]
        types: Vec<String>,
    },
    /// Give a subscription a new secret, shown this once; until the next time everything is signed with both
    Rotate {
        /// Its name
        name: String,
    },
    /// Tell a subscription at another address from now on, with the same secret; what waits for it goes there too
    Address {
        /// Its name
        name: String,
        /// The file that holds the address, which may be secret in itself; stdin without it
        #[arg(long, value_name = "FILE")]
        url_file: Option<PathBuf>,
    },
    /// Tell a subscription of other types of events
    Types {
        /// Its name
        name: String,
        /// The types, such as run.*
        types: Vec<String>,
    },
    /// Send an event to a subscription that says what it is
    Test {
        /// Its name
        name: String,
    },
    /// Use a subscription again: what waits for it is sent
    Enable {
        /// Its name
        name: String,
    },
    /// Send nothing to a subscription any more
    Disable {
        /// Its name
        name: String,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Remove a subscription, and with it its address and its secrets
    Remove {
        /// Its name
        name: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let subscription = match command {
        Command::List => {
            let page = client.subscriptions().await?;
            return list::show(context, &page, &["NAME", "HOST", "TYPES", "FAILING SINCE", "DISABLED"], |style, subscription| {
                vec![
                    Cell::new(&subscription.name),
                    Cell::new(&subscription.host),
                    Cell::new(subscription.types.join(", ")),
                    Cell::opt(subscription.failing_since.map(|at| style.time(at))),
                    Cell::opt(subscription.disabled_at.map(|at| style.time(at))),
                ]
            });
        }
        Command::Show { name } => client.subscription(&name).await?,
        Command::Create { name, url_file, types } => {
            let url = input::secret(url_file.as_deref(), "the address")?.expose().to_owned();
            return show_made(context, &client.make_subscription(&MakeSubscription { name, url, types }).await?);
        }
        Command::Rotate { name } => return show_made(context, &client.rotate_subscription(&name).await?),
        Command::Address { name, url_file } => return readdress(context, &name, url_file.as_deref()).await,
        Command::Types { name, types } => client.set_subscription_types(&name, &SetSubscriptionTypes { types }).await?,
        Command::Test { name } => {
            let delivery = client.test_subscription(&name).await?;
            return super::delivery::answer(context, &delivery);
        }
        Command::Enable { name } => client.enable_subscription(&name).await?,
        Command::Disable { name, reason } => client.disable_subscription(&name, &DisableDestination { reason }).await?,
        Command::Remove { name } => client.remove_subscription(&name).await?,
    };
    context.printer.answer(&subscription, show)?;
    Ok(Exit::Done)
}

async fn readdress(context: &Context, name: &str, file: Option<&Path>) -> Result<Exit, CliError> {
    let url = input::secret(file, "the address")?.expose().to_owned();
    let subscription = context.client()?.replace_subscription_address(name, &ReplaceAddress { url }).await?;
    context.printer.answer(&subscription, show)?;
    if subscription.disabled_at.is_some() {
        let note = format!("it is disabled still: what waits for it is sent when it is enabled: dreamos bridge subscription enable {name}");
        context.printer.note(&note);
    }
    Ok(Exit::Done)
}

fn show_made(context: &Context, made: &MadeSubscription) -> Result<Exit, CliError> {
    context.printer.answer(made, |style, made| format!("{}\nsecret: {}", show(style, &made.subscription), made.secret))?;
    context.printer.note("keep this now: the secret is stored sealed, and cannot be shown again");
    Ok(Exit::Done)
}

fn show(style: &Style, subscription: &Subscription) -> String {
    let pairs = [
        ("subscription", Cell::new(&subscription.name)),
        ("id", Cell::new(subscription.id)),
        ("host", Cell::new(&subscription.host)),
        ("types", Cell::new(subscription.types.join(", "))),
        ("made", Cell::new(style.time(subscription.made_at))),
        ("secret of", Cell::new(style.time(subscription.rotated_at.unwrap_or(subscription.made_at)))),
        ("failing since", Cell::maybe(subscription.failing_since.map(|at| style.time(at)))),
        ("disabled", Cell::maybe(subscription.disabled_at.map(|at| style.time(at)))),
        ("because", Cell::maybe(subscription.disabled_reason.as_ref())),
    ];
    fields(style, &pairs)
}
