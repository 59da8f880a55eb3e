//! Making a consumer.

use super::ledger::known;
use crate::bus_orders::{Order, Work};
use crate::messages::{consumer_name, space};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_bus::{BusError, ConsumerInfo, NewConsumer};
use dream_id::ProjectId;
use dream_ledger::Stream;
use dream_messages::{ConsumerEvent, ConsumerName, ConsumerRecord, ConsumerSettings, ParsePatternError, Pattern, Space};
use dream_store::Unit;
use serde::Serialize;

/// Makes a consumer; one of the same name that reads the same stays as it is.
pub async fn create(
    op: &Op,
    name: &str,
    project: Option<ProjectId>,
    pattern: &str,
    settings: ConsumerSettings,
) -> Result<ConsumerInfo, AppError> {
    let name = consumer_name(name)?;
    let pattern: Pattern = pattern.parse().map_err(|error: ParsePatternError| AppError::invalid(error.code(), error.to_string()))?;
    settings.check().map_err(|error| AppError::invalid(error.code(), error.to_string()))?;
    let space = space(op, Action::ConsumerUse, project).await?;
    // An agent's channel has to be there: what the bus would refuse, the ledger does not promise.
    if let Some(channel) = pattern.channel().filter(|channel| !channel.makes_itself())
        && op.app().bus.channel(space, channel).await?.is_none()
    {
        return Err(BusError::NoSuchChannel(channel.clone()).into());
    }
    let order = Order::new(op, space, Work::CreateConsumer { consumer: name.clone(), pattern: pattern.clone(), settings });
    order.settle_earlier(op).await?;
    op.run(&Create { space, name: name.clone(), pattern: pattern.clone(), settings, order: order.clone() }).await?;
    let info = op.app().bus.create_consumer(space, NewConsumer { name, pattern, settings }).await?;
    order.done(op).await?;
    Ok(info)
}

#[derive(Serialize)]
struct Create {
    space: Space,
    name: ConsumerName,
    pattern: Pattern,
    settings: ConsumerSettings,
    #[serde(skip)]
    order: Order,
}

impl Command for Create {
    const NAME: &'static str = "consumer.create";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::ConsumerUse, self.space.project)?;
        if let Some(known) = known(tx, self.space, &self.name).await? {
            if known.pattern == self.pattern {
                return Ok(());
            }
            return Err(BusError::ConsumerExists { name: self.name.clone(), pattern: known.pattern.to_string() }.into());
        }
        let registered = ConsumerEvent::Registered {
            name: self.name.clone(),
            project: self.space.project,
            pattern: self.pattern.clone(),
            settings: self.settings,
        };
        let mut record = Stream::<ConsumerRecord>::create(self.space.org, op.app().store.new_id(), &op.by(), registered)?;
        tx.save(&mut record).await?;
        self.order.keep(op, tx).await
    }
}
