//! Making a channel, and saying what it keeps.

use super::record;
use crate::bus_orders::{Order, Work};
use crate::messages::{channel, space};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_bus::ChannelInfo;
use dream_id::ProjectId;
use dream_messages::{Channel, ChannelEvent, ChannelSettings, Space};
use dream_store::{Unit, agents};
use serde::Serialize;

/// Makes a channel, or gives one that is there other settings; what is usual when `settings` is `None` and it is new. An agent's
/// is there when the agent is.
///
/// # Errors
/// `not_found` for the channel of an agent that was never registered; `role_too_low`, `bad_channel`, and what is wrong with the settings.
pub async fn put(op: &Op, name: &str, project: Option<ProjectId>, settings: Option<ChannelSettings>) -> Result<ChannelInfo, AppError> {
    let channel = channel(name)?;
    let space = space(op, Action::ChannelManage, project).await?;
    if let Some(settings) = &settings {
        settings.check().map_err(|error| AppError::invalid(error.code(), error.to_string()))?;
    }
    let order = Order::new(op, space, Work::PutChannel { channel: channel.clone(), settings });
    order.settle_earlier(op).await?;
    op.run(&Put { space, channel: channel.clone(), settings, order: order.clone() }).await?;
    let info = op.app().bus.create_channel(space, &channel, settings).await?;
    order.done(op).await?;
    Ok(info)
}

#[derive(Serialize)]
struct Put {
    space: Space,
    channel: Channel,
    settings: Option<ChannelSettings>,
    #[serde(skip)]
    order: Order,
}

impl Command for Put {
    const NAME: &'static str = "channel.put";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::ChannelManage, self.space.project)?;
        // An agent that was removed keeps its channels, and what they keep may be changed.
        if let Channel::Agent(name) | Channel::Orders(name) = &self.channel
            && agents::named(tx, self.space.org, name).await?.is_none()
        {
            return Err(AppError::not_found("agent", name));
        }
        let mut record = record(op, tx, self.space, &self.channel).await?;
        if let Some(settings) = self.settings.filter(|settings| record.settings != Some(*settings)) {
            record.record(&op.by(), ChannelEvent::Configured { settings });
        }
        tx.save(&mut record).await?;
        self.order.keep(op, tx).await
    }
}
