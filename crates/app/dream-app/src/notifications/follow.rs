//! Following the feed: of everything that changed, whether it waits for people now.

use super::{tell, waiting};
use crate::{AppError, Command, Op};
use dream_id::{Limit, OrgId};
use dream_store::{Unit, settings};
use serde::Serialize;
use std::collections::BTreeSet;

/// The setting that holds how far the feed was followed.
const CURSOR: &str = "notifier";
/// How many entries one look takes: what follows from them is one transaction.
const BATCH: u32 = 50;
/// What people are told of, by the first half of the entries' kind.
const NOUNS: [&str; 4] = ["review", "permission", "escalation", "run"];

/// Tells people of what changed since the last look. Returns whether there was anything to look at. For the server's own workers.
pub async fn follow(op: &Op) -> Result<bool, AppError> {
    let mut reader = op.read().await?;
    let after = settings::find(&mut reader, op.app().system, CURSOR).await?;
    let position = after.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0);
    let batch = reader.feed(op.scope(), position, Limit::new(BATCH)).await?;
    drop(reader);
    let Some(last) = batch.last().map(|entry| entry.position) else { return Ok(false) };
    let changed = batch.into_iter().map(|entry| entry.envelope);
    let changed = changed.filter(|one| NOUNS.contains(&one.kind.split('.').next().unwrap_or_default()));
    let subjects = changed.map(|one| (one.org, one.stream)).collect();
    op.run(&Follow { after, last, subjects }).await?;
    Ok(true)
}

#[derive(Serialize)]
struct Follow {
    after: Option<String>,
    last: u64,
    subjects: BTreeSet<(OrgId, String)>,
}

impl Command for Follow {
    const NAME: &'static str = "notification.follow";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let (key, now) = (op.app().system, op.app().now());
        // Another process may have come by meanwhile: what it told is told.
        if settings::find(tx, key, CURSOR).await? != self.after {
            return Ok(());
        }
        for (org, subject) in &self.subjects {
            match waiting::news(tx, *org, subject, now).await? {
                Some(news) if news.kind.class() == dream_access::NotificationClass::Act => {
                    tell::all(op, tx, *org, subject, &news).await?;
                }
                Some(news) => {
                    tx.notifications_done(*org, subject, now).await?;
                    tell::all(op, tx, *org, subject, &news).await?;
                }
                None => {
                    tx.notifications_done(*org, subject, now).await?;
                }
            }
        }
        let last = self.last.to_string();
        tx.make_setting(key, CURSOR, &last).await?;
        tx.change_setting(key, CURSOR, &last).await?;
        Ok(())
    }
}
