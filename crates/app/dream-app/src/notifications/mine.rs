//! What the caller was told of.

use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::{Cursor, Limit, NotificationId, Page};
use dream_store::Unit;
use dream_store::notifications::{self, Notification};
use serde::Serialize;

/// A page of what the caller was told of, newest first; with `open` only what is neither seen nor done.
pub async fn list(op: &Op, open: bool, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Notification>, AppError> {
    op.allow(Action::NotificationRead, None)?;
    Ok(notifications::page(&mut op.read().await?, op.org()?, op.person()?, open, cursor, limit).await?)
}

/// How much of it is neither seen nor done, counted up to a hundred.
pub async fn unread(op: &Op) -> Result<u32, AppError> {
    Ok(u32::try_from(list(op, true, None, Limit::new(100)).await?.items.len()).unwrap_or(u32::MAX))
}

/// Marks one notification of the caller as seen, or all that are open. What waits goes on waiting, and a message about it is no longer sent.
pub async fn mark_read(op: &Op, id: Option<NotificationId>) -> Result<(), AppError> {
    op.run(&MarkRead { id }).await
}

#[derive(Serialize)]
struct MarkRead {
    id: Option<NotificationId>,
}

impl Command for MarkRead {
    const NAME: &'static str = "notification.mark_read";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::NotificationRead, None)?;
        let (org, person) = (op.org()?, op.person()?);
        if let Some(id) = self.id
            && notifications::find(tx, org, person, id).await?.is_none()
        {
            return Err(AppError::not_found("notification", id));
        }
        tx.notifications_read(org, person, self.id, op.app().now()).await?;
        Ok(())
    }
}
