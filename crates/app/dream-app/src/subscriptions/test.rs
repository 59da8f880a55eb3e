//! Trying a subscription: one event that says what it is, sent as every other.

use super::read::{missing, named};
use super::tell::queued;
use crate::deliveries::{self, What};
use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_bridge::subscription::Subscription;
use dream_id::{DeliveryId, SubscriptionId};
use dream_ledger::Stream;
use dream_store::Unit;
use dream_store::deliveries::DeliveryRow;
use serde::Serialize;
use serde_json::json;

/// Sends a `subscription.test` event to the subscription called `name`; the delivery, which goes its way from here.
///
/// # Errors
/// `subscription_disabled`, `not_found`.
pub async fn test(op: &Op, name: &str) -> Result<DeliveryRow, AppError> {
    let view = named(op, name).await?;
    if let Some((since, why)) = &view.stream.switch.disabled {
        let message =
            format!("`{name}` is disabled since {since}: {why}; mend its receiver, then `dreamos bridge subscription enable {name}`");
        return Err(AppError::new(Kind::Conflict, "subscription_disabled", message));
    }
    let id = op.run(&Test { id: view.stream.id() }).await?;
    deliveries::find(op, id).await
}

#[derive(Serialize)]
struct Test {
    id: SubscriptionId,
}

impl Command for Test {
    const NAME: &'static str = "subscription.test";
    type Answer = DeliveryId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DeliveryId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let found: Option<Stream<Subscription>> = tx.find(op.scope(), self.id).await?;
        let subscription = found.ok_or_else(|| missing(&self.id.to_string()))?;
        let now = op.app().now();
        let what = What::Event { kind: "subscription.test".to_owned(), at: now, data: json!({ "subscription": subscription.name }) };
        let row = queued(op, &subscription, &what, "subscription test", now)?;
        tx.add_deliveries(std::slice::from_ref(&row)).await?;
        Ok(row.id)
    }
}
