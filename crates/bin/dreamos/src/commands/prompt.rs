//! `dreamos prompt`.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields, printable};
use clap::Subcommand;
use dream_api::{CheckPrompt, Prompt, PromptVerdict, PublishPrompt};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what each craft is told: the built-in prompt, or your own
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// List the versions that were published for a craft, newest first
    Versions {
        /// The craft, such as product-manager
        craft: String,
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show what a craft is told
    Show {
        /// The craft, such as product-manager
        craft: String,
        /// A version that was published before
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        version: Option<u32>,
        /// Print its text alone, to save and change
        #[arg(long)]
        source: bool,
    },
    /// Check a prompt without publishing it, and show what it would say; exit code 1 when something is wrong
    Check {
        /// The craft
        craft: String,
        /// Its text
        file: PathBuf,
    },
    /// Publish your own prompt for a craft: what starts from now on is told it
    Publish {
        /// The craft
        craft: String,
        /// Its text: words, {{ values }}, if and for
        file: PathBuf,
    },
    /// Go back to the built-in prompt
    Reset {
        /// The craft
        craft: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::List { page } => {
            let page = client.prompts(&page.into()).await?;
            list::show(context, &page, &["CRAFT", "VERSION", "CHANGED", "DIGEST"], |style, prompt| {
                let changed = Cell::maybe(prompt.changed_at.map(|at| style.time(at)));
                vec![Cell::new(&prompt.craft), version(prompt), changed, Cell::new(&prompt.digest)]
            })
        }
        Command::Versions { craft, page } => {
            let page = client.prompt_versions(&craft, &page.into()).await?;
            list::show(context, &page, &["VERSION", "PUBLISHED", "BY", "DIGEST"], |style, version| {
                let by = Cell::maybe(version.published_by);
                vec![Cell::new(version.version), Cell::new(style.time(version.published_at)), by, Cell::new(&version.digest)]
            })
        }
        Command::Show { craft, version, source } => {
            let prompt = client.prompt(&craft, version).await?;
            context.printer.answer(&prompt, |style, prompt| match (&prompt.source, source) {
                (Some(text), true) => text.clone(),
                _ => show(style, prompt),
            })?;
            Ok(Exit::Done)
        }
        Command::Check { craft, file } => check(context, &craft, &file).await,
        Command::Publish { craft, file } => {
            let source = input::text(&file, "the prompt")?;
            let prompt = client.publish_prompt(&craft, &PublishPrompt { source }).await?;
            context.printer.answer(&prompt, show)?;
            context.printer.note("attempts that start from now on are told it; running ones go on as they began");
            Ok(Exit::Done)
        }
        Command::Reset { craft } => {
            let prompt = client.reset_prompt(&craft).await?;
            context.printer.answer(&prompt, show)?;
            Ok(Exit::Done)
        }
    }
}

async fn check(context: &Context, craft: &str, file: &Path) -> Result<Exit, CliError> {
    let source = input::text(file, "the prompt")?;
    let verdict = context.client()?.check_prompt(craft, &CheckPrompt { source }).await?;
    context.printer.answer(&verdict, |_, verdict| show_verdict(verdict, file))?;
    Ok(if verdict.valid { Exit::Done } else { Exit::Failed })
}

fn version(prompt: &Prompt) -> Cell {
    if prompt.built_in { Cell::new("built in") } else { Cell::new(prompt.version) }
}

fn show(style: &Style, prompt: &Prompt) -> String {
    let pairs = [
        ("craft", Cell::new(&prompt.craft)),
        ("version", version(prompt)),
        ("digest", Cell::new(&prompt.digest)),
        ("changed", Cell::maybe(prompt.changed_at.map(|at| style.time(at)))),
    ];
    format!("{}\n\n{}", fields(style, &pairs), prompt.source.as_deref().unwrap_or_default())
}

fn show_verdict(verdict: &PromptVerdict, file: &Path) -> String {
    match (&verdict.message, &verdict.sample) {
        (Some(message), _) => {
            let line = verdict.line.map(|line| format!(":{line}")).unwrap_or_default();
            printable(&format!("{}{line}: {message}", file.display()))
        }
        (None, Some(sample)) => format!("the prompt can be published; at a sample stage it says:\n\n{sample}"),
        (None, None) => "the prompt can be published".to_owned(),
    }
}
