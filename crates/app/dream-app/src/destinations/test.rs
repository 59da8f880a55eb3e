//! Trying a destination: one message, sent as every other.

use super::read;
use crate::deliveries::{self, Batch, Cause};
use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_bridge::message::Message;
use dream_bridge::plan::{Place, Planned};
use dream_id::DeliveryId;
use dream_store::{Unit, deliveries::DeliveryRow};
use serde::Serialize;

/// What stands as the rule of such a message.
const RULE: &str = "destination test";

/// Sends a message to the destination called `name` that says what it is; the delivery, which goes its way from here.
///
/// # Errors
/// `destination_disabled`, `not_found`.
pub async fn test(op: &Op, name: &str) -> Result<DeliveryRow, AppError> {
    let view = read::named(op, name).await?;
    if let Some((since, why)) = &view.stream.switch.disabled {
        let message = format!("`{name}` is disabled since {since}: {why}; mend that, then `dreamos bridge destination enable {name}`");
        return Err(AppError::new(Kind::Conflict, "destination_disabled", message));
    }
    let id = op.run(&Test { name }).await?;
    deliveries::find(op, id).await
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
}

impl Command for Test<'_> {
    const NAME: &'static str = "destination.test";
    type Answer = DeliveryId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DeliveryId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let now = op.app().now();
        let message = Message {
            title: "This is a test".to_owned(),
            text: format!("Messages to `{}` arrive here.", self.name),
            at: Some(now),
            ..Message::default()
        };
        let planned = Planned {
            rule: RULE.to_owned(),
            destination: self.name.to_owned(),
            message,
            place: Place::default(),
            at: now,
            repeat_unknown: false,
        };
        let batch = Batch { cause: Cause { event: None, received_at: now }, planned: std::slice::from_ref(&planned) };
        let queued = deliveries::queue(op, tx, op.org()?, &[batch]).await?;
        queued.first().copied().ok_or_else(|| read::missing(self.name))
    }
}
