//! Questions about deliveries.

use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_id::{Cursor, DeliveryId, Limit, Page};
use dream_store::deliveries::{self, DeliveryFilter, DeliveryRow};

/// A page of deliveries, the newest first.
pub async fn list(op: &Op, filter: &DeliveryFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<DeliveryRow>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    op.org()?;
    Ok(op.read().await?.deliveries(op.scope(), filter, cursor, limit).await?)
}

/// The delivery `id`.
pub async fn find(op: &Op, id: DeliveryId) -> Result<DeliveryRow, AppError> {
    op.allow(Action::BridgeRead, None)?;
    deliveries::find(&mut op.read().await?, op.scope(), id).await?.ok_or_else(|| missing(id))
}

/// How many deliveries have not ended, within the caller's scope.
pub async fn waiting(op: &Op) -> Result<u64, AppError> {
    Ok(op.read().await?.waiting_deliveries(op.scope()).await?)
}

/// There is none of this id.
pub(super) fn missing(id: DeliveryId) -> AppError {
    let message = format!("there is no delivery {id} in this organisation; list them with `dreamos bridge delivery list`");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "delivery").with("id", id.to_string())
}
