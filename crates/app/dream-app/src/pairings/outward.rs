//! Carrying over to Discord what is said in our channels, behind a consumer of each pairing's own.

use super::speech::{Fate, Speech, say};
use super::{bus, files, headers, sides, speaker, threads};
use crate::{AppError, Op};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::message::Attachment;
use dream_bridge::pairing::Pairing;
use dream_bridge::pairing::words::Spoken;
use dream_bridge::relay::MOST_HOPS;
use dream_bus::{BusError, Delivery, Fetch, Settlement};
use dream_id::{MessageId, Scope};
use dream_ledger::{Digest, Stream};
use dream_messages::{Message, Space, Verdict};
use dream_store::Filter;
use dream_store::pairings::{Carried, find_carried};
use std::time::Duration;

/// How many messages one look takes from each pairing's consumer.
const BATCH: u32 = 100;
/// Who reads, as receipts name it.
const HOLDER: &str = "bridge";

/// Whether any pairing carries what is said in our channels.
pub async fn is_anybody_speaking(op: &Op) -> Result<bool, AppError> {
    Ok(!speaking(op).await?.is_empty())
}

async fn speaking(op: &Op) -> Result<Vec<Stream<Pairing>>, AppError> {
    let there: Vec<Stream<Pairing>> =
        op.read().await?.list(Scope::System(op.app().system), &Filter::default().eq("removed", false)).await?;
    Ok(there.into_iter().filter(|pairing| pairing.joined.direction.goes_out()).collect())
}

/// Carries over what was said in our channels. Returns whether there was anything.
pub async fn carry_out(op: &Op) -> Result<bool, AppError> {
    let mut carried = false;
    for pairing in &speaking(op).await? {
        match one(op, pairing).await {
            Ok(some) => carried |= some,
            // What one pairing cannot carry must not hold up another's: it is delivered again.
            Err(error) => {
                tracing::warn!(pairing.id = %pairing.id(), error.code = error.code, %error, "messages of a pairing could not be carried over");
            }
        }
    }
    Ok(carried)
}

async fn one(op: &Op, pairing: &Stream<Pairing>) -> Result<bool, AppError> {
    let app = op.app();
    let (org, joined) = (pairing.org(), &pairing.joined);
    let ids = [joined.with.destination, joined.discord.destination, joined.discord.written_by()].into_iter().collect();
    let known = sides::of_ids(&mut app.store.read().await?, Scope::Org(org), &ids).await?;
    let found = |id| known.get(&id);
    let (Some(with), Some(discord), Some(by)) =
        (found(joined.with.destination), found(joined.discord.destination), found(joined.discord.written_by()))
    else {
        return Ok(false);
    };
    let DestinationKind::Channel { channel } = &with.to else { return Ok(false) };
    let (space, consumer) = (Space::org(org), bus::consumer(pairing.id())?);
    let fetch = Fetch { holder: HOLDER.to_owned(), max: BATCH, wait: Duration::ZERO };
    let fetched = match app.bus.fetch(space, &consumer, fetch).await {
        Err(BusError::NoSuchConsumer(_)) => {
            bus::listen(app, org, pairing.id(), &crate::messages::channel(channel)?).await?;
            return Ok(false);
        }
        fetched => fetched?,
    };
    let mut done = Vec::with_capacity(fetched.len());
    let mut failed = None;
    for Delivery { message, attempt, .. } in &fetched {
        if pairing.switch.is_active()
            && let Err(error) = carry(op, pairing, (discord, by), message).await
        {
            // Those behind it are delivered again too, so that none overtakes it.
            failed = Some(error);
            break;
        }
        done.push(Settlement { message: message.id, attempt: *attempt, verdict: Verdict::Acknowledge, reason: None });
    }
    let any = !done.is_empty();
    if any {
        app.bus.settle(space, &consumer, done).await?;
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(any),
    }
}

/// Carries one message over, unless it was before or came from there.
async fn carry(
    op: &Op,
    pairing: &Stream<Pairing>,
    to: (&Stream<Destination>, &Stream<Destination>),
    message: &Message,
) -> Result<(), AppError> {
    let trail: Vec<&str> = bus::header(message, headers::TRAIL).map(|trail| trail.split(',').map(str::trim).collect()).unwrap_or_default();
    let own = pairing.id().to_string();
    let far = trail.len() >= usize::from(MOST_HOPS);
    if far || trail.contains(&own.as_str()) || message.erased.is_some() {
        return Ok(());
    }
    let app = op.app();
    let name = speaker::in_ours(app, message).await?;
    let files = files::brought(app, pairing.org(), bus::header(message, headers::FILES)).await?;
    let thread = thread(op, pairing, to, message).await?;
    let mut tx = app.store.begin().await?.caused_by(Some("pairing.carry".to_owned()), None);
    let (fate, carried) = match changed(&mut tx, pairing, message).await? {
        Some(changed) => changed,
        None => (Fate::Said, noted(pairing, message)),
    };
    let (is_new, key) = if fate == Fate::Said {
        (tx.note_carried(&carried).await?, carried.message.clone())
    } else {
        // The change itself is carried once, as everything else is. What it changed is kept with it: its words stand there.
        let change = Carried { other: Some(carried.message.clone()), ..noted(pairing, message) };
        let once = tx.note_carried(&change).await?;
        (once && tx.change_carried(&carried).await?, carried.message.clone())
    };
    if !is_new || (message.body.trim().is_empty() && files.is_empty() && fate != Fate::Deleted) {
        return Ok(tx.commit().await?);
    }
    let became = say(op, &mut tx, pairing, to.1, &speech(fate, message, (name.as_str(), files.as_slice()), &key, thread)).await?;
    if fate == Fate::Said {
        tx.change_carried(&Carried { delivery: became.delivery, ..carried }).await?;
    }
    Ok(tx.commit().await?)
}

/// What the message changes, when it changes one that this pairing carried: only who said that may. What anybody else says is a message of its own.
async fn changed(tx: &mut dream_store::Unit, pairing: &Stream<Pairing>, message: &Message) -> Result<Option<(Fate, Carried)>, AppError> {
    let (edits, deletes) = (bus::header(message, headers::EDITS), bus::header(message, headers::DELETES));
    let Some((earlier, fate)) = edits.map(|id| (id, Fate::Edited)).or(deletes.map(|id| (id, Fate::Deleted))) else { return Ok(None) };
    let found = find_carried(tx, Scope::Org(pairing.org()), earlier).await?;
    let may = |author: &str| author == message.sender || (author.starts_with("discord/") && message.sender == "system/bridge");
    let found = found.into_iter().find(|carried| carried.pairing == pairing.id() && may(&carried.author));
    Ok(found.map(|carried| (fate, Carried { digest: digest_of(message), deleted: fate == Fate::Deleted, ..carried })))
}

fn noted(pairing: &Stream<Pairing>, message: &Message) -> Carried {
    Carried {
        pairing: pairing.id(),
        message: message.id.to_string(),
        org: pairing.org(),
        author: message.sender.clone(),
        digest: digest_of(message),
        other: None,
        delivery: None,
        deleted: false,
        at: message.sent_at,
    }
}

fn digest_of(message: &Message) -> String {
    Digest::of(message.body.as_bytes()).to_string()
}

/// The thread that a message names, if it belongs to the channel: a header leads to no other. What Discord cannot be asked now is said in the channel,
/// so that nothing waits for it. A message to a forum may name the message of ours that began the post.
///
/// # Errors
/// `pairing_waits` while that message is on its way.
async fn thread(
    op: &Op,
    pairing: &Stream<Pairing>,
    (discord, by): (&Stream<Destination>, &Stream<Destination>),
    message: &Message,
) -> Result<Option<String>, AppError> {
    let DestinationKind::DiscordChannel { connection, channel, forum } = &discord.to else { return Ok(None) };
    let Some(named) = bus::header(message, headers::THREAD) else { return Ok(None) };
    if *forum && named.parse::<MessageId>().is_ok() {
        return threads::post(&mut op.read().await?, (pairing.org(), pairing.id()), by, named).await;
    }
    if !crate::connections::is_id(named) {
        return Ok(None);
    }
    match threads::asked(op.app(), pairing.org(), *connection, named).await {
        Ok(found) => Ok((found.parent.as_deref() == Some(channel.as_str())).then(|| named.to_owned())),
        Err(error) => {
            tracing::debug!(pairing.id = %pairing.id(), error.code = error.code, %error, "a thread could not be looked up");
            Ok(None)
        }
    }
}

fn speech<'s>(
    fate: Fate,
    message: &'s Message,
    (name, files): (&'s str, &'s [Attachment]),
    key: &'s str,
    inside: Option<String>,
) -> Speech<'s> {
    let title = bus::header(message, headers::TITLE);
    // Its first line is the title, which the post has on the other side.
    let below = title.and_then(|title| message.body.strip_prefix(title)).map(|text| text.strip_prefix('\n').unwrap_or(text));
    Speech {
        fate,
        spoken: Spoken { name, avatar: None, text: below.unwrap_or(&message.body), files, notices: &[] },
        author: &message.sender,
        person: None,
        message: key,
        channel: "",
        thread: None,
        reply_to: None,
        inside,
        title: title.filter(|_| below.is_some()),
        files_changed: bus::header(message, headers::FILES).is_some(),
        other: None,
        at: message.sent_at,
        event: None,
    }
}
