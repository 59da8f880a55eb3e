//! What Slack tells leaves out: who the people are whose accounts it names, asked with the token of the channel's app.

use super::ears::Ear;
use super::speaker;
use crate::slack;
use crate::{App, AppError, Kind, destinations, secrets};
use dream_bridge::destination::DestinationKind;
use dream_bridge::discord::Meaning;
use dream_bridge::pairing::heard::{Happened, Heard};
use dream_bridge::pairing::slack::{Person, in_discord, is_id, mentioned, person};
use dream_bridge::slack::{error_of, meaning};
use dream_id::{DestinationId, Scope};
use dream_secret::Secret;
use dream_store::Query;
use dream_store::pairings::{HeardBy, HeardRow};
use serde_json::Value;
use std::collections::BTreeMap;

/// How often a message is put off because Slack does not say who somebody is; then they stand by their account.
const TRIES: u32 = 4;

/// The token of the app that hears in the channel; `None` for what Discord told.
pub(super) async fn token(app: &App, row: &HeardRow, ears: &[Ear]) -> Result<Option<Secret>, AppError> {
    let Some(destination) = app_of(row, ears) else { return Ok(None) };
    secrets::open(app, row.org, &destination.to_string(), destinations::URL).await
}

/// The destination that is the channel where it was heard.
fn app_of(row: &HeardRow, ears: &[Ear]) -> Option<DestinationId> {
    ears.iter().find(|_| matches!(row.by, HeardBy::Source(_))).map(|ear| ear.pairing.joined.with.destination)
}

/// What happened, with names and pictures in the place of Slack's accounts, and its words as they are written in Discord.
///
/// # Errors
/// `slack_unreachable` while it is worth another try.
pub(super) async fn named(app: &App, row: &HeardRow, ears: &[Ear], happened: Happened) -> Result<Happened, AppError> {
    let (Some(channel), Happened::Written(_) | Happened::Edited(_)) = (app_of(row, ears), &happened) else { return Ok(happened) };
    let Some(token) = token(app, row, ears).await? else { return Ok(happened) };
    let of = (channel, &token, ears.first().map(|ear| &ear.from));
    Ok(match happened {
        Happened::Written(heard) => Happened::Written(Box::new(spoken(app, row, of, *heard).await?)),
        Happened::Edited(heard) => Happened::Edited(Box::new(spoken(app, row, of, *heard).await?)),
        deleted @ Happened::Deleted { .. } => deleted,
    })
}

async fn spoken(
    app: &App,
    row: &HeardRow,
    (channel, token, from): (DestinationId, &Secret, Option<&DestinationKind>),
    mut heard: Heard,
) -> Result<Heard, AppError> {
    let of = (channel, token);
    if !heard.author.bot || heard.author.name.is_empty() {
        let known = who(app, row, of, &heard.author.id).await?;
        (heard.author.name, heard.author.avatar) = (known.name, known.avatar);
    }
    let mut people = BTreeMap::new();
    for account in mentioned(&heard.text) {
        let mut known = who(app, row, of, &account).await?;
        if let Some(person) = speaker::linked(app, row.org, from, &account).await? {
            known.name = person.name;
        }
        people.insert(account, known);
    }
    heard.text = in_discord(&heard.text, &people);
    Ok(heard)
}

/// Who an account is, as it is remembered, else as Slack says.
async fn who(app: &App, row: &HeardRow, (channel, token): (DestinationId, &Secret), account: &str) -> Result<Person, AppError> {
    let nameless = || Person { name: account.to_owned(), avatar: None };
    if !is_id(account) || account.starts_with('B') {
        return Ok(nameless());
    }
    if let Some(known) = app.pairings().person(channel, account, app.now()) {
        return Ok(known);
    }
    let later = |why: String| AppError::new(Kind::Unavailable, "slack_unreachable", format!("Slack does not say who {account} is: {why}"));
    let found = match slack::call(app, token, &format!("users.info?user={account}"), &Value::Null).await {
        Ok(answer) => match meaning(answer.status, &answer.body) {
            Meaning::Done => person(&answer.body).unwrap_or_else(nameless),
            Meaning::Later | Meaning::Again | Meaning::Unknown if row.tries < TRIES => return Err(later(answer.words())),
            _ => {
                tracing::warn!(destination.id = %channel, slack.error = error_of(&answer.body), "Slack does not say who somebody is");
                nameless()
            }
        },
        Err(fault) if row.tries < TRIES => return Err(later(fault.to_string())),
        Err(_) => nameless(),
    };
    app.pairings().meet(channel, account, found.clone(), app.now());
    Ok(found)
}

/// What the message with the id `other` in Slack's channel is on the other side: by the channel and time it is known.
pub(super) async fn carried_as<Q: Query>(q: &mut Q, scope: Scope, ear: &Ear, other: &str) -> Result<Option<String>, AppError> {
    let Some(org) = scope.org() else { return Ok(None) };
    let found = dream_store::pairings::find_carried_as(q, org, ear.pairing.id(), other).await?;
    Ok(found.filter(|carried| !carried.deleted).map(|carried| carried.message))
}
