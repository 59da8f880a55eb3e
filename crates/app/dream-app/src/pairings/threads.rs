//! Threads: which channel one belongs to, and which thread of the other side it is.

use super::ears::Ear;
use super::speech::about;
use crate::{App, AppError, Kind, deliveries, discord_rest};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::discord::{Meaning, meaning, thread_name};
use dream_bridge::pairing::heard::{Known, known};
use dream_id::{ConnectionId, OrgId, Scope};
use dream_ledger::Stream;
use dream_ports::{DiscordAuth, DiscordCall};
use dream_store::deliveries::{find as find_delivery, find_sent};
use dream_store::pairings::{HeardRow, find_carried, find_thread};
use serde_json::{Value, json};

/// How long Discord keeps a thread open in which nobody writes: a day.
const ARCHIVE_MINUTES: u32 = 1_440;
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
    let thread = asked(app, row.org, row.connection, &row.channel).await?;
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
    let DestinationKind::DiscordChannel { connection, channel, .. } = &channel.to else { return Ok(None) };
    let (org, pairing) = (ear.pairing.org(), ear.pairing.id());
    let mut reader = app.store.read().await?;
    if let Some(known) = find_thread(&mut reader, org, pairing, &thread.id).await? {
        return Ok(Some(known));
    }
    // A thread has the id of the message that it began from.
    let carried = find_carried(&mut reader, Scope::Org(org), &thread.id).await?.into_iter().find(|carried| carried.pairing == pairing);
    let Some(carried) = carried.filter(|carried| !carried.deleted) else { return Ok(None) };
    let sent = find_sent(&mut reader, Scope::Org(org), by.id(), &about(pairing, &thread.id)).await?;
    let Some(first) = sent.and_then(|(sent, _)| sent.messages.into_iter().next()) else {
        let delivery = match carried.delivery {
            Some(delivery) => find_delivery(&mut reader, Scope::Org(org), delivery).await?,
            None => None,
        };
        return if delivery.is_some_and(|row: deliveries::DeliveryRow| row.delivery.is_open()) { Err(waits()) } else { Ok(None) };
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

fn waits() -> AppError {
    let message = "the message that the thread began from is still on its way to the other side";
    AppError::new(Kind::Unavailable, "pairing_waits", message)
}
