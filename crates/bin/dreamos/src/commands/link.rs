//! `dreamos link`: a one-time link that signs its maker in, in a browser on the machine of the server.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use serde::Serialize;

/// The link as scripts read it.
#[derive(Debug, Serialize)]
struct Link {
    url: String,
    expires_at: dream_clock::Timestamp,
}

pub(crate) async fn run(context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let made = client.sign_in_link().await?;
    let link = Link { url: format!("{}{}", client.url(), made.path), expires_at: made.expires_at };
    context.printer.answer(&link, |_, link| link.url.clone())?;
    context.printer.note("open it in a browser on this machine, within ten minutes; it works once");
    Ok(Exit::Done)
}
