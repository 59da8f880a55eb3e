//! Questions about consumers.

use super::ledger::existing;
use crate::messages::{consumer_name, space};
use crate::{App, AppError, Op};
use dream_access::Action;
use dream_bus::{ConsumerFilter, ConsumerInfo};
use dream_id::{Cursor, Limit, Page, ProjectId, Scope};

/// The consumer of that name.
pub async fn find(op: &Op, name: &str, project: Option<ProjectId>) -> Result<ConsumerInfo, AppError> {
    let name = consumer_name(name)?;
    let space = space(op, Action::MessageRead, project).await?;
    existing(op, space, &name).await
}

/// A page of the consumers that read the channels of the organisation, or of one of its projects, by name.
pub async fn list(op: &Op, project: Option<ProjectId>, cursor: Option<Cursor>, limit: Limit) -> Result<Page<ConsumerInfo>, AppError> {
    let space = space(op, Action::MessageRead, project).await?;
    Ok(op.app().bus.consumers(op.scope(), ConsumerFilter { space: Some(space) }, cursor, limit).await?)
}

/// How many messages the consumers of all organisations were not handed yet.
pub async fn backlog(app: &App) -> Result<u64, AppError> {
    let (mut backlog, mut cursor) = (0_u64, None);
    loop {
        let page = app.bus.consumers(Scope::System(app.system), ConsumerFilter::default(), cursor, Limit::new(1_000)).await?;
        backlog = page.items.iter().fold(backlog, |sum, consumer| sum.saturating_add(consumer.backlog));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(backlog);
        }
    }
}
