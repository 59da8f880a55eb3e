//! What the ledger knows of a consumer.

use crate::{AppError, Op};
use dream_bus::{BusError, ConsumerInfo};
use dream_id::Scope;
use dream_ledger::Stream;
use dream_messages::{ConsumerEvent, ConsumerName, ConsumerRecord, Space};
use dream_store::{Filter, Unit};

/// The record of a consumer that is there, locked until the end of the unit; `None` for one that the ledger does not know.
pub(crate) async fn known(tx: &mut Unit, space: Space, name: &ConsumerName) -> Result<Option<Stream<ConsumerRecord>>, AppError> {
    let project = space.project.map(|project| project.to_string()).unwrap_or_default();
    let filter = Filter::default().eq("project", project).eq("name", name.to_string()).eq("removed", false);
    let found: Vec<Stream<ConsumerRecord>> = tx.list(Scope::Org(space.org), &filter).await?;
    match found.first() {
        Some(known) => Ok(tx.lock(Scope::Org(space.org), known.id()).await?),
        None => Ok(None),
    }
}

/// The record of the consumer `info`, locked until the end of the unit; a new one if the ledger did not know it.
pub(crate) async fn record(op: &Op, tx: &mut Unit, info: &ConsumerInfo) -> Result<Stream<ConsumerRecord>, AppError> {
    if let Some(known) = known(tx, info.space, &info.name).await? {
        return Ok(known);
    }
    let registered = ConsumerEvent::Registered {
        name: info.name.clone(),
        project: info.space.project,
        pattern: info.pattern.clone(),
        settings: info.settings,
    };
    Ok(Stream::create(info.space.org, op.app().store.new_id(), &op.by(), registered)?)
}

/// The consumer of that name, as the bus has it.
pub(crate) async fn existing(op: &Op, space: Space, name: &ConsumerName) -> Result<ConsumerInfo, AppError> {
    let found = op.app().bus.consumer(space, name).await?;
    found.ok_or_else(|| BusError::NoSuchConsumer(name.clone()).into())
}
