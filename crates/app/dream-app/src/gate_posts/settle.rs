//! After the decision, the gate's message shows who decided what.

use super::embed::embed;
use crate::{App, AppError, Op, discord_rest, words};
use dream_bridge::discord::markdown::escape;
use dream_bridge::discord::{Meaning, meaning, stamp};
use dream_bridge::message::GateRef;
use dream_govern::Review;
use dream_id::{ConnectionId, OrgId};
use dream_ledger::Digest;
use dream_ports::{DiscordAuth, DiscordCall};
use dream_store::{GateMessage, Query, people};
use serde_json::json;
use std::time::Duration;

/// After how long one that could not be edited is looked at again.
const AGAIN: Duration = Duration::from_mins(1);

/// Notes that a message with the gate's buttons was sent.
pub async fn sent(app: &App, org: OrgId, gate: &GateRef, connection: ConnectionId, channel: &str, message: &str) -> Result<(), AppError> {
    let (channel, message) = (channel.to_owned(), message.to_owned());
    let mut tx = app.store.begin().await?;
    tx.keep_gate_message(&GateMessage { org, review: gate.review, digest: gate.digest, connection, channel, message }).await?;
    Ok(tx.commit().await?)
}

/// Shows on every message whose review has ended how it ended. Doing it again does no harm. Returns whether there was anything to do.
pub async fn settle(op: &Op) -> Result<bool, AppError> {
    let due = op.app().store.read().await?.settled_gates(op.app().system, op.app().now()).await?;
    let mut done = false;
    for gate in due {
        let settled = one(op.app(), &gate).await.unwrap_or_else(|error| {
            tracing::warn!(review.id = %gate.review, error.code = error.code, %error, "a gate's message could not be edited");
            false
        });
        done |= settled;
        if !settled {
            // One that cannot be edited now must not hold up the others.
            let mut tx = op.app().store.begin().await?;
            tx.put_off_gate_message(&gate, op.app().now().plus(AGAIN)).await?;
            tx.commit().await?;
        }
    }
    Ok(done)
}

async fn one(app: &App, gate: &GateMessage) -> Result<bool, AppError> {
    let Some((review, title)) = super::titled(app, gate.org, gate.review).await? else { return Ok(false) };
    let outcome = outcome(app, gate.org, &review, gate.digest).await?;
    let shown = embed(app.public_url.as_ref(), &review, &title, gate.digest, Some(&outcome));
    let body = json!({"embeds": [shown], "components": [], "allowed_mentions": {"parse": []}});
    let path = format!("/channels/{}/messages/{}", gate.channel, gate.message);
    let call = DiscordCall::of(DiscordAuth::None, "PATCH", path, body);
    let answer = discord_rest::call(app, gate.org, gate.connection, call).await?;
    match meaning(answer.answer.status, answer.code) {
        Meaning::Later | Meaning::Again | Meaning::Unknown | Meaning::ShutOut | Meaning::TokenRefused => Ok(false),
        // Done, or nobody can do it any more: the message or its channel is gone, or it is not ours.
        Meaning::Done | Meaning::EditGone | Meaning::ThreadGone | Meaning::Refused | Meaning::DestinationGone => {
            let mut tx = app.store.begin().await?;
            tx.settle_gate_message(gate).await?;
            tx.commit().await?;
            Ok(true)
        }
    }
}

/// How the review ended, as seen from a message that showed `shown`.
pub(super) async fn outcome(app: &App, org: OrgId, review: &Review, shown: Digest) -> Result<String, AppError> {
    if review.digest != shown {
        return Ok(format!("Superseded: under review is now `{}`. Open it with /review show.", review.digest));
    }
    let Some(closed) = &review.closed else { return Ok("It waits again. Open it with /review show.".to_owned()) };
    let by = by(&mut app.store.read().await?, org, review, escape).await?;
    Ok(format!("**{}**{by}, {}", words::decision(review), stamp(closed.at, "f")))
}

/// Who decided what, in one line without marks; `None` while the review is open.
pub(crate) async fn decided<Q: Query>(q: &mut Q, org: OrgId, review: &Review) -> Result<Option<String>, AppError> {
    if review.closed.is_none() {
        return Ok(None);
    }
    let by = by(q, org, review, str::to_owned).await?;
    Ok(Some(format!("{}{by}", words::decision(review))))
}

/// By whom a review was ended, each name written by `write`; empty where nobody did.
async fn by<Q: Query>(q: &mut Q, org: OrgId, review: &Review, write: fn(&str) -> String) -> Result<String, AppError> {
    let persons = review.closed.as_ref().map(|closed| closed.by.as_slice()).unwrap_or_default();
    let names = people::names(q, org, persons).await?;
    let named: Vec<String> =
        persons.iter().map(|person| names.get(person).map_or_else(|| person.to_string(), |name| write(name))).collect();
    let by = if named.is_empty() { String::new() } else { format!(" by {}", named.join(", ")) };
    let alone = if review.broken_glass.is_some() { ", alone in an emergency" } else { "" };
    Ok(format!("{by}{alone}"))
}
