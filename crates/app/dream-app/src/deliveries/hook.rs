//! Carrying messages and events to addresses outside: webhooks that take what Slack's take, and the receivers of subscriptions.

use super::What;
use super::deliver::{Carried, Deliverer, Head};
use super::outcome::Ended;
use crate::{AppError, destinations, secrets, subscriptions};
use dream_bridge::delivery::Outcome;
use dream_bridge::discord::Meaning;
use dream_bridge::outgoing::{Ended as Answered, Endpoint, Verdict, sign};
use dream_bridge::slack as shape;
use dream_id::Scope;
use dream_ports::{HookFault, HookRequest};
use dream_store::deliveries::find_health;
use serde_json::json;
use std::time::Duration;

/// How long a receiver may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Sends a message to a webhook that takes what Slack's take.
pub(super) async fn slack(deliverer: &Deliverer, mut head: Head) -> Result<Carried, AppError> {
    let (app, now, random) = (deliverer.app(), deliverer.app().now(), deliverer.random());
    let ended = |head, outcome, meaning| Ok(Carried::Ended(Box::new(Ended::of(head, outcome, now, random).meaning(meaning))));
    let url = match &head.destination {
        Some(destination) => secrets::open(app, head.row.org, &destination.id().to_string(), destinations::URL).await?,
        None => None,
    };
    let (What::Message { message, .. }, Some(url)) = (head.what.clone(), url) else {
        let why = "the webhook's address is not kept any more".to_owned();
        return ended(head, Outcome::Refused { why }, Meaning::Refused);
    };
    if !deliverer.sending(&mut head).await? {
        return Ok(Carried::Elsewhere);
    }
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let body = shape::body(&message).to_string().into_bytes();
    match app.hooks.post(HookRequest { url, headers, body, timeout: TIMEOUT }).await {
        Ok(answer) => {
            let why = format!("the webhook answered {}: {}", answer.status, answer.body_start);
            match answer.status {
                200..=299 => ended(head, Outcome::Sent { message: String::new() }, Meaning::Done),
                429 => {
                    let wait = answer.retry_after.unwrap_or(Duration::from_secs(30));
                    ended(head, Outcome::Limited { until: now.plus(wait) }, Meaning::Later)
                }
                503 => ended(head, Outcome::NotSent { why }, Meaning::Again),
                500..=599 => ended(head, Outcome::Lost, Meaning::Unknown),
                401 | 403 | 404 | 410 => ended(head, Outcome::Refused { why }, Meaning::DestinationGone),
                _ => ended(head, Outcome::Refused { why }, Meaning::Refused),
            }
        }
        Err(HookFault::NotSent(why)) => ended(head, Outcome::NotSent { why }, Meaning::Again),
        Err(HookFault::Refused(why)) => ended(head, Outcome::Refused { why }, Meaning::DestinationGone),
        Err(HookFault::Lost(_) | HookFault::TooLarge { .. }) => ended(head, Outcome::Lost, Meaning::Unknown),
    }
}

/// Sends an event, or a message, to the receiver of a subscription: signed, and tried again on the schedule of Standard Webhooks.
pub(super) async fn outgoing(deliverer: &Deliverer, mut head: Head) -> Result<Carried, AppError> {
    let (app, now, random) = (deliverer.app(), deliverer.app().now(), deliverer.random());
    let refused = |head, why: &str| {
        let outcome = Outcome::Refused { why: why.to_owned() };
        Ok(Carried::Ended(Box::new(Ended::of(head, outcome, now, random))))
    };
    let Some(subscription) = head.subscription.as_ref().map(dream_ledger::Stream::id) else {
        return refused(head, "its subscription is not known");
    };
    let Some((url, keys)) = subscriptions::sealed(app, &mut app.store.read_ahead().await?, head.row.org, subscription).await? else {
        return refused(head, "the receiver's address is not kept any more");
    };
    let body = payload(&head).to_string().into_bytes();
    let Some(signed) = sign(&keys, &head.row.id.to_string(), now, &body) else {
        return refused(head, "it cannot be signed: make a new secret for the subscription");
    };
    let headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("webhook-id".to_owned(), signed.id),
        ("webhook-timestamp".to_owned(), signed.timestamp),
        ("webhook-signature".to_owned(), signed.signature),
    ];
    if !deliverer.sending(&mut head).await? {
        return Ok(Carried::Elsewhere);
    }
    let answer = app.hooks.post(HookRequest { url, headers, body, timeout: TIMEOUT }).await;
    let now = app.now();
    let (ended, why) = match answer {
        Ok(answer) => {
            (Answered::Answered { status: answer.status, retry_after: answer.retry_after }, answered(answer.status, &answer.body_start))
        }
        Err(fault) => (Answered::Unanswered, fault.to_string()),
    };
    let known: Option<Endpoint> =
        find_health(&mut app.store.read_ahead().await?, Scope::Org(head.row.org), &subscription.to_string()).await?;
    let mut endpoint = known.unwrap_or_default();
    let tries = head.row.delivery.tries;
    let verdict = endpoint.ended(ended, tries, now, random);
    let delivery = head.row.delivery.clone();
    let (delivery, meaning) = match verdict {
        Verdict::Taken => {
            let message = head.row.id.to_string();
            (delivery.ended(Outcome::Sent { message }, now, random), Meaning::Done)
        }
        Verdict::Again(at) => (delivery.again_at(Some(at), &why, now), Meaning::Again),
        Verdict::GivenUp => (delivery.again_at(None, &why, now), Meaning::Again),
        Verdict::Gone => (delivery.ended(Outcome::Refused { why: why.clone() }, now, random), Meaning::Again),
    };
    head.row.delivery = delivery;
    let why = if verdict == Verdict::Taken { String::new() } else { why };
    Ok(Carried::Ended(Box::new(Ended { endpoint: Some(endpoint), ..Ended::noted(head, why).meaning(meaning) })))
}

/// What is told: thin, so that whoever wants more asks for it with rights of their own.
fn payload(head: &Head) -> serde_json::Value {
    match &head.what {
        What::Event { kind, at, data } => json!({ "type": kind, "timestamp": at, "data": data }),
        What::Message { message, .. } => {
            let fields: Vec<_> = message.fields.iter().map(|field| json!({ "name": field.name, "value": field.value })).collect();
            json!({
                "type": "message.sent",
                "timestamp": message.at.unwrap_or(head.row.received_at),
                "data": {
                    "content": message.content, "title": message.title, "text": message.text, "link": message.link,
                    "fields": fields, "footer": message.footer, "rule": head.row.rule,
                },
            })
        }
        What::Erased { digest } => json!({ "type": "message.erased", "timestamp": head.row.received_at, "data": { "digest": digest } }),
    }
}

/// What a receiver answered, in words.
fn answered(status: u16, said: &str) -> String {
    let said = said.trim();
    if said.is_empty() { format!("the receiver answered {status}") } else { format!("the receiver answered {status}: {said}") }
}
