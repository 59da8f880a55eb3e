//! Who says something: by what name they are shown on the other side.

use crate::{App, AppError};
use dream_bridge::pairing::heard::Author;
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

/// Who wrote in Discord: the person that the account was linked to, else as Discord calls them.
pub(super) async fn in_discord(app: &App, org: OrgId, author: &Author) -> Result<Speaker, AppError> {
    let unlinked = Speaker { name: author.name.clone(), person: None };
    let mut reader = app.store.read().await?;
    let Some(link) = discord_links::of_account(&mut reader, org, &author.id).await? else { return Ok(unlinked) };
    if link.usable(app.now()).is_err() {
        return Ok(unlinked);
    }
    let names = people::names(&mut reader, org, &[link.person]).await?;
    Ok(names.get(&link.person).map_or(unlinked, |name| Speaker { name: name.clone(), person: Some(link.person) }))
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
