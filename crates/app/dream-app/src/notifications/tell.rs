//! Telling one person of one thing: shown in the control room, and put on its way as they chose.

use super::waiting::News;
use crate::{AppError, Op};
use dream_access::{NotificationChoices, NotificationClass, NotificationWay};
use dream_id::{OrgId, PersonId};
use dream_store::Unit;
use dream_store::notifications::{self, Notification};

/// The ways out of the control room.
pub(super) const OUT: [NotificationWay; 2] = [NotificationWay::Mail, NotificationWay::Hook];

/// Tells everybody of `news` who was not told of it yet. Returns how many were not.
pub(super) async fn all(op: &Op, tx: &mut Unit, org: OrgId, subject: &str, news: &News) -> Result<u64, AppError> {
    let mut told = 0;
    for person in &news.people {
        told += u64::from(one(op, tx, org, subject, news, *person).await?);
    }
    Ok(told)
}

async fn one(op: &Op, tx: &mut Unit, org: OrgId, subject: &str, news: &News, person: PersonId) -> Result<bool, AppError> {
    let (now, choices) = (op.app().now(), choices(tx, org, person).await?);
    let waits = news.kind.class() == NotificationClass::Act;
    let told = Notification {
        id: op.app().store.new_id(),
        org,
        person,
        kind: news.kind,
        subject: subject.to_owned(),
        project: news.project,
        title: news.title.clone(),
        at: now,
        read_at: None,
        done_at: None,
        shown: choices.takes(news.kind, NotificationWay::Page),
        remind_at: if waits { choices.reminder(now) } else { None },
        told_others: false,
    };
    if !tx.notify_person(&told).await? {
        return Ok(false);
    }
    send(op, tx, &told, &choices, 1).await?;
    Ok(true)
}

/// Puts messages about `told` on their way, each way that its reader chose, after their quiet hours.
pub(super) async fn send(op: &Op, tx: &mut Unit, told: &Notification, choices: &NotificationChoices, round: u32) -> Result<(), AppError> {
    let due = choices.not_before(op.app().now());
    for way in OUT {
        if choices.takes(told.kind, way) {
            tx.send_notification(told, way, round, due).await?;
        }
    }
    Ok(())
}

/// What `person` chose, or what is usual.
pub(super) async fn choices(tx: &mut Unit, org: OrgId, person: PersonId) -> Result<NotificationChoices, AppError> {
    Ok(notifications::settings_of(tx, org, person).await?.map(|settings| settings.choices.clone()).unwrap_or_default())
}
