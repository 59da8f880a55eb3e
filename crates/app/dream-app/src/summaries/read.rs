//! Questions about summaries.

use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bridge::summary::Summary;
use dream_id::SummaryId;
use dream_ledger::Stream;
use dream_store::Filter;

/// The summaries of the organisation, by name.
pub async fn list(op: &Op) -> Result<Vec<Stream<Summary>>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut found: Vec<Stream<Summary>> = op.read().await?.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The summary `id`, removed or not, as whoever changed it sees it.
pub(super) async fn of_id(op: &Op, id: SummaryId) -> Result<Stream<Summary>, AppError> {
    op.read().await?.find(op.scope(), id).await?.ok_or_else(|| missing(&id.to_string()))
}

/// There is none of this name.
pub(super) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    let message = format!("there is no summary {shown} in this organisation; list them with `dreamos bridge summary list`");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "summary").with("id", shown)
}
