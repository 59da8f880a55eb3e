//! Saying on the other side of a pairing what was said on this one.

use super::{bus, headers};
use crate::deliveries::{self, Batch, Cause, What};
use crate::subscriptions;
use crate::{AppError, Op};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::discord::{markdown::escape, thread_name};
use dream_bridge::message::{Attachment, Message};
use dream_bridge::pairing::Pairing;
use dream_bridge::pairing::slack::named as slack_name;
use dream_bridge::pairing::words::Spoken;
use dream_bridge::plan::{Place, Planned};
use dream_bridge::subscription::Subscription;
use dream_clock::Timestamp;
use dream_id::{DeliveryId, OrgId, PairingId, PersonId, ReceivedId, Scope, SubscriptionId};
use dream_ledger::Stream;
use dream_messages::{MAX_SENDER, NewMessage};
use dream_store::Unit;
use serde_json::{Value, json};

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was said.
    Said,
    /// It was changed.
    Edited,
    /// It was deleted.
    Deleted,
}

/// Something that is to be said on the other side.
#[derive(Debug, Clone)]
pub(super) struct Speech<'s> {
    pub(super) fate: Fate,
    pub(super) spoken: Spoken<'s>,
    /// The account that said it, and the person it was linked to.
    pub(super) author: &'s str,
    pub(super) person: Option<PersonId>,
    /// The message's id, and the channel and thread that it is in.
    pub(super) message: &'s str,
    pub(super) channel: &'s str,
    pub(super) thread: Option<&'s str>,
    pub(super) reply_to: Option<&'s str>,
    /// The thread of the other side.
    pub(super) inside: Option<String>,
    /// What the post of a forum is called that it begins, in one line.
    pub(super) title: Option<&'s str>,
    /// Whether a change is one of its files too.
    pub(super) files_changed: bool,
    /// What it is on the other side already.
    pub(super) other: Option<&'s str>,
    /// When it was heard, and the event that told of it.
    pub(super) at: Timestamp,
    pub(super) event: Option<ReceivedId>,
}

impl Speech<'_> {
    /// Its words below a title.
    fn text(&self, title: Option<&str>) -> String {
        let lines = title.into_iter().chain(Some(self.spoken.text).filter(|text| title.is_none() || !text.is_empty()));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What a post is called that it begins: as it was called where it was said, else by its first words, its first file or whoever says it.
    fn title(&self) -> String {
        let file = self.spoken.files.first().map(|file| file.name.as_str());
        let words = [self.title, Some(self.spoken.text), file, Some(self.spoken.name)];
        let named = words.into_iter().flatten().find(|words| !words.trim().is_empty());
        thread_name(named.unwrap_or_default())
    }
}

/// Whether every message there is in a post.
pub(super) fn is_forum(to: &Destination) -> bool {
    matches!(to.to, DestinationKind::DiscordChannel { forum: true, .. })
}

/// What it became on the other side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Became {
    pub(super) other: Option<String>,
    pub(super) delivery: Option<DeliveryId>,
}

/// What the deliveries of one message are about: by this its edits find it.
pub(super) fn about(pairing: PairingId, message: &str) -> String {
    format!("pairing:{pairing}:{message}")
}

/// Notes what a message is on the other side, once it is there: what is said about it there is about the one that it was carried from.
pub(crate) async fn arrived(tx: &mut Unit, org: OrgId, about: &str, to: &DestinationKind, message: &str) -> Result<(), AppError> {
    let named = about.strip_prefix("pairing:").and_then(|rest| rest.split_once(':'));
    let Some((Ok(pairing), said)) = named.map(|(pairing, said)| (pairing.parse::<PairingId>(), said)) else { return Ok(()) };
    let other = match to {
        DestinationKind::SlackChannel { channel, .. } => slack_name(channel, message),
        _ => Some(message.to_owned()).filter(|message| !message.is_empty()),
    };
    if let Some(other) = other {
        tx.note_carried_as(org, pairing, said, &other).await?;
    }
    Ok(())
}

/// Says it in `to`, within the caller's unit of work.
pub(super) async fn say(
    op: &Op,
    tx: &mut Unit,
    pairing: &Stream<Pairing>,
    to: &Stream<Destination>,
    speech: &Speech<'_>,
) -> Result<Became, AppError> {
    if speech.fate == Fate::Deleted {
        deliveries::erase(op, tx, pairing.org(), &about(pairing.id(), speech.message)).await?;
    }
    match &to.to {
        DestinationKind::Channel { channel } => {
            let channel = crate::messages::channel(channel)?;
            let message = in_ours(pairing.id(), NewMessage::new(channel, sender(speech), ""), speech)?;
            let other = bus::say(op.app(), tx, pairing.org(), message).await?;
            Ok(Became { other, delivery: None })
        }
        DestinationKind::DiscordChannel { .. } | DestinationKind::DiscordWebhook { .. } => {
            let by_webhook = matches!(to.to, DestinationKind::DiscordWebhook { .. });
            // In a forum the post has the title.
            let title = speech.title.filter(|_| !is_forum(to)).map(|title| format!("**{}**", escape(title)));
            let text = speech.text(title.as_deref());
            let spoken = Spoken { text: &text, ..speech.spoken };
            let message = if speech.fate == Fate::Deleted { Message::default() } else { spoken.in_discord(by_webhook) };
            queue(op, tx, (pairing, to), message, speech).await
        }
        // What was said there cannot be changed.
        DestinationKind::SlackWebhook { .. } if speech.fate == Fate::Deleted => Ok(Became::default()),
        DestinationKind::SlackWebhook { .. } => {
            let text = speech.text(speech.title);
            let message = Spoken { text: &text, ..speech.spoken }.in_words(speech.fate == Fate::Edited);
            queue(op, tx, (pairing, to), message, speech).await
        }
        DestinationKind::SlackChannel { .. } => {
            let text = speech.text(speech.title);
            let spoken = Spoken { text: &text, ..speech.spoken };
            let message = if speech.fate == Fate::Deleted { Message::default() } else { spoken.in_slack() };
            queue(op, tx, (pairing, to), message, speech).await
        }
        DestinationKind::Outgoing { subscription } => tell(op, tx, pairing, *subscription, speech).await,
    }
}

async fn queue(
    op: &Op,
    tx: &mut Unit,
    (pairing, to): (&Stream<Pairing>, &Stream<Destination>),
    message: Message,
    speech: &Speech<'_>,
) -> Result<Became, AppError> {
    let place = Place {
        about: Some(about(pairing.id(), speech.message)),
        edit: true,
        inside: speech.inside.clone(),
        remove: speech.fate == Fate::Deleted,
        thread: None,
        title: (is_forum(to) && speech.inside.is_none()).then(|| speech.title()),
        files: speech.fate == Fate::Edited && speech.files_changed,
    };
    let planned = Planned {
        rule: format!("pairing {}", pairing.name),
        destination: to.name.clone(),
        message,
        place,
        at: speech.at,
        repeat_unknown: false,
    };
    let batch = Batch { cause: Cause { event: speech.event, received_at: speech.at }, planned: std::slice::from_ref(&planned) };
    let queued = deliveries::queue(op, tx, pairing.org(), &[batch]).await?;
    Ok(Became { other: None, delivery: queued.first().copied() })
}

/// Tells the receiver of a subscription.
async fn tell(
    op: &Op,
    tx: &mut Unit,
    pairing: &Stream<Pairing>,
    subscription: SubscriptionId,
    speech: &Speech<'_>,
) -> Result<Became, AppError> {
    let found: Option<Stream<Subscription>> = tx.find(Scope::Org(pairing.org()), subscription).await?;
    let Some(found) = found.filter(|subscription| !subscription.switch.removed) else { return Ok(Became::default()) };
    let kind = match speech.fate {
        Fate::Said => "message.created",
        Fate::Edited => "message.edited",
        Fate::Deleted => "message.deleted",
    };
    let what = What::Event { kind: kind.to_owned(), at: speech.at, data: data(pairing, speech) };
    let mut row = subscriptions::queued(op, &found, &what, &format!("pairing {}", pairing.name), speech.at)?;
    row.about = Some(about(pairing.id(), speech.message)).filter(|_| speech.fate != Fate::Deleted);
    row.event = speech.event;
    tx.add_deliveries(std::slice::from_ref(&row)).await?;
    Ok(Became { other: None, delivery: Some(row.id) })
}

fn data(pairing: &Pairing, speech: &Speech<'_>) -> Value {
    let named = json!({ "pairing": pairing.name, "message": speech.message, "channel": speech.channel, "thread": speech.thread });
    if speech.fate == Fate::Deleted {
        return named;
    }
    let author = json!({ "id": speech.author, "name": speech.spoken.name, "person": speech.person, "avatar": speech.spoken.avatar });
    // Null where they stay as they were.
    let files = (speech.fate == Fate::Said || speech.files_changed).then_some(speech.spoken.files);
    let more = json!({
        "author": author, "title": speech.title, "text": speech.spoken.text, "reply_to": speech.reply_to, "files": files,
        "notices": speech.spoken.notices,
    });
    let (Value::Object(mut named), Value::Object(more)) = (named, more) else { return Value::Null };
    named.extend(more);
    Value::Object(named)
}

/// Who sends it in a channel of ours: an account of Discord's is never a person or an agent there.
fn sender(speech: &Speech<'_>) -> String {
    if speech.fate == Fate::Deleted {
        return "system/bridge".to_owned();
    }
    let mut sender = "discord/".to_owned();
    for letter in speech.spoken.name.chars().filter(|letter| !letter.is_control()) {
        if sender.len() + letter.len_utf8() > MAX_SENDER {
            break;
        }
        sender.push(letter);
    }
    sender
}

fn in_ours(pairing: PairingId, mut message: NewMessage, speech: &Speech<'_>) -> Result<NewMessage, AppError> {
    let text = speech.text(speech.title);
    let said = Spoken { text: &text, ..speech.spoken };
    message.body = if speech.fate == Fate::Deleted { "[deleted]".to_owned() } else { said.text().replace('\0', "") };
    let person = speech.person.map(|person| person.to_string());
    let (edits, deletes) = match speech.fate {
        Fate::Said => (None, None),
        Fate::Edited => (speech.other, None),
        Fate::Deleted => (None, speech.other),
    };
    let pairing = pairing.to_string();
    let named = [
        (headers::TRAIL, Some(pairing.as_str())),
        (headers::CHANNEL, Some(speech.channel)),
        (headers::MESSAGE, Some(speech.message)),
        (headers::THREAD, speech.thread),
        (headers::TITLE, speech.title),
        (headers::REPLY_TO, speech.reply_to),
        (headers::AUTHOR, Some(speech.author).filter(|author| !author.is_empty())),
        (headers::PERSON, person.as_deref()),
        (headers::EDITS, edits),
        (headers::DELETES, deletes),
    ];
    message.headers.extend(named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))));
    if !speech.spoken.files.is_empty() || speech.files_changed {
        message.headers.insert(headers::FILES.to_owned(), listed(speech.spoken.files)?);
    }
    message.correlation = speech.other.map(str::to_owned);
    Ok(message)
}

fn listed(files: &[Attachment]) -> Result<String, AppError> {
    serde_json::to_string(files).map_err(|error| AppError::internal("writing the files of a message", error))
}
