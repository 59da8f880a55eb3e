//! Telling once more of what still waits, and telling the organisation's owners too. Nothing is ever decided by it.

use super::{tell, waiting};
use crate::{AppError, Command, Op};
use dream_access::{Action, NotificationKind};
use dream_store::Unit;
use dream_store::notifications::{self, Notification};
use serde::Serialize;

/// How many one look takes.
const BATCH: u32 = 50;

/// Reminds of everything whose time has come. Returns of how much. For the server's own workers.
pub async fn remind(op: &Op) -> Result<u32, AppError> {
    let due = notifications::to_remind(&mut op.read().await?, op.app().system, op.app().now(), BATCH).await?;
    let mut reminded = 0;
    for told in due {
        let id = told.id;
        match op.run(&Remind { told }).await {
            Ok(true) => reminded += 1,
            Ok(false) => {}
            // One that cannot be told must not keep the others from it.
            Err(error) => tracing::warn!(notification.id = %id, error.code = error.code, %error, "nobody could be reminded"),
        }
    }
    Ok(reminded)
}

#[derive(Serialize)]
struct Remind {
    #[serde(skip)]
    told: Notification,
}

impl Command for Remind {
    const NAME: &'static str = "notification.remind";
    type Answer = bool;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<bool, AppError> {
        let (told, now) = (&self.told, op.app().now());
        // It may have been decided a moment ago, and the feed not been followed that far.
        let Some(mut news) = waiting::news(tx, told.org, &told.subject, now).await? else {
            tx.notifications_done(told.org, &told.subject, now).await?;
            return Ok(false);
        };
        if !tx.reminded(op.app().system, told.id).await? {
            return Ok(false);
        }
        let choices = tell::choices(tx, told.org, told.person).await?;
        tell::send(op, tx, told, &choices, 2).await?;
        news.people = waiting::allowed(tx, told.org, Action::EscalationAnswer, None).await?;
        news.people.retain(|person| *person != told.person);
        news.kind = NotificationKind::Escalation;
        tell::all(op, tx, told.org, &told.subject, &news).await?;
        Ok(true)
    }
}
