//! The built-in source `dreamos`: entries of the ledger, told to the rules of their organisation, each once.

use super::tell::tell_with;
use crate::public_url::room_path;
use crate::{AppError, Op, gate_posts};
use dream_bridge::event::Event;
use dream_bridge::message::GateRef;
use dream_bridge::own::{is_told, own};
use dream_bridge::rule::Rules;
use dream_govern::{Review, Stage};
use dream_id::{Limit, OrgId, ReviewId, Scope, StageId};
use dream_ledger::{Envelope, Stream};
use dream_store::{Filter, Unit, received};
use std::collections::BTreeSet;

/// Under which name it is kept how far the feed was read.
const CURSOR: &str = "own_feed";
/// How much one look takes.
const BATCH: u32 = 200;

/// Tells the next entries of the feed. What happened before the first look of all is told to nobody. Returns whether there was anything to look at.
pub async fn tell_own(op: &Op) -> Result<bool, AppError> {
    let (app, scope) = (op.app(), Scope::System(op.app().system));
    let mut reader = op.read().await?;
    let Some(position) = received::cursor(&mut reader, app.system, CURSOR).await? else {
        let end = reader.feed_end().await?;
        drop(reader);
        return advance(op, None, end, &[]).await.map(|_| false);
    };
    let entries = reader.feed(scope, position, Limit::new(BATCH)).await?;
    let Some(last) = entries.last().map(|entry| entry.position) else { return Ok(false) };
    // Whoever has no rules is told nothing.
    let ruled: BTreeSet<OrgId> = {
        let rules: Vec<Stream<Rules>> = reader.list(scope, &Filter::default()).await?;
        rules.iter().map(Stream::org).collect()
    };
    drop(reader);
    let envelopes = entries.into_iter().map(|entry| entry.envelope);
    let told: Vec<Envelope> = envelopes.filter(|entry| is_told(&entry.kind) && ruled.contains(&entry.org)).collect();
    advance(op, Some(position), last, &told).await
}

/// Tells these entries, and keeps how far the feed was read. When another process told them meanwhile, nothing happens.
async fn advance(op: &Op, from: Option<u64>, to: u64, entries: &[Envelope]) -> Result<bool, AppError> {
    let mut tx = op.app().store.begin().await?;
    if !tx.advance_cursor(op.app().system, CURSOR, from, to).await? {
        tx.abandon().await?;
        return Ok(true);
    }
    for entry in entries {
        let stage_title = stage_title(&mut tx, entry).await?;
        if let Some(mut own) = own(entry, stage_title.as_deref()) {
            own.event.link = link(op, entry, &own.event);
            if let Some((gate, how)) = decided(&mut tx, entry).await? {
                (own.gate, own.event.summary) = (Some(gate), how);
            }
            tell_with(op, &mut tx, entry.org, own.event, entry.data.clone(), own.gate).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// What people call the stage that the entry is about, if it is about one: a review, or what names a stage.
async fn stage_title(tx: &mut Unit, entry: &Envelope) -> Result<Option<String>, AppError> {
    let scope = Scope::Org(entry.org);
    let stage = match entry.stream.parse::<ReviewId>() {
        Ok(review) => tx.find::<Review>(scope, review).await?.map(|review| review.stage),
        Err(_) => entry.data.get("stage").and_then(serde_json::Value::as_str).and_then(|id| id.parse::<StageId>().ok()),
    };
    let Some(stage) = stage else { return Ok(None) };
    Ok(tx.find::<Stage>(scope, stage).await?.map(|stage| stage.spec.title.clone()))
}

/// The gate whose review the entry ended, and who decided what: the message about it shows both, and what was under review.
async fn decided(tx: &mut Unit, entry: &Envelope) -> Result<Option<(GateRef, String)>, AppError> {
    let Some(id) = entry.stream.parse::<ReviewId>().ok().filter(|_| entry.kind == "review.closed") else { return Ok(None) };
    let Some(review) = tx.find::<Review>(Scope::Org(entry.org), id).await? else { return Ok(None) };
    let how = gate_posts::decided(tx, entry.org, &review).await?;
    Ok(how.map(|how| (GateRef { review: id, digest: review.digest }, how)))
}

/// Where people see what the entry is about, where this server's public address is known.
fn link(op: &Op, entry: &Envelope, event: &Event) -> Option<String> {
    let project = event.labels.get("project").map(String::as_str);
    Some(op.app().public_url.as_ref()?.link(&room_path(entry.org, &entry.stream, project)))
}
