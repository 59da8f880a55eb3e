//! How pairings read and write channels of ours.

use crate::{App, AppError, Op};
use dream_bus::{BusError, NewConsumer};
use dream_id::{OrgId, PairingId};
use dream_messages::{Channel, ConsumerName, ConsumerSettings, Message, NewMessage, Pattern, Space};
use dream_store::Unit;
use std::time::Duration;

/// After how long without being used a consumer is removed: one whose pairing is in use is asked all the time.
const IDLE: Duration = Duration::from_hours(24 * 30);

/// The consumer by which a pairing reads.
pub(super) fn consumer(pairing: PairingId) -> Result<ConsumerName, AppError> {
    crate::messages::consumer_name(&format!("pairing-{pairing}"))
}

/// Refuses a channel that does not make itself and is not there.
pub(super) async fn check_there(op: &Op, channel: &Channel) -> Result<(), AppError> {
    let is_there = channel.makes_itself() || op.app().bus.channel(Space::org(op.org()?), channel).await?.is_some();
    if is_there { Ok(()) } else { Err(BusError::NoSuchChannel(channel.clone()).into()) }
}

/// Has the pairing read the channel from now on.
pub(super) async fn listen(app: &App, org: OrgId, pairing: PairingId, channel: &Channel) -> Result<(), AppError> {
    let pattern = channel.to_string().parse::<Pattern>().map_err(|error| AppError::invalid(error.code(), error.to_string()))?;
    let settings = ConsumerSettings { idle: Some(IDLE), ..ConsumerSettings::default() };
    app.bus.create_consumer(Space::org(org), NewConsumer { name: consumer(pairing)?, pattern, settings }).await?;
    Ok(())
}

/// Says something in a channel of ours, with the caller's unit of work.
pub(super) async fn say(app: &App, tx: &mut Unit, org: OrgId, message: NewMessage) -> Result<Option<String>, AppError> {
    let mut answers = app.bus.publish_within(tx.beside(), Space::org(org), vec![message]).await?;
    match answers.pop() {
        Some(published) => Ok(Some(published?.id.to_string())),
        None => Ok(None),
    }
}

/// A header of a message.
pub(super) fn header<'m>(message: &'m Message, name: &str) -> Option<&'m str> {
    message.headers.get(name).map(String::as_str)
}
