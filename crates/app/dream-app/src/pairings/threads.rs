//! Threads: which channel one belongs to, and which thread of the other side it is.

use super::ears::Ear;
use super::slack;
use super::speech::about;
use crate::{App, AppError, Kind, discord_rest};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::discord::{Meaning, meaning, thread_name};
use dream_bridge::pairing::heard::{Known, known};
use dream_bridge::pairing::slack::named;
use dream_id::{ConnectionId, OrgId, PairingId, Scope};
use dream_ledger::Stream;
use dream_ports::{DiscordAuth, DiscordCall};
use dream_store::deliveries::{DeliveryRow, find as find_delivery, find_sent};
use dream_store::pairings::{Carried, HeardBy, HeardRow, find_carried, find_thread};
use dream_store::{Reader, Unit};
use serde_json::{Value, json};

/// How long Discord keeps a thread open in which nobody writes: a day.
const ARCHIVE_MINUTES: u32 = 1_440;
/// What stands before the id of the message that begins a thread of the other side, until that thread's own id is known.
const BEGUN_BY: &str = "begun by ";
/// Discord's code for a thread that was begun before.
const BEGUN: u32 = 160_004;

/// The channel that one of the pairings hears in which it happened, with the thread where it was one; `None` when nobody hears it.
pub(super) async fn place(app: &App, row: &HeardRow, ears: &[Ear]) -> Result<Option<(String, Option<Known>)>, AppError> {
    if ears.iter().any(|ear| ear.channel == row.channel) {
        return Ok(Some((row.channel.clone(), None)));
    }
    if ears.is_empty() {
        return Ok(None);
    }
    let HeardBy::Connection(connection) = row.by else { return Ok(None) };
    let thread = asked(app, row.org, connection, &row.channel).await?;
    let parent = thread.parent.clone().filter(|parent| ears.iter().any(|ear| ear.channel == *parent));
    Ok(parent.map(|parent| (parent, Some(thread))))
}

/// What a channel or thread is: as it is remembered, else as Discord says. One that the bot cannot see belongs to nothing.
pub(super) async fn asked(app: &App, org: OrgId, connection: ConnectionId, channel: &str) -> Result<Known, AppError> {
    if let Some(found) = app.pairings().channel(connection, channel) {
        return Ok(found);
    }
    let call = DiscordCall::of(DiscordAuth::None, "GET", format!("/channels/{channel}"), Value::Null);
    let answer = discord_rest::call(app, org, connection, call).await?;
    let unseen = Known { id: channel.to_owned(), name: String::new(), parent: None };
    let found = match meaning(answer.answer.status, answer.code) {
        Meaning::Done => known(&answer.body).unwrap_or(unseen),
        Meaning::DestinationGone | Meaning::Refused | Meaning::EditGone | Meaning::ThreadGone => unseen,
        _ => return Err(discord_rest::refused("asking what a channel is", &answer)),
    };
    app.pairings().learn(connection, vec![found.clone()]);
    Ok(found)
}

/// The thread of the other side that belongs to `thread`: begun from the message that is there for the one it began from. `None` where there is
/// none, so that what is said in it is said in the channel.
///
/// # Errors
/// `pairing_waits` while that message is on its way.
pub(super) async fn inside(
    app: &App,
    ear: &Ear,
    (channel, by): (&Stream<Destination>, &Stream<Destination>),
    thread: &Known,
    text: &str,
) -> Result<Option<String>, AppError> {
    if let DestinationKind::SlackChannel { channel, .. } = &channel.to {
        return answered(app, ear, by, thread, channel).await;
    }
    let DestinationKind::DiscordChannel { connection, channel, forum } = &channel.to else { return Ok(None) };
    let (org, pairing) = (ear.pairing.org(), ear.pairing.id());
    let mut reader = app.store.read().await?;
    if let Some(known) = find_thread(&mut reader, org, pairing, &thread.id).await? {
        return match known.strip_prefix(BEGUN_BY) {
            Some(message) => post(&mut reader, (org, pairing), by, message).await,
            None => Ok(Some(known)),
        };
    }
    if *forum {
        return post(&mut reader, (org, pairing), by, &thread.id).await;
    }
    // A thread has the id of the message that it began from.
    let carried = find_carried(&mut reader, Scope::Org(org), &thread.id).await?.into_iter().find(|carried| carried.pairing == pairing);
    let first = match carried {
        Some(carried) if carried.deleted => return Ok(None),
        Some(carried) => {
            let sent = find_sent(&mut reader, Scope::Org(org), by.id(), &about(pairing, &thread.id)).await?;
            match sent.and_then(|(sent, _)| sent.messages.into_iter().next()) {
                Some(first) => first,
                None if is_on_its_way(&mut reader, org, &carried).await? => return Err(waits()),
                None => return Ok(None),
            }
        }
        // It began from one that was carried from there.
        None => match slack::carried_as(&mut reader, Scope::Org(org), ear, &thread.id).await? {
            Some(first) => first,
            None => return Ok(None),
        },
    };
    drop(reader);
    let name = if thread.name.is_empty() { thread_name(text) } else { thread_name(&thread.name) };
    let body = json!({"name": name, "auto_archive_duration": ARCHIVE_MINUTES});
    let call = DiscordCall::of(DiscordAuth::None, "POST", format!("/channels/{channel}/messages/{first}/threads"), body);
    let answer = discord_rest::call(app, org, *connection, call).await?;
    match (meaning(answer.answer.status, answer.code), answer.code) {
        (Meaning::Done, _) | (_, Some(BEGUN)) => {}
        (Meaning::Refused | Meaning::EditGone | Meaning::DestinationGone | Meaning::ThreadGone, _) => return Ok(None),
        _ => return Err(discord_rest::refused("beginning a thread", &answer)),
    }
    let mut tx = app.store.begin().await?;
    tx.note_thread(org, pairing, &thread.id, &first, app.now()).await?;
    tx.commit().await?;
    Ok(Some(first))
}

/// The message of Slack's that a thread of Discord's is answered below: the one that is there for the message it began from, or that this one was
/// carried from.
///
/// # Errors
/// `pairing_waits` while that message is on its way.
async fn answered(app: &App, ear: &Ear, by: &Stream<Destination>, thread: &Known, channel: &str) -> Result<Option<String>, AppError> {
    let (org, pairing) = (ear.pairing.org(), ear.pairing.id());
    let mut reader = app.store.read().await?;
    if let Some(from) = slack::carried_as(&mut reader, Scope::Org(org), ear, &thread.id).await? {
        return Ok(Some(from));
    }
    let carried = find_carried(&mut reader, Scope::Org(org), &thread.id).await?.into_iter().find(|carried| carried.pairing == pairing);
    let Some(carried) = carried.filter(|carried| !carried.deleted) else { return Ok(None) };
    let sent = find_sent(&mut reader, Scope::Org(org), by.id(), &about(pairing, &thread.id)).await?;
    match sent.and_then(|(sent, _)| sent.messages.into_iter().next()) {
        Some(at) => Ok(named(channel, &at)),
        None if is_on_its_way(&mut reader, org, &carried).await? => Err(waits()),
        None => Ok(None),
    }
}

/// The post of the other side that the message `begun_by` began there, a message of this pairing's; `None` where there is none.
///
/// # Errors
/// `pairing_waits` while that message is on its way.
pub(super) async fn post(
    reader: &mut Reader,
    (org, pairing): (OrgId, PairingId),
    by: &Stream<Destination>,
    begun_by: &str,
) -> Result<Option<String>, AppError> {
    let sent = find_sent(reader, Scope::Org(org), by.id(), &about(pairing, begun_by)).await?;
    if let Some(thread) = sent.and_then(|(sent, _)| sent.thread) {
        return Ok(Some(thread));
    }
    let carried = find_carried(reader, Scope::Org(org), begun_by).await?.into_iter().find(|carried| carried.pairing == pairing);
    match carried {
        Some(carried) if is_on_its_way(reader, org, &carried).await? => Err(waits()),
        _ => Ok(None),
    }
}

/// Notes that `message` begins the post of the other side that belongs to `thread`.
pub(super) async fn begun_by(tx: &mut Unit, row: &HeardRow, ear: &Ear, thread: &Known, message: &str) -> Result<(), AppError> {
    Ok(tx.note_thread(row.org, ear.pairing.id(), &thread.id, &format!("{BEGUN_BY}{message}"), row.heard_at).await?)
}

async fn is_on_its_way(reader: &mut Reader, org: OrgId, carried: &Carried) -> Result<bool, AppError> {
    let Some(delivery) = carried.delivery else { return Ok(false) };
    let row: Option<DeliveryRow> = find_delivery(reader, Scope::Org(org), delivery).await?;
    Ok(row.is_some_and(|row| row.delivery.is_open()))
}

fn waits() -> AppError {
    let message = "the message that the thread began from is still on its way to the other side";
    AppError::new(Kind::Unavailable, "pairing_waits", message)
}
