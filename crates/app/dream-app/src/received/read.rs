//! Questions about what came in.

use super::meant::{Meant, meant};
use crate::{AppError, Op, sources};
use dream_access::Action;
use dream_bridge::source::OWN_FEED;
use dream_id::{Cursor, Limit, Page, ReceivedId};
use dream_store::received::{self, Raw, Received, ReceivedFilter};

/// Which of what came in is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Of this source alone, by id or name.
    pub source: Option<String>,
}

/// What came in under `id`, without what was sent itself.
pub async fn find(op: &Op, id: ReceivedId) -> Result<Received, AppError> {
    op.allow(Action::BridgeRead, None)?;
    received::find(&mut op.read().await?, op.org()?, id).await?.ok_or_else(|| gone(id))
}

/// A page of what came in, newest first.
pub async fn list(op: &Op, asked: Asked, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Received>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let filter = ReceivedFilter { source: source(op, asked.source).await?, ..ReceivedFilter::default() };
    Ok(received::page(&mut op.read().await?, op.org()?, &filter, cursor, limit).await?)
}

/// What was sent under `id`, as it was sent. It may hold what is not for everybody.
pub async fn raw(op: &Op, id: ReceivedId) -> Result<Raw, AppError> {
    op.allow(Action::BridgeManage, None)?;
    received::raw(&mut op.read().await?, op.org()?, id).await?.ok_or_else(|| gone(id))
}

/// What was meant by what came in under `id`.
pub(crate) async fn meant_by(op: &Op, id: ReceivedId) -> Result<Meant, AppError> {
    let (received, raw) = (find(op, id).await?, raw(op, id).await?);
    Ok(meant(&received, &raw)?.0)
}

/// A source by id or name, as it stands beside what came in.
pub(super) async fn source(op: &Op, source: Option<String>) -> Result<Option<String>, AppError> {
    match source {
        Some(name) if name != OWN_FEED => Ok(Some(sources::find(op, &name).await?.id().to_string())),
        other => Ok(other),
    }
}

pub(super) fn gone(id: ReceivedId) -> AppError {
    let message = format!("there is no event {id} in this organisation, or it was forgotten when its time was over; list those there are");
    AppError::new(crate::Kind::NotFound, "not_found", message).with("noun", "received event").with("id", id.to_string())
}
