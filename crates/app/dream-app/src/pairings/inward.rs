//! Carrying over what was said in Discord and in Slack: into our channels in the transaction that forgets it, elsewhere as deliveries of that transaction.

use super::ears::{self, Ear};
use super::files::{self, Fetched};
use super::ours::is_ours;
use super::sides::{Known as Destinations, of_ids};
use super::speaker::{self, Speaker};
use super::speech::{Became, Fate, Speech, is_forum, say};
use super::{slack, threads};
use crate::deliveries::alert;
use crate::{AppError, Op, usage};
use dream_bridge::destination::Destination;
use dream_bridge::pairing::heard::{Happened, Heard, Known, files_of};
use dream_bridge::pairing::words::Spoken;
use dream_bridge::relay::Incoming;
use dream_bridge::text::one_line;
use dream_id::{DestinationId, Scope};
use dream_ledger::Stream;
use dream_store::pairings::{Carried, HeardBy, HeardRow, find_carried};
use std::collections::BTreeSet;
use std::time::Duration;

/// How much one look takes.
const BATCH: u32 = 100;
/// Under what messages into our own channels are counted.
const PAIRINGS: &str = "pairings";
/// For how long it is tried to carry something over.
const MOST_AGE: Duration = Duration::from_hours(6);

/// The connections and sources over which something was heard that waits to be carried over now.
pub async fn heard(op: &Op) -> Result<Vec<HeardBy>, AppError> {
    Ok(op.read().await?.heard_by(op.app().system, op.app().now()).await?)
}

/// Carries over what was heard over a connection or source, in the order of each channel, as much as one look takes. Returns whether anything was
/// carried. Two calls for the same one must not run at once.
pub async fn carry_in(op: &Op, by: HeardBy) -> Result<bool, AppError> {
    let app = op.app();
    let due = app.store.read().await?.heard(app.system, by, app.now(), BATCH).await?;
    let mut held: BTreeSet<&str> = BTreeSet::new();
    let mut carried = false;
    for row in &due {
        if held.contains(row.channel.as_str()) {
            continue;
        }
        match one(op, row).await {
            Ok(()) => carried = true,
            Err(error) => {
                put_off(op, row, &error).await?;
                held.insert(&row.channel);
            }
        }
    }
    Ok(carried)
}

/// What could not be carried over is looked at again later; after hours it is given up, and people are told.
async fn put_off(op: &Op, row: &HeardRow, error: &AppError) -> Result<(), AppError> {
    let (app, now) = (op.app(), op.app().now());
    let mut tx = app.store.begin().await?;
    if now.since(row.heard_at) >= MOST_AGE {
        tracing::warn!(heard.by = %row.by, heard.channel = row.channel, error.code = error.code, %error, "a message of a pairing is given up");
        tx.forget_heard(row).await?;
        let whose = if matches!(row.by, HeardBy::Connection(_)) { "Discord" } else { "Slack" };
        let title = format!("A message in {whose}'s channel {} could not be carried over", row.channel);
        alert(op, &mut tx, row.org, "bridge.pairing_failed", &title, &error.message, &row.channel).await?;
    } else {
        tracing::debug!(heard.by = %row.by, heard.channel = row.channel, error.code = error.code, %error, "a message of a pairing is put off");
        tx.put_off_heard(row, now.plus(Duration::from_secs(1 << row.tries.min(6)))).await?;
    }
    Ok(tx.commit().await?)
}

async fn forget(op: &Op, row: &HeardRow) -> Result<(), AppError> {
    let mut tx = op.app().store.begin().await?;
    tx.forget_heard(row).await?;
    Ok(tx.commit().await?)
}

async fn one(op: &Op, row: &HeardRow) -> Result<(), AppError> {
    let app = op.app();
    let happened: Happened =
        serde_json::from_str(&row.happened).map_err(|error| AppError::damaged("pairing_heard", row.number).because(error))?;
    let mut reader = app.store.read().await?;
    let ears = ears::of(&mut reader, Scope::Org(row.org), row.by).await?;
    drop(reader);
    let Some((channel, thread)) = threads::place(app, row, &ears).await? else { return forget(op, row).await };
    let thread = thread.or_else(|| happened.thread());
    let mut ears: Vec<Ear> = ears.into_iter().filter(|ear| ear.channel == channel).collect();
    let mut reader = app.store.read().await?;
    let ids: BTreeSet<DestinationId> = ears.iter().flat_map(|ear| [ear.to.destination, ear.to.written_by()]).collect();
    let known = of_ids(&mut reader, Scope::Org(row.org), &ids).await?;
    drop(reader);
    if let Happened::Written(heard) = &happened {
        let bot = heard.author.bot || heard.webhook.is_some();
        ears.retain(|ear| ear.pairing.joined.bots || !bot);
        if ears.is_empty() || is_ours(app, row.org, heard).await? || (bot && row.tries == 0 && repeats(op, row, heard)) {
            return forget(op, row).await;
        }
    }
    let happened = slack::named(app, row, &ears, happened).await?;
    let (around, place): (Around<'_>, Where<'_>) = ((&ears, &known), (&channel, thread.as_ref()));
    match happened {
        Happened::Written(heard) => written(op, row, around, place, &heard).await,
        Happened::Edited(heard) => edited(op, row, around, place, &heard).await,
        Happened::Deleted { messages, .. } => deleted(op, row, around, place, &messages).await,
    }
}

/// Whether a bot says the same again and again, as another bridge does that sends back what we carried to it.
fn repeats(op: &Op, row: &HeardRow, heard: &Heard) -> bool {
    let incoming = Incoming {
        channel: &row.channel,
        author: &heard.author.id,
        webhook: heard.webhook.as_deref(),
        application: heard.application.as_deref(),
        hops: 0,
        text: &heard.text,
    };
    let refused = op.app().pairings().check(row.org, &incoming, op.app().now()).err();
    if let Some(why) = refused {
        tracing::info!(heard.by = %row.by, heard.channel = row.channel, why = %why, "a message is not carried over");
    }
    refused.is_some()
}

type Around<'a> = (&'a [Ear], &'a Destinations);
type Where<'a> = (&'a str, Option<&'a Known>);

async fn written(op: &Op, row: &HeardRow, (ears, known): Around<'_>, place: Where<'_>, heard: &Heard) -> Result<(), AppError> {
    let app = op.app();
    let speaker = speaker::outside(app, row.org, ears.first().map(|ear| &ear.from), &heard.author).await?;
    let by = slack::token(app, row, ears).await?;
    let fetched = files::fetch(app, row.org, &heard.files, row.tries, by.as_ref()).await?;
    let (own, title) = (place.1.and_then(called), begun(place, heard).and_then(called));
    let mut said = Vec::with_capacity(ears.len());
    for (ear, channel, by) in written_by(ears, known) {
        let inside = match place.1 {
            Some(thread) => threads::inside(app, ear, (channel, by), thread, &heard.text).await?,
            None => None,
        };
        // A thread that the forum does not know yet begins a post there, whichever message of it is the first.
        let begins = place.1.filter(|_| is_forum(by) && inside.is_none());
        let spoken = speech(Fate::Said, row, place, heard, (&speaker, &fetched));
        let title = if begins.is_some() { own.as_deref() } else { title.as_deref() };
        said.push((ear, by, begins, Speech { inside, title, ..spoken }));
    }
    let mut tx = app.store.begin().await?.caused_by(Some("pairing.carry".to_owned()), None);
    if !tx.forget_heard(row).await? {
        return Ok(());
    }
    let mut inside = 0;
    for (ear, by, begins, speech) in said {
        let mut carried = carried(ear, row, heard);
        if tx.note_carried(&carried).await? {
            if let Some(thread) = begins {
                threads::begun_by(&mut tx, row, ear, thread, &heard.message).await?;
            }
            files::note(app, &mut tx, row.org, ear.pairing.id(), &fetched.files).await?;
            let Became { other, delivery } = say(op, &mut tx, &ear.pairing, by, &speech).await?;
            (carried.other, carried.delivery) = (other, delivery);
            tx.change_carried(&carried).await?;
            inside += usize::from(carried.other.is_some());
        }
    }
    if inside > 0 {
        // What leaves is counted when it arrives.
        usage::count(&mut tx, row.org, (usage::DELIVERED, PAIRINGS), inside, app.now()).await?;
    }
    Ok(tx.commit().await?)
}

async fn edited(op: &Op, row: &HeardRow, (ears, known): Around<'_>, place: Where<'_>, heard: &Heard) -> Result<(), AppError> {
    let app = op.app();
    let speaker = speaker::outside(app, row.org, ears.first().map(|ear| &ear.from), &heard.author).await?;
    let before = find_carried(&mut app.store.read().await?, Scope::Org(row.org), &heard.message).await?;
    let files_change = |before: &Carried| files_of(&heard.digest(Some(&before.digest))) != files_of(&before.digest);
    let fetched = if before.iter().any(files_change) {
        let by = slack::token(app, row, ears).await?;
        files::fetch(app, row.org, &heard.files, row.tries, by.as_ref()).await?
    } else {
        Fetched::default()
    };
    let title = begun(place, heard).and_then(called);
    let none = Fetched::default();
    let mut tx = app.store.begin().await?.caused_by(Some("pairing.carry".to_owned()), None);
    if !tx.forget_heard(row).await? {
        return Ok(());
    }
    let before = find_carried(&mut tx, Scope::Org(row.org), &heard.message).await?;
    for (ear, _, by) in written_by(ears, known) {
        let Some(carried) = before.iter().find(|carried| carried.pairing == ear.pairing.id()) else { continue };
        let (digest, files_changed) = (heard.digest(Some(&carried.digest)), files_change(carried));
        if digest != carried.digest && tx.change_carried(&Carried { digest, ..carried.clone() }).await? {
            let files = if files_changed { &fetched } else { &none };
            files::note(app, &mut tx, row.org, ear.pairing.id(), &files.files).await?;
            let speech = speech(Fate::Edited, row, place, heard, (&speaker, files));
            let other = carried.other.as_deref();
            say(op, &mut tx, &ear.pairing, by, &Speech { other, title: title.as_deref(), files_changed, ..speech }).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// What a thread is called, if it is called something.
fn called(thread: &Known) -> Option<String> {
    Some(one_line(&thread.name)).filter(|name| !name.is_empty())
}

/// The post of a forum that the message begins.
fn begun<'t>((_, thread): Where<'t>, heard: &Heard) -> Option<&'t Known> {
    thread.filter(|thread| thread.id == heard.message)
}

async fn deleted(op: &Op, row: &HeardRow, (ears, known): Around<'_>, place: Where<'_>, messages: &[String]) -> Result<(), AppError> {
    let mut tx = op.app().store.begin().await?.caused_by(Some("pairing.carry".to_owned()), None);
    if !tx.forget_heard(row).await? {
        return Ok(());
    }
    for message in messages {
        let before = find_carried(&mut tx, Scope::Org(row.org), message).await?;
        for (ear, _, by) in written_by(ears, known) {
            let Some(carried) = before.iter().find(|carried| carried.pairing == ear.pairing.id()) else { continue };
            if tx.change_carried(&Carried { deleted: true, ..carried.clone() }).await? {
                say(op, &mut tx, &ear.pairing, by, &gone(row, place, carried)).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}

/// Each pairing with the destination that is its other side, and that by which it is written to.
fn written_by<'a>(
    ears: &'a [Ear],
    known: &'a Destinations,
) -> impl Iterator<Item = (&'a Ear, &'a Stream<Destination>, &'a Stream<Destination>)> {
    ears.iter().filter_map(|ear| Some((ear, known.get(&ear.to.destination)?, known.get(&ear.to.written_by())?)))
}

fn carried(ear: &Ear, row: &HeardRow, heard: &Heard) -> Carried {
    Carried {
        pairing: ear.pairing.id(),
        message: heard.message.clone(),
        org: row.org,
        author: heard.author.id.clone(),
        digest: heard.digest(None),
        other: None,
        delivery: None,
        deleted: false,
        at: row.heard_at,
    }
}

fn speech<'s>(
    fate: Fate,
    row: &'s HeardRow,
    (channel, thread): Where<'s>,
    heard: &'s Heard,
    (speaker, fetched): (&'s Speaker, &'s Fetched),
) -> Speech<'s> {
    Speech {
        fate,
        spoken: Spoken {
            name: &speaker.name,
            avatar: heard.author.avatar.as_deref(),
            text: &heard.text,
            files: &fetched.files,
            notices: &fetched.notices,
        },
        author: &heard.author.id,
        person: speaker.person,
        message: &heard.message,
        channel,
        thread: thread.map(|thread| thread.id.as_str()),
        reply_to: heard.reply_to.as_deref(),
        inside: None,
        title: None,
        files_changed: false,
        other: None,
        at: row.heard_at,
        event: row.event,
    }
}

fn gone<'s>(row: &'s HeardRow, (channel, thread): Where<'s>, carried: &'s Carried) -> Speech<'s> {
    Speech {
        fate: Fate::Deleted,
        spoken: Spoken { name: "", avatar: None, text: "", files: &[], notices: &[] },
        author: &carried.author,
        person: None,
        message: &carried.message,
        channel,
        thread: thread.map(|thread| thread.id.as_str()),
        reply_to: None,
        inside: None,
        title: None,
        files_changed: false,
        other: carried.other.as_deref(),
        at: row.heard_at,
        event: row.event,
    }
}
