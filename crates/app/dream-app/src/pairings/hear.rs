//! Taking in what Discord's gateway tells of messages, on disk before the gateway is read on.

use super::ears::of_connection;
use crate::interactions::Origin;
use crate::{App, AppError};
use dream_bridge::pairing::heard::{self, Happened};
use dream_id::Scope;
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
    let ears = of_connection(&mut reader, Scope::Org(origin.org), origin.connection).await?;
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
    tx.keep_heard(origin.org, origin.connection, channel, &text, app.now()).await?;
    Ok(tx.commit().await?)
}
