//! Messages to the agents' channels, from Discord.

use super::reply::Reply;
use crate::messages::{self, Outgoing};
use crate::{AppError, Op};
use dream_bridge::discord::markdown::escape;
use dream_messages::Headers;

/// Sends a message.
pub(super) async fn send(op: &Op, channel: String, text: String) -> Result<Reply, AppError> {
    let said = format!("Sent to **{}**", escape(&channel));
    let key = op.key().map(str::to_owned);
    let outgoing = Outgoing {
        channel,
        project: None,
        body: text,
        headers: Headers::default(),
        key,
        expires_in: None,
        reply_to: None,
        correlation: None,
    };
    let view = messages::send(op, outgoing).await?;
    Ok(Reply::said(format!("{said} as `{}`.", view.message.id)))
}
