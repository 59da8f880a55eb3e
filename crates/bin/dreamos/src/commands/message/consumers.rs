//! Consumers.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{Consumer, ConsumerSettings, ConsumerStart, CreateConsumer, RemoveConsumer, Span};
use dream_client::ConsumerName;
use dream_id::ProjectId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List consumers, by name
    List {
        /// Those that read the channels of one project; those of the organisation without it
        #[arg(long, value_name = "PROJECT")]
        project: Option<ProjectId>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a consumer and how far it has come
    Show {
        #[command(flatten)]
        of: Named,
    },
    /// Make a consumer
    Create {
        #[command(flatten)]
        of: Named,
        /// The channel or pattern that it reads, such as topic/build.*
        #[arg(long, value_name = "PATTERN")]
        on: String,
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Take a consumer away, with its place and its dead letters
    Remove {
        #[command(flatten)]
        of: Named,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// A consumer by its name.
#[derive(Debug, Clone, Args)]
pub(crate) struct Named {
    /// The consumer's name
    name: String,
    /// The project whose channels it reads; the organisation's without it
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
}

impl From<Named> for ConsumerName {
    fn from(named: Named) -> Self {
        Self { name: named.name, project: named.project }
    }
}

/// How messages are handed to a consumer.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// How long it may work on a message before that is handed over again [default: 30s]
    #[arg(long, value_name = "TIME")]
    ack_wait: Option<Span>,
    /// How often a message is handed over before it is a dead letter [default: 5]
    #[arg(long, value_name = "N")]
    max_deliveries: Option<u32>,
    /// How long the pause before the second try is; it doubles with each [default: 1s]
    #[arg(long, value_name = "TIME")]
    backoff: Option<Span>,
    /// The longest pause [default: 5m]
    #[arg(long, value_name = "TIME")]
    max_backoff: Option<Span>,
    /// How many messages it may have at once without an answer [default: 1000]
    #[arg(long, value_name = "N")]
    max_in_flight: Option<u32>,
    /// Begin at the oldest message there is, instead of at new ones
    #[arg(long)]
    from_first: bool,
    /// Take it away after it was not used for this long
    #[arg(long, value_name = "TIME")]
    idle: Option<Span>,
}

impl Settings {
    fn settings(&self) -> ConsumerSettings {
        let usual = ConsumerSettings::default();
        ConsumerSettings {
            ack_wait: self.ack_wait.unwrap_or(usual.ack_wait),
            max_deliveries: self.max_deliveries.unwrap_or(usual.max_deliveries),
            backoff: self.backoff.unwrap_or(usual.backoff),
            max_backoff: self.max_backoff.unwrap_or(usual.max_backoff),
            max_in_flight: self.max_in_flight.unwrap_or(usual.max_in_flight),
            start: if self.from_first { ConsumerStart::First } else { usual.start },
            idle: self.idle,
        }
    }
}

pub(super) async fn run(context: &Context, command: Command) -> Result<Exit, CliError> {
    let client = context.client()?;
    let consumer = match command {
        Command::List { project, page } => {
            let page = client.consumers(project, &page.into()).await?;
            return list::show(context, &page, &["CONSUMER", "READS", "BACKLOG", "PENDING", "DEAD", "USED"], |style, consumer| {
                vec![
                    Cell::new(&consumer.name),
                    Cell::new(&consumer.pattern),
                    Cell::new(consumer.backlog),
                    Cell::new(consumer.pending),
                    Cell::new(consumer.dead),
                    Cell::new(style.time(consumer.used_at)),
                ]
            });
        }
        Command::Show { of } => client.consumer(&of.into()).await?,
        Command::Create { of, on, settings } => {
            let body = CreateConsumer { name: of.name, project: of.project, pattern: on, settings: settings.settings() };
            client.create_consumer(&body).await?
        }
        Command::Remove { of, reason } => client.remove_consumer(&of.into(), &RemoveConsumer { reason }).await?,
    };
    context.printer.answer(&consumer, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, consumer: &Consumer) -> String {
    let settings = &consumer.settings;
    let pairs = [
        ("consumer", Cell::new(&consumer.name)),
        ("project", Cell::maybe(consumer.project)),
        ("reads", Cell::new(&consumer.pattern)),
        ("channels", Cell::new(consumer.channels)),
        ("backlog", Cell::new(consumer.backlog)),
        ("pending", Cell::new(consumer.pending)),
        ("dead letters", Cell::new(consumer.dead)),
        ("made", Cell::new(style.time(consumer.created_at))),
        ("used", Cell::new(style.time(consumer.used_at))),
        ("ack wait", Cell::new(settings.ack_wait)),
        ("max deliveries", Cell::new(settings.max_deliveries)),
        ("backoff", Cell::new(format!("{} to {}", settings.backoff, settings.max_backoff))),
        ("max in flight", Cell::new(settings.max_in_flight)),
        ("idle", Cell::maybe(settings.idle)),
    ];
    fields(style, &pairs)
}
