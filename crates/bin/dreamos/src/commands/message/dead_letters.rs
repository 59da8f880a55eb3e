//! Dead letters.

use super::{OfConsumer, body, sender};
use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{ChooseDeadLetters, ChosenDeadLetters, DeadLetter, EditDeadLetter};
use dream_id::{MessageId, ProjectId};
use dream_words::counted;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List dead letters, oldest first
    List {
        /// Those of one consumer
        #[arg(long, value_name = "NAME")]
        consumer: Option<String>,
        /// Those of consumers of one project; of the organisation's without it
        #[arg(long, value_name = "PROJECT")]
        project: Option<ProjectId>,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a dead letter, and why it is one
    Show {
        /// The message's id
        message: MessageId,
        #[command(flatten)]
        of: OfConsumer,
    },
    /// Change what a dead letter says, before it is replayed; the message as it was sent stays as it is
    Edit {
        /// The message's id
        message: MessageId,
        #[command(flatten)]
        of: OfConsumer,
        /// What it shall say
        #[arg(long, value_name = "TEXT")]
        body: String,
    },
    /// Hand dead letters over again: those named, or all
    Replay(Choice),
    /// Give dead letters up: those named, or all
    Drop(Choice),
}

/// Which dead letters.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["messages", "all"])))]
pub(crate) struct Choice {
    /// The messages' ids
    messages: Vec<MessageId>,
    #[command(flatten)]
    of: OfConsumer,
    /// All dead letters of the consumer
    #[arg(long)]
    all: bool,
}

impl Choice {
    fn body(&self) -> ChooseDeadLetters {
        ChooseDeadLetters { messages: (!self.all).then(|| self.messages.clone()) }
    }
}

pub(super) async fn run(context: &Context, command: Command) -> Result<Exit, CliError> {
    match command {
        Command::List { consumer, project, page } => {
            let page = context.client()?.dead_letters(consumer.as_deref(), project, &page.into()).await?;
            list::show(context, &page, &["MESSAGE", "CONSUMER", "CHANNEL", "ATTEMPTS", "DEAD", "REASON", "BODY"], |style, letter| {
                vec![
                    Cell::new(letter.message.id),
                    Cell::new(&letter.consumer),
                    Cell::new(&letter.message.channel),
                    Cell::new(letter.attempts),
                    Cell::new(style.time(letter.at)),
                    Cell::new(letter.reason),
                    Cell::excerpt(body(&letter.message)),
                ]
            })
        }
        Command::Show { message, of } => {
            context.printer.answer(&context.client()?.dead_letter(&of.into(), message).await?, show)?;
            Ok(Exit::Done)
        }
        Command::Edit { message, of, body } => {
            let edited = context.client()?.edit_dead_letter(&of.into(), message, &EditDeadLetter { body }).await?;
            context.printer.answer(&edited, show)?;
            context.printer.note(&format!("hand it over again: dreamos message replay {message} --consumer {}", edited.consumer));
            Ok(Exit::Done)
        }
        Command::Replay(choice) => replay(context, choice).await,
        Command::Drop(choice) => {
            let dropped = context.client()?.drop_dead_letters(&choice.of.clone().into(), &choice.body()).await?;
            told(context, &choice, &dropped, "given up")
        }
    }
}

/// Hands dead letters over again.
pub(super) async fn replay(context: &Context, choice: Choice) -> Result<Exit, CliError> {
    let replayed = context.client()?.replay_dead_letters(&choice.of.clone().into(), &choice.body()).await?;
    told(context, &choice, &replayed, "handed over again")
}

fn told(context: &Context, choice: &Choice, chosen: &ChosenDeadLetters, what: &str) -> Result<Exit, CliError> {
    context.printer.answer(chosen, |_, chosen| format!("{} {what}", counted(chosen.count, "dead letter", "dead letters")))?;
    let named = u64::try_from(choice.messages.len()).unwrap_or(u64::MAX);
    Ok(if choice.all || chosen.count == named { Exit::Done } else { Exit::Partial })
}

fn show(style: &Style, letter: &DeadLetter) -> String {
    let message = &letter.message;
    let pairs = [
        ("message", Cell::new(message.id)),
        ("channel", Cell::new(&message.channel)),
        ("consumer", Cell::new(&letter.consumer)),
        ("attempts", Cell::new(letter.attempts)),
        ("dead", Cell::new(style.time(letter.at))),
        ("reason", Cell::new(letter.reason)),
        ("said", Cell::maybe(letter.detail.as_ref())),
        ("edited", Cell::new(if letter.edited { "yes" } else { "no" })),
        ("sender", Cell::new(sender(message))),
        ("sent", Cell::new(style.time(message.sent_at))),
        ("body", Cell::new(body(message))),
    ];
    fields(style, &pairs)
}
