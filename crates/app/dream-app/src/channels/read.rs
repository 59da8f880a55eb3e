//! Questions about channels.

use crate::messages::{channel, space};
use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_bus::{ChannelFilter, ChannelInfo};
use dream_id::{Cursor, Limit, Page, ProjectId};

/// The channel of that name.
pub async fn find(op: &Op, name: &str, project: Option<ProjectId>) -> Result<ChannelInfo, AppError> {
    let channel = channel(name)?;
    let space = space(op, Action::MessageRead, project).await?;
    let missing = || AppError::new(Kind::NotFound, "no_such_channel", format!("there is no channel {channel} here; list those there are"));
    op.app().bus.channel(space, &channel).await?.ok_or_else(missing)
}

/// A page of the channels of the organisation, or of one of its projects, by name.
pub async fn list(op: &Op, project: Option<ProjectId>, cursor: Option<Cursor>, limit: Limit) -> Result<Page<ChannelInfo>, AppError> {
    let space = space(op, Action::MessageRead, project).await?;
    Ok(op.app().bus.channels(op.scope(), ChannelFilter { space: Some(space) }, cursor, limit).await?)
}
