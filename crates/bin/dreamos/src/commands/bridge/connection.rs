//! `dreamos bridge connection`: the Discord applications that an organisation speaks through.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, fields};
use clap::Subcommand;
use dream_api::{Connection, MadeConnection, MakeConnection, ReplaceConnectionToken, SetConnectionGuilds};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List connections, by name
    List,
    /// Show a connection
    Show {
        /// Its name
        name: String,
    },
    /// Make a connection from a bot's token, read from stdin or a file: arguments can be seen by others on this machine
    Create {
        /// Its name: lowercase letters, digits, `-`, `_` and `.`
        name: String,
        /// The file that holds the bot's token; stdin without it
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
        /// A server in which slash commands are registered, by its id; as often as there are servers
        #[arg(long = "guild", value_name = "ID")]
        guilds: Vec<String>,
    },
    /// Give a connection another token; what waits for it is sent
    Token {
        /// Its name
        name: String,
        /// The file that holds the bot's token; stdin without it
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Name the servers in which slash commands are registered
    Guilds {
        /// Its name
        name: String,
        /// The servers' ids; none for no server
        guilds: Vec<String>,
    },
    /// Use a connection again
    Enable {
        /// Its name
        name: String,
    },
    /// Remove a connection, and with it its token
    Remove {
        /// Its name
        name: String,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let connection = match command {
        Command::List => {
            let page = client.connections().await?;
            return list::show(context, &page, &["NAME", "BOT", "APPLICATION", "READS MESSAGES", "DISABLED"], |style, connection| {
                vec![
                    Cell::new(&connection.name),
                    Cell::new(&connection.bot_name),
                    Cell::new(&connection.application),
                    Cell::new(if connection.reads_messages { "yes" } else { "no" }),
                    Cell::opt(connection.disabled_at.map(|at| style.time(at))),
                ]
            });
        }
        Command::Show { name } => client.connection(&name).await?,
        Command::Create { name, token_file, guilds } => {
            let token = token(token_file.as_deref())?;
            return show_made(context, &client.make_connection(&MakeConnection { name, token, guilds }).await?);
        }
        Command::Token { name, token_file } => {
            let token = token(token_file.as_deref())?;
            return show_made(context, &client.replace_connection_token(&name, &ReplaceConnectionToken { token }).await?);
        }
        Command::Guilds { name, guilds } => client.set_connection_guilds(&name, &SetConnectionGuilds { guilds }).await?,
        Command::Enable { name } => client.enable_connection(&name).await?,
        Command::Remove { name } => client.remove_connection(&name).await?,
    };
    context.printer.answer(&connection, show)?;
    Ok(Exit::Done)
}

fn token(file: Option<&Path>) -> Result<String, CliError> {
    Ok(input::secret(file, "the bot's token")?.expose().to_owned())
}

fn show_made(context: &Context, made: &MadeConnection) -> Result<Exit, CliError> {
    context.printer.answer(made, |style, made| show(style, &made.connection))?;
    for missing in &made.missing {
        context.printer.note(missing);
    }
    Ok(Exit::Done)
}

fn show(style: &Style, connection: &Connection) -> String {
    let disabled = connection.disabled_reason.as_ref().map(|why| Cell::painted(why, Paint::Bad));
    let pairs = [
        ("connection", Cell::new(&connection.name)),
        ("id", Cell::new(connection.id)),
        ("bot", Cell::new(format!("{} ({})", connection.bot_name, connection.bot))),
        ("application", Cell::new(&connection.application)),
        ("reads messages", Cell::new(if connection.reads_messages { "yes" } else { "no" })),
        ("servers", Cell::new(connection.guilds.join(", "))),
        ("made", Cell::new(style.time(connection.made_at))),
        ("disabled", Cell::maybe(connection.disabled_at.map(|at| style.time(at)))),
        ("because", disabled.unwrap_or_else(|| Cell::maybe(None::<String>))),
    ];
    fields(style, &pairs)
}
