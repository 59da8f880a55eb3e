//! Following channels.

use super::{body, sender};
use crate::away::Away;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{excerpt, printable};
use clap::Args;
use dream_api::Message;
use dream_client::ChannelName;
use dream_id::ProjectId;

/// Arguments of `message tail`.
#[derive(Debug, Args)]
pub(crate) struct Tail {
    /// The channel: agent/NAME, agent/NAME/orders, captain, broadcast or topic/NAME
    #[arg(long, value_name = "CHANNEL")]
    channel: String,
    /// The project it belongs to; the organisation without it
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// Begin after the message with this sequence; 0 for the oldest there is. At new ones without it
    #[arg(long, value_name = "SEQUENCE")]
    after: Option<u64>,
    /// End after so many messages
    #[arg(long, value_name = "N")]
    count: Option<u64>,
}

/// Prints messages as they are sent, until interrupted: a line each with the beginning of its body, or a JSON document a line with all of it.
pub(super) async fn run(context: &Context, args: Tail) -> Result<Exit, CliError> {
    let mut away = Away::new(context)?;
    let mut messages = away.client().tail(&ChannelName { name: args.channel, project: args.project }, args.after).impatient();
    messages.connect().await?;
    let mut left = args.count.unwrap_or(u64::MAX);
    while left > 0 {
        let message = away.next(&mut messages).await?;
        context.printer.data(line(context, &message)?.as_bytes())?;
        left -= 1;
    }
    Ok(Exit::Done)
}

fn line(context: &Context, message: &Message) -> Result<String, CliError> {
    if context.printer.is_json() {
        let json = serde_json::to_string(message).map_err(|error| CliError::Failed { what: error.to_string(), hint: None })?;
        return Ok(json + "\n");
    }
    Ok(format!("{}  {}  {}\n", message.sent_at, printable(sender(message)), excerpt(body(message))))
}
