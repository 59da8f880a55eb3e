//! Questions about subscriptions.

use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bridge::outgoing::Endpoint;
use dream_bridge::subscription::Subscription;
use dream_id::SubscriptionId;
use dream_ledger::Stream;
use dream_store::{Filter, Unit, deliveries};

/// A subscription with how its receiver does.
#[derive(Debug, Clone)]
pub struct SubscriptionView {
    /// The subscription.
    pub stream: Stream<Subscription>,
    /// How its receiver answers.
    pub health: Endpoint,
}

/// The subscriptions of the organisation, by name.
pub async fn list(op: &Op) -> Result<Vec<SubscriptionView>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let mut found: Vec<Stream<Subscription>> = reader.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let mut views = Vec::with_capacity(found.len());
    for stream in found {
        let health = deliveries::find_health(&mut reader, op.scope(), &stream.id().to_string()).await?.unwrap_or_default();
        views.push(SubscriptionView { stream, health });
    }
    Ok(views)
}

/// The subscription called `name`.
pub async fn named(op: &Op, name: &str) -> Result<SubscriptionView, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let mut reader = op.read().await?;
    let found: Vec<Stream<Subscription>> = reader.list(op.scope(), &crate::named::called(name)).await?;
    let stream = found.into_iter().next().ok_or_else(|| missing(name))?;
    let health = deliveries::find_health(&mut reader, op.scope(), &stream.id().to_string()).await?.unwrap_or_default();
    Ok(SubscriptionView { stream, health })
}

/// The subscription `id`, removed or not, as whoever changed it sees it.
pub(super) async fn of_id(op: &Op, id: SubscriptionId) -> Result<SubscriptionView, AppError> {
    let mut reader = op.read().await?;
    let found: Option<Stream<Subscription>> = reader.find(op.scope(), id).await?;
    let stream = found.ok_or_else(|| missing(&id.to_string()))?;
    let health = deliveries::find_health(&mut reader, op.scope(), &id.to_string()).await?.unwrap_or_default();
    Ok(SubscriptionView { stream, health })
}

/// There is none of this name.
pub(super) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    let message = format!("there is no subscription {shown} in this organisation; list them with `dreamos bridge subscription list`");
    AppError::new(Kind::NotFound, "not_found", message).with("noun", "subscription").with("id", shown)
}

/// Refuses a subscription that is not there, or was removed.
pub(crate) async fn check_there(op: &Op, tx: &mut Unit, id: SubscriptionId) -> Result<(), AppError> {
    let found: Option<Stream<Subscription>> = tx.find(op.scope(), id).await?;
    if found.is_some_and(|subscription| !subscription.switch.removed) { Ok(()) } else { Err(missing(&id.to_string())) }
}
