//! `dreamos token`.

use crate::commands::list;
use crate::context::Context;
use crate::duration;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::Subcommand;
use dream_api::{MintToken, MintedToken, RevokeToken, Token, TokenScope};
use dream_clock::{Clock, SystemClock};
use dream_id::{PersonId, TokenId};
use std::time::Duration;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List your tokens, newest first; everybody's, if you may manage them
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Mint a token; its text is shown this once
    Mint {
        /// What it is for
        name: String,
        /// What it may do: read, write, review, admin
        #[arg(long, value_name = "SCOPE", value_delimiter = ',', default_value = "read", value_parser = scope)]
        scope: Vec<TokenScope>,
        /// How long it works, such as 30d [default: 90d]
        #[arg(long, value_name = "TIME", value_parser = duration::parse)]
        expires: Option<Duration>,
        /// For whom, when not for you
        #[arg(long, value_name = "PERSON")]
        person: Option<PersonId>,
    },
    /// Revoke a token
    Revoke {
        /// The token's id
        #[arg(value_name = "TOKEN")]
        id: TokenId,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    match command {
        Command::List { page } => {
            let page = client.tokens(&page.into()).await?;
            list::show(context, &page, &["ID", "NAME", "PERSON", "SCOPES", "EXPIRES", "REVOKED"], |style, token| {
                let revoked = Cell::opt(token.revoked_at.map(|at| style.time(at)));
                let expires = Cell::new(style.time(token.expires_at));
                vec![Cell::new(token.id), Cell::new(&token.name), Cell::new(token.person), Cell::new(scopes(token)), expires, revoked]
            })
        }
        Command::Mint { name, scope, expires, person } => {
            let expires_at = expires.map(|span| SystemClock.now().plus(span));
            let minted = client.mint_token(&MintToken { name, scopes: scope, expires_at, person }).await?;
            context.printer.answer(&minted, show_minted)?;
            context.printer.note("keep the text now: it is not stored, and cannot be shown again");
            Ok(Exit::Done)
        }
        Command::Revoke { id, reason } => {
            let token = client.revoke_token(id, &RevokeToken { reason }).await?;
            context.printer.answer(&token, show)?;
            Ok(Exit::Done)
        }
    }
}

fn scopes(token: &Token) -> String {
    token.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",")
}

fn show(style: &Style, token: &Token) -> String {
    let pairs = [
        ("token", Cell::new(token.id)),
        ("name", Cell::new(&token.name)),
        ("person", Cell::new(token.person)),
        ("scopes", Cell::new(scopes(token))),
        ("expires", Cell::new(style.time(token.expires_at))),
        ("revoked", Cell::maybe(token.revoked_at.map(|at| style.time(at)))),
    ];
    fields(style, &pairs)
}

fn show_minted(style: &Style, minted: &MintedToken) -> String {
    format!("{}\n\n{}", show(style, &minted.token), minted.text)
}

fn scope(text: &str) -> Result<TokenScope, String> {
    let known = || TokenScope::ALL.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ");
    TokenScope::from_word(text).ok_or_else(|| format!("use one of {}", known()))
}
