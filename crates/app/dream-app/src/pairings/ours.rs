//! Whether a message of Discord's is our own (trap 45).

use crate::{App, AppError};
use dream_bridge::connection::Connection;
use dream_bridge::destination::Destination;
use dream_bridge::pairing::heard::Heard;
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::Filter;

/// Whether we said it: by a bot of this installation, whoever's, or by a webhook of the organisation's.
pub(super) async fn is_ours(app: &App, org: OrgId, heard: &Heard) -> Result<bool, AppError> {
    if !heard.author.bot && heard.webhook.is_none() && heard.application.is_none() {
        return Ok(false);
    }
    let mut reader = app.store.read().await?;
    let ids = [Some(&heard.author.id), heard.application.as_ref()].into_iter().flatten();
    let everywhere = Filter::default().one_of("application", ids.clone()).eq("removed", false);
    let applications: Vec<Stream<Connection>> = reader.list(Scope::System(app.system), &everywhere).await?;
    let own: Vec<Stream<Connection>> = reader.list(Scope::Org(org), &Filter::default().eq("removed", false)).await?;
    if !applications.is_empty() || own.iter().any(|connection| connection.facts.bot == heard.author.id) {
        return Ok(true);
    }
    let Some(webhook) = &heard.webhook else { return Ok(false) };
    let webhooks: Vec<Stream<Destination>> = reader.list(Scope::Org(org), &Filter::default().eq("kind", "discord_webhook")).await?;
    Ok(webhooks.iter().any(|known| known.has_had_webhook(webhook)))
}
