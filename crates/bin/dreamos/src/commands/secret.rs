//! `dreamos secret`.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{Secret, SetSecret};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the secrets that are kept, by name; never their values
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Set a secret, or give it another value, read from stdin or a file: arguments can be seen by others on this machine
    Set {
        /// Its name: lowercase letters, digits, `-`, `_` and `.`
        name: String,
        /// The file that holds the value; stdin without it. One line break at its end is left out
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Remove a secret: its value is gone, and what refers to it finds none
    Remove {
        /// Its name
        name: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let secret = match command {
        Command::List { page } => {
            let page = client.secrets(&page.into()).await?;
            return list::show(context, &page, &["NAME", "SET", "BY"], |style, secret| {
                vec![Cell::new(&secret.name), Cell::new(style.time(secret.set_at)), Cell::opt(secret.set_by)]
            });
        }
        Command::Set { name, file } => {
            let value = input::secret(file.as_deref(), "the secret")?;
            client.set_secret(&name, &SetSecret { value: value.expose().to_owned() }).await?
        }
        Command::Remove { name } => client.remove_secret(&name).await?,
    };
    context.printer.answer(&secret, show)?;
    Ok(Exit::Done)
}

fn show(style: &Style, secret: &Secret) -> String {
    let pairs = [
        ("secret", Cell::new(&secret.name)),
        ("set", Cell::new(style.time(secret.set_at))),
        ("by", Cell::maybe(secret.set_by)),
        ("removed", Cell::maybe(secret.removed_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
