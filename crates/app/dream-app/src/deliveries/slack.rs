//! Carrying messages into channels of Slack's, as an app's bot: said, changed, answered in threads and taken away.

use super::deliver::{Carried, Deliverer, Head};
use super::outcome::Ended;
use super::what::{Progress, What};
use crate::slack::{self, Answered};
use crate::{AppError, destinations, secrets};
use dream_bridge::delivery::Outcome;
use dream_bridge::destination::DestinationKind;
use dream_bridge::discord::Meaning;
use dream_bridge::message::Message;
use dream_bridge::pairing::slack::parts;
use dream_bridge::plan::Place;
use dream_bridge::slack as shape;
use dream_id::Scope;
use dream_ports::HookFault;
use dream_secret::Secret;
use dream_store::deliveries::{SentMessages, find_sent};
use serde_json::Value;
use std::time::Duration;

/// How long is waited where Slack asks for a pause and does not say how long.
const PAUSE: Duration = Duration::from_secs(30);

/// What is asked of Slack for one delivery.
enum Request {
    /// Say something; below what was said at this time, if anything was about the same thing.
    Say(Option<String>, Value),
    /// Have what was said at this time say something else.
    Change(String, Value),
    /// Take away what was said at this time.
    Remove(String, Value),
    /// Nothing: what was to go was never there.
    Nothing,
}

/// Does with the head what it asks for.
pub(super) async fn carry(deliverer: &Deliverer, mut head: Head) -> Result<Carried, AppError> {
    let (app, now, random) = (deliverer.app(), deliverer.app().now(), deliverer.random());
    let ended = |head, outcome, meaning| Ok(Carried::Ended(Box::new(Ended::of(head, outcome, now, random).meaning(meaning))));
    let Some((token, channel, message, place)) = letter(deliverer, &head).await? else {
        let why = "the app's token is not kept any more".to_owned();
        return ended(head, Outcome::Refused { why }, Meaning::Refused);
    };
    let request = request(deliverer, &head, &channel, &message, &place).await?;
    let (method, body) = match &request {
        Request::Say(_, body) => ("chat.postMessage", body),
        Request::Change(_, body) => ("chat.update", body),
        Request::Remove(_, body) => ("chat.delete", body),
        Request::Nothing => {
            let outcome = Outcome::Edited { message: String::new() };
            return Ok(Carried::Ended(Box::new(Ended::of(head, outcome, now, random))));
        }
    };
    if !deliverer.sending(&mut head).await? {
        return Ok(Carried::Elsewhere);
    }
    let again = !matches!(request, Request::Say(..));
    match slack::call(app, &token, method, body).await {
        Ok(answered) => Ok(Carried::Ended(Box::new(answer(deliverer, head, (&request, &channel, &place), &answered)?))),
        Err(HookFault::NotSent(why)) => ended(head, Outcome::NotSent { why }, Meaning::Again),
        Err(HookFault::Refused(why)) => ended(head, Outcome::Refused { why }, Meaning::DestinationGone),
        // What changes nothing a second time can be done again.
        Err(HookFault::Lost(why)) if again => ended(head, Outcome::NotSent { why }, Meaning::Again),
        Err(HookFault::Lost(_) | HookFault::TooLarge { .. }) => ended(head, Outcome::Lost, Meaning::Unknown),
    }
}

/// The token, the channel, the message and its place.
async fn letter(deliverer: &Deliverer, head: &Head) -> Result<Option<(Secret, String, Message, Place)>, AppError> {
    let (What::Message { message, place }, Some(destination)) = (&head.what, &head.destination) else { return Ok(None) };
    let DestinationKind::SlackChannel { channel, .. } = &destination.to else { return Ok(None) };
    let token = secrets::open(deliverer.app(), head.row.org, &destination.id().to_string(), destinations::URL).await?;
    Ok(token.map(|token| (token, channel.clone(), Message::clone(message), place.clone())))
}

async fn request(deliverer: &Deliverer, head: &Head, channel: &str, message: &Message, place: &Place) -> Result<Request, AppError> {
    let before = match (&place.about, &head.destination) {
        (Some(about), Some(destination)) if place.edit || place.remove || place.thread.is_some() => {
            let mut reader = deliverer.app().store.read().await?;
            find_sent(&mut reader, Scope::Org(head.row.org), destination.id(), about).await?
        }
        _ => None,
    };
    let begun = Progress::of(&head.row)?.begun;
    let said = before.and_then(|(sent, _)| sent.messages.into_iter().next());
    Ok(match said {
        Some(at) if place.remove => {
            let body = shape::removal(channel, &at);
            Request::Remove(at, body)
        }
        None if place.remove => Request::Nothing,
        Some(at) if place.edit => {
            let body = shape::change(message, channel, &at);
            Request::Change(at, body)
        }
        // What more is told of the same thing stands below the first that was.
        Some(at) => {
            let body = shape::post(message, channel, Some(at.as_str()).filter(|_| !begun));
            Request::Say(Some(at), body)
        }
        None => {
            // What was begun before met a thread that is gone.
            let thread = place.inside.as_deref().filter(|_| !begun).and_then(parts).map(|(_, at)| at);
            Request::Say(None, shape::post(message, channel, thread))
        }
    })
}

/// What an answer means for the delivery.
fn answer(deliverer: &Deliverer, mut head: Head, asked: (&Request, &str, &Place), answered: &Answered) -> Result<Ended, AppError> {
    let (now, random) = (deliverer.app().now(), deliverer.random());
    let ((request, channel, place), why) = (asked, answered.words());
    let means = match (request, shape::meaning(answered.status, &answered.body)) {
        // What was to go is gone.
        (Request::Remove(..), Meaning::EditGone) => Meaning::Done,
        (Request::Change(..) | Request::Remove(..), Meaning::Unknown) => Meaning::Again,
        (_, means) => means,
    };
    let of = |head, outcome| Ended::of(head, outcome, now, random).meaning(means);
    Ok(match means {
        Meaning::Done => {
            let said = || answered.body.get("ts").and_then(Value::as_str).unwrap_or_default().to_owned();
            let (outcome, first) = match request {
                Request::Change(at, _) | Request::Remove(at, _) => (Outcome::Edited { message: at.clone() }, at.clone()),
                Request::Say(first, _) => (Outcome::Sent { message: said() }, first.clone().unwrap_or_else(said)),
                Request::Nothing => (Outcome::Edited { message: String::new() }, String::new()),
            };
            let kept = place.about.clone().filter(|_| place.edit || place.thread.is_some());
            let messages = if place.remove { Vec::new() } else { vec![first] };
            let sent = kept.map(|about| (about, SentMessages { messages, channel: channel.to_owned(), thread: None }));
            Ended { sent, ..of(head, outcome) }
        }
        Meaning::EditGone => {
            let forgotten = place.about.clone().map(|about| (about, SentMessages::default()));
            Ended { sent: forgotten, ..of(head, Outcome::NotSent { why: format!("{why}: it is said anew") }) }
        }
        Meaning::ThreadGone => {
            head.row.progress = Progress { begun: true, ..Progress::default() }.text()?;
            of(head, Outcome::NotSent { why: format!("{why}: it is said in the channel") })
        }
        Meaning::Later => of(head, Outcome::Limited { until: now.plus(answered.retry_after.unwrap_or(PAUSE)) }),
        Meaning::Again | Meaning::ShutOut | Meaning::TokenRefused => of(head, Outcome::NotSent { why }),
        Meaning::Unknown => of(head, Outcome::Lost),
        Meaning::Refused | Meaning::DestinationGone => of(head, Outcome::Refused { why }),
    })
}
