//! Taking in what Discord's gateway and Slack tell of messages, on disk before the gateway is read on and Slack is answered.

use super::ears;
use crate::interactions::Origin;
use crate::{App, AppError};
use dream_bridge::destination::DestinationKind;
use dream_bridge::pairing::heard::{self, Happened};
use dream_bridge::pairing::slack;
use dream_bridge::source::Source;
use dream_id::{OrgId, ReceivedId, Scope, SourceId};
use dream_ledger::Stream;
use dream_store::Unit;
use dream_store::pairings::HeardBy;
use serde_json::Value;

/// Takes in what happened, where a pairing may care. When this returns, it is kept: whatever ends this process, it is carried over once.
///
/// # Errors
/// [`AppError`] when it could not be kept; Discord then has to tell it again.
pub async fn hear(app: &App, origin: &Origin, name: &str, data: &Value) -> Result<(), AppError> {
    app.pairings().learn(origin.connection, heard::told_of(name, data));
    let Some(happened) = heard::read(name, data) else { return Ok(()) };
    if let Happened::Written(heard) | Happened::Edited(heard) = &happened
        && heard.author.id == origin.application
    {
        return Ok(());
    }
    let mut reader = app.store.read().await?;
    let ears = ears::of(&mut reader, Scope::Org(origin.org), HeardBy::Connection(origin.connection)).await?;
    drop(reader);
    let channel = happened.channel();
    // One that is not known yet may be a thread of a channel that is listened to: that is asked later.
    let known = app.pairings().channel(origin.connection, channel);
    let parent = known.as_ref().and_then(|known| known.parent.as_deref());
    let hears = |ear: &super::ears::Ear| ear.channel == channel || known.is_none() || parent == Some(ear.channel.as_str());
    if !ears.iter().any(hears) {
        return Ok(());
    }
    let text = serde_json::to_string(&happened).map_err(|error| AppError::internal("writing what was heard", error))?;
    let mut tx = app.store.begin().await?;
    tx.keep_heard(origin.org, (HeardBy::Connection(origin.connection), None), channel, &text, app.now()).await?;
    Ok(tx.commit().await?)
}

/// What Slack told, to be kept with what else it led to.
pub(crate) struct Overheard {
    happened: Happened,
}

/// What happened, where a pairing may care; `None` for everything else, and for what we said ourselves (trap 45).
pub(crate) async fn overhear(app: &App, org: OrgId, source: SourceId, payload: &Value) -> Result<Option<Overheard>, AppError> {
    let Some(happened) = slack::read(payload) else { return Ok(None) };
    let ears = ears::of(&mut app.store.read().await?, Scope::Org(org), HeardBy::Source(source)).await?;
    let (said_by, account) = slack::spoken_by(payload);
    let team = payload.get("team_id").and_then(Value::as_str);
    let is_own = |ear: &ears::Ear| match &ear.from {
        DestinationKind::SlackChannel { bot, user, .. } => said_by == Some(bot.as_str()) || account == Some(user.as_str()),
        _ => false,
    };
    let is_there = |ear: &ears::Ear| matches!(&ear.from, DestinationKind::SlackChannel { team: known, .. } if team == Some(known.as_str()));
    let hears = ears.iter().any(|ear| ear.channel == happened.channel() && is_there(ear));
    Ok((hears && !ears.iter().any(is_own)).then_some(Overheard { happened }))
}

/// Keeps what Slack told in the event, with the caller's unit of work.
pub(crate) async fn keep_overheard(
    app: &App,
    tx: &mut Unit,
    org: OrgId,
    (source, event): (SourceId, ReceivedId),
    overheard: &Overheard,
) -> Result<(), AppError> {
    let text = serde_json::to_string(&overheard.happened).map_err(|error| AppError::internal("writing what was heard", error))?;
    // Requests come beside each other, and each has a number of its own.
    let _locked: Option<Stream<Source>> = tx.lock(Scope::Org(org), source).await?;
    let by = (HeardBy::Source(source), Some(event));
    Ok(tx.keep_heard(org, by, overheard.happened.channel(), &text, app.now()).await?)
}
