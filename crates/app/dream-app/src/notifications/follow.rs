//! Following the feed: of everything that changed, whether it waits for people now.

use super::{tell, waiting};
use crate::{AppError, Command, Op};
use dream_access::{NotificationClass, NotificationKind};
use dream_id::{Limit, OrgId};
use dream_ledger::Envelope;
use dream_store::{Unit, settings};
use serde::Serialize;
use std::collections::BTreeSet;

/// The setting that holds how far the feed was followed.
const CURSOR: &str = "notifier";
/// How many entries one look takes: what follows from them is one transaction.
const BATCH: u32 = 50;
/// What people are told of, by the first half of the entries' kind, whatever the second half is.
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
    let changed = changed.filter(is_news);
    let subjects = changed.map(|one| (one.org, one.stream)).collect();
    op.run(&Follow { after, last, subjects }).await?;
    Ok(true)
}

/// Whether somebody may be told of it. What a person disables needs no mending, so nobody is told of that.
fn is_news(entry: &Envelope) -> bool {
    match entry.kind.split_once('.') {
        Some(("destination" | "subscription" | "connection", "disabled")) => entry.actor.person().is_none(),
        Some(("destination" | "subscription" | "connection", "enabled" | "removed") | ("connection", "token_replaced")) => true,
        Some((noun, _)) => NOUNS.contains(&noun),
        None => false,
    }
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
                Some(news) if news.kind.class() == NotificationClass::Act => {
                    if news.kind == NotificationKind::BridgeDisabled {
                        // It may have been mended before, and people told of that time.
                        tx.forget_done_notifications(*org, subject).await?;
                    }
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
