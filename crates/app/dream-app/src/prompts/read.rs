//! Questions about prompts.

use super::check::of_roles;
use crate::{AppError, Kind, Op, bodies};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_govern::{Craft, PromptEvent, PromptPins, PromptRecord};
use dream_id::{OrgId, PersonId, Scope};
use dream_ledger::{Digest, Stream};
use dream_store::{Filter, Reader, Unit};

/// What a craft is told now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The craft.
    pub craft: Craft,
    /// The number of the organisation's version; `None` for the built-in one.
    pub number: Option<u32>,
    /// The digest of the text.
    pub digest: Digest,
    /// The text.
    pub text: String,
    /// When the organisation last published or reset it; `None` when it never did.
    pub changed_at: Option<Timestamp>,
}

/// A version of an organisation's prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptVersion {
    /// Its number, from 1.
    pub number: u32,
    /// The digest of its text.
    pub digest: Digest,
    /// When it was published.
    pub at: Timestamp,
    /// The person who published it.
    pub by: Option<PersonId>,
}

/// What each craft is told now, in the order of a run.
pub async fn list(op: &Op) -> Result<Vec<Prompt>, AppError> {
    op.allow(Action::PromptRead, None)?;
    let mut reader = op.read().await?;
    let own: Vec<Stream<PromptRecord>> = reader.list(op.scope(), &Filter::default()).await?;
    let mut prompts = Vec::with_capacity(Craft::ALL.len());
    for craft in Craft::ALL {
        let own = own.iter().find(|own| own.craft == *craft);
        prompts.push(standing(op, &mut reader, *craft, own).await?);
    }
    Ok(prompts)
}

/// What `craft` is told now; or its version `number`, if the organisation published that once.
///
/// # Errors
/// `unknown_version`.
pub async fn show(op: &Op, craft: Craft, number: Option<u32>) -> Result<Prompt, AppError> {
    op.allow(Action::PromptRead, None)?;
    let mut reader = op.read().await?;
    let own = record(op, &mut reader, craft).await?;
    let Some(number) = number else { return standing(op, &mut reader, craft, own.as_ref()).await };
    let published = match &own {
        Some(own) => published(&mut reader, own).await?,
        None => Vec::new(),
    };
    let unknown = || {
        let message = format!("the prompt of {craft} has no version {number}; list them with `dreamos prompt show {craft}`");
        AppError::new(Kind::NotFound, "unknown_version", message)
    };
    let version = published.into_iter().find(|version| version.number == number).ok_or_else(unknown)?;
    let text = bodies::read_text(op, &mut reader, op.org()?, version.digest).await?;
    Ok(Prompt { craft, number: Some(number), digest: version.digest, text, changed_at: Some(version.at) })
}

/// The versions that the organisation published for `craft`, newest first.
pub async fn versions(op: &Op, craft: Craft) -> Result<Vec<PromptVersion>, AppError> {
    op.allow(Action::PromptRead, None)?;
    let mut reader = op.read().await?;
    let Some(own) = record(op, &mut reader, craft).await? else { return Ok(Vec::new()) };
    published(&mut reader, &own).await
}

/// What the organisation's agents are told from now on, within a command.
pub(crate) async fn pins(tx: &mut Unit, org: OrgId) -> Result<PromptPins, AppError> {
    let own: Vec<Stream<PromptRecord>> = tx.list(Scope::Org(org), &Filter::default()).await?;
    Ok(PromptRecord::pins(own.iter().map(Stream::state)))
}

async fn record(op: &Op, reader: &mut Reader, craft: Craft) -> Result<Option<Stream<PromptRecord>>, AppError> {
    Ok(reader.list(op.scope(), &Filter::default().eq("craft", craft.name())).await?.into_iter().next())
}

async fn published(reader: &mut Reader, own: &Stream<PromptRecord>) -> Result<Vec<PromptVersion>, AppError> {
    let events = reader.events_of::<PromptRecord>(Scope::Org(own.org()), own.id()).await?;
    let versions = events.into_iter().filter_map(|event| match event.event {
        PromptEvent::Published { number, text, .. } => Some(PromptVersion { number, digest: text, at: event.at, by: event.actor.person() }),
        PromptEvent::Reset {} => None,
    });
    let mut versions: Vec<PromptVersion> = versions.collect();
    versions.reverse();
    Ok(versions)
}

async fn standing(op: &Op, reader: &mut Reader, craft: Craft, own: Option<&Stream<PromptRecord>>) -> Result<Prompt, AppError> {
    let changed_at = own.map(|own| own.changed_at);
    if let Some((own, digest)) = own.and_then(|own| Some((own, own.text?))) {
        let text = bodies::read_text(op, reader, own.org(), digest).await?;
        return Ok(Prompt { craft, number: Some(own.number), digest, text, changed_at });
    }
    let unusable = |error| AppError::internal("reading a built-in prompt", error);
    let text = op.app().prompts.instructions_of(of_roles(craft)?).map_err(unusable)?;
    Ok(Prompt { craft, number: None, digest: Digest::of(text.as_bytes()), text, changed_at })
}
