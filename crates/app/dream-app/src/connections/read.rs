//! Questions about connections.

use super::TOKEN;
use crate::named::called;
use crate::{App, AppError, Kind, Op, secrets};
use dream_access::Action;
use dream_bridge::connection::Connection;
use dream_id::{ConnectionId, OrgId, Scope};
use dream_ledger::Stream;
use dream_secret::Secret;
use dream_store::{Filter, Query, Unit};

/// The connections of the organisation, by name.
pub async fn list(op: &Op) -> Result<Vec<Stream<Connection>>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut found: Vec<Stream<Connection>> = op.read().await?.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// The connection called `name`.
pub async fn named(op: &Op, name: &str) -> Result<Stream<Connection>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let found: Vec<Stream<Connection>> = op.read().await?.list(op.scope(), &called(name)).await?;
    found.into_iter().next().ok_or_else(|| missing(name))
}

/// The connection `id` of whichever organisation, for those who know no organisation yet.
pub async fn find(app: &App, id: ConnectionId) -> Result<Option<Stream<Connection>>, AppError> {
    let found: Option<Stream<Connection>> = app.store.read().await?.find(Scope::System(app.system), id).await?;
    Ok(found.filter(|connection| !connection.switch.removed))
}

/// Every connection that is in use, of all organisations.
pub async fn enabled(app: &App) -> Result<Vec<Stream<Connection>>, AppError> {
    let filter = Filter::default().eq("removed", false);
    let found: Vec<Stream<Connection>> = app.store.read().await?.list(Scope::System(app.system), &filter).await?;
    Ok(found.into_iter().filter(|connection| connection.switch.is_active()).collect())
}

/// The bot's token of a connection that is in use.
///
/// # Errors
/// `connection_disabled`, `not_found`.
pub async fn token(app: &App, org: OrgId, id: ConnectionId) -> Result<Secret, AppError> {
    let mut reader = app.store.read().await?;
    let found: Option<Stream<Connection>> = reader.find(Scope::Org(org), id).await?;
    let connection = found.filter(|connection| !connection.switch.removed).ok_or_else(|| missing(&id.to_string()))?;
    if let Some((_, why)) = &connection.switch.disabled {
        return Err(disabled(&connection.name, why));
    }
    sealed(app, &mut reader, org, id, &connection.name).await
}

/// The token as it is kept, whether it is used or not.
pub(crate) async fn sealed<Q: Query>(app: &App, q: &mut Q, org: OrgId, id: ConnectionId, name: &str) -> Result<Secret, AppError> {
    let token = secrets::open_in(app, q, org, &id.to_string(), TOKEN).await?;
    token.ok_or_else(|| disabled(name, "its token is not kept any more"))
}

fn disabled(name: &str, why: &str) -> AppError {
    let message = format!("the connection `{name}` is disabled: {why}; replace its token, or enable it");
    AppError::new(Kind::Conflict, "connection_disabled", message)
}

/// There is none of this name.
pub(crate) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    AppError::new(
        Kind::NotFound,
        "not_found",
        format!("there is no connection {shown} in this organisation; list them with `dreamos bridge connection list`"),
    )
    .with("noun", "connection")
    .with("id", shown)
}

/// The connection `id` as whoever changed it sees it.
pub(super) async fn of_op(op: &Op, id: ConnectionId) -> Result<Stream<Connection>, AppError> {
    let found: Option<Stream<Connection>> = op.read().await?.find(op.scope(), id).await?;
    found.ok_or_else(|| missing(&id.to_string()))
}

/// The connection called `name`, locked until the end of the unit.
pub(super) async fn lock(op: &Op, tx: &mut Unit, name: &str) -> Result<Stream<Connection>, AppError> {
    crate::named::lock(op, tx, name).await?.ok_or_else(|| missing(name))
}
