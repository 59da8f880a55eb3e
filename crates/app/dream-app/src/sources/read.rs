//! Questions about sources.

use crate::named::called;
use crate::{AppError, Op};
use dream_access::Action;
use dream_bridge::source::Source;
use dream_id::{Cursor, Limit, Page, SourceId};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};

/// A page of the sources that are there, newest first.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Source>>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    Ok(op.read().await?.page::<Source>(op.scope(), Filter::default().eq("removed", false), cursor, limit).await?)
}

/// The source of that id, removed or not, or of that name.
pub async fn find(op: &Op, source: &str) -> Result<Stream<Source>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let found = match source.parse::<SourceId>() {
        Ok(id) => reader.find(op.scope(), id).await?,
        Err(_) => reader.list(op.scope(), &called(source)).await?.into_iter().next(),
    };
    found.ok_or_else(|| missing(source))
}

/// As [`find`], within the caller's unit of work and locked.
pub(super) async fn lock(op: &Op, tx: &mut Unit, source: &str) -> Result<Stream<Source>, AppError> {
    let id = match source.parse::<SourceId>() {
        Ok(id) => id,
        Err(_) => tx.list::<Source>(op.scope(), &called(source)).await?.first().map(Stream::id).ok_or_else(|| missing(source))?,
    };
    tx.lock(op.scope(), id).await?.ok_or_else(|| missing(source))
}

/// As [`find`], within the caller's unit of work.
pub(super) async fn unlocked(op: &Op, tx: &mut Unit, source: &str) -> Result<Stream<Source>, AppError> {
    let found = match source.parse::<SourceId>() {
        Ok(id) => tx.find(op.scope(), id).await?,
        Err(_) => tx.list(op.scope(), &called(source)).await?.into_iter().next(),
    };
    found.ok_or_else(|| missing(source))
}

/// The source `id`, removed or not.
pub(super) async fn by_id(op: &Op, id: SourceId) -> Result<Stream<Source>, AppError> {
    op.read().await?.find(op.scope(), id).await?.ok_or_else(|| missing(&id.to_string()))
}

fn missing(source: &str) -> AppError {
    let shown: String = source.chars().filter(|letter| !letter.is_control()).take(80).collect();
    AppError::not_found("bridge source", shown)
}
