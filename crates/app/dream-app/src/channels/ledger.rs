//! What the ledger knows of a channel.

use crate::{AppError, Op};
use dream_id::Scope;
use dream_ledger::Stream;
use dream_messages::{Channel, ChannelEvent, ChannelRecord, Space};
use dream_store::{Filter, Unit};

/// The record of a channel, locked until the end of the unit; a new one for a channel that the ledger did not know.
pub(crate) async fn record(op: &Op, tx: &mut Unit, space: Space, channel: &Channel) -> Result<Stream<ChannelRecord>, AppError> {
    let project = space.project.map(|project| project.to_string()).unwrap_or_default();
    let filter = Filter::default().eq("project", project).eq("name", channel.to_string());
    let found: Vec<Stream<ChannelRecord>> = tx.list(Scope::Org(space.org), &filter).await?;
    if let Some(known) = found.first() {
        let locked = tx.lock(Scope::Org(space.org), known.id()).await?;
        return locked.ok_or_else(|| AppError::not_found("channel", channel));
    }
    let registered = ChannelEvent::Registered { name: channel.clone(), project: space.project };
    Ok(Stream::create(space.org, op.app().store.new_id(), &op.by(), registered)?)
}
