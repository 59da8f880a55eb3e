//! `dreamos whoami`.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use dream_api::Whoami;

pub(crate) async fn run(context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let whoami = client.whoami().await?;
    let url = client.url().to_owned();
    context.printer.answer(&whoami, |style, whoami| show(style, &url, whoami))?;
    Ok(Exit::Done)
}

fn show(style: &Style, url: &str, whoami: &Whoami) -> String {
    let scopes: Vec<&str> = whoami.scopes.iter().map(|scope| scope.as_str()).collect();
    let pairs = [
        ("server", Cell::new(format!("{url} ({})", whoami.server_version))),
        ("organisation", Cell::new(format!("{} ({})", whoami.org_name, whoami.org))),
        ("person", Cell::new(format!("{} ({})", whoami.name, whoami.person))),
        ("role", Cell::opt(whoami.role)),
        ("token", Cell::maybe(whoami.token)),
        ("session", Cell::maybe(whoami.session)),
        ("may", Cell::new(scopes.join(", "))),
        ("until", Cell::new(style.time(whoami.expires_at))),
    ];
    fields(style, &pairs)
}
