//! `dreamos session`.

use crate::commands::list;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::Session;
use dream_id::SessionId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List your sessions, newest first; everybody's, if you may manage them
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// End a session
    Revoke {
        /// The session's id
        session: SessionId,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::List { page } => {
            let page = client.sessions(&page.into()).await?;
            list::show(context, &page, &["ID", "PERSON", "CLIENT", "METHOD", "USED", "EXPIRES", "ENDED"], |style, session| {
                let used = Cell::opt(session.used_at.map(|at| style.time(at)));
                let (expires, ended) = (Cell::new(style.time(session.expires_at)), Cell::opt(session.ended_at.map(|at| style.time(at))));
                let (client, method) = (Cell::new(&session.client), Cell::new(session.method));
                vec![Cell::new(session.id), Cell::new(session.person), client, method, used, expires, ended]
            })
        }
        Command::Revoke { session } => {
            let session = client.revoke_session(session).await?;
            context.printer.answer(&session, show)?;
            Ok(Exit::Done)
        }
    }
}

fn show(style: &Style, session: &Session) -> String {
    let pairs = [
        ("session", Cell::new(session.id)),
        ("person", Cell::new(session.person)),
        ("client", Cell::new(&session.client)),
        ("signed in by", Cell::new(session.method)),
        ("opened", Cell::new(style.time(session.opened_at))),
        ("used", Cell::maybe(session.used_at.map(|at| style.time(at)))),
        ("expires", Cell::new(style.time(session.expires_at))),
        ("ended", Cell::maybe(session.ended_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}
