//! Who says something: by what name they are shown on the other side.

use crate::{App, AppError};
use dream_bridge::destination::DestinationKind;
use dream_bridge::pairing::heard::Author;
use dream_bridge::pairing::slack;
use dream_id::{OrgId, PersonId};
use dream_messages::Message;
use dream_store::{discord_links, people};

/// Somebody who says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker {
    /// The name that is shown.
    pub(super) name: String,
    /// The person whom the account was linked to: told, and never acted as.
    pub(super) person: Option<PersonId>,
}

/// Who wrote in Discord or Slack: the person that the account was linked to, else as they are called there.
pub(super) async fn outside(app: &App, org: OrgId, from: Option<&DestinationKind>, author: &Author) -> Result<Speaker, AppError> {
    let linked = linked(app, org, from, &author.id).await?;
    Ok(linked.unwrap_or_else(|| Speaker { name: author.name.clone(), person: None }))
}

/// The person that the account was linked to, in the channel of Discord's or Slack's that it was named in.
pub(super) async fn linked(app: &App, org: OrgId, from: Option<&DestinationKind>, account: &str) -> Result<Option<Speaker>, AppError> {
    let account = match from {
        Some(DestinationKind::SlackChannel { team, .. }) => slack::account(team, account),
        _ => account.to_owned(),
    };
    let mut reader = app.store.read().await?;
    let Some(link) = discord_links::of_account(&mut reader, org, &account).await? else { return Ok(None) };
    if link.usable(app.now()).is_err() {
        return Ok(None);
    }
    let names = people::names(&mut reader, org, &[link.person]).await?;
    Ok(names.get(&link.person).map(|name| Speaker { name: name.clone(), person: Some(link.person) }))
}

/// Who sent a message of ours: a person by their name, an agent by its.
pub(super) async fn in_ours(app: &App, message: &Message) -> Result<String, AppError> {
    if let Ok(person) = message.sender.parse::<PersonId>() {
        let names = people::names(&mut app.store.read().await?, message.space.org, &[person]).await?;
        return Ok(names.get(&person).cloned().unwrap_or_else(|| "somebody".to_owned()));
    }
    let name = message.sender.split_once('/').map_or(message.sender.as_str(), |(_, name)| name);
    Ok(name.to_owned())
}
