//! Questions about templates: the organisation's own hide the built-in ones of the same name.

use crate::{AppError, Kind, Op, bodies};
use dream_access::Action;
use dream_govern::{BUILTIN_TEMPLATES, TemplateEvent, TemplateRecord, builtin_template};
use dream_id::{OrgId, Scope};
use dream_ledger::{Digest, Stream};
use dream_store::{Filter, Unit};

/// A template's text, as a run will follow it.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its TOML.
    pub text: String,
}

/// A template in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// The number of its newest version; `None` for a built-in one.
    pub number: Option<u32>,
    /// The digest of its source.
    pub digest: Digest,
}

/// Every template that a project may follow, by name.
pub async fn list(op: &Op) -> Result<Vec<Listed>, AppError> {
    op.allow(Action::TemplateRead, None)?;
    let own: Vec<Stream<TemplateRecord>> = op.read().await?.list(op.scope(), &Filter::default()).await?;
    let built_in = BUILTIN_TEMPLATES.iter().filter(|(name, _)| !own.iter().any(|template| template.name == *name));
    let built_in = built_in.map(|(name, text)| Listed { name: (*name).to_owned(), number: None, digest: Digest::of(text.as_bytes()) });
    let own = own.iter().map(|own| Listed { name: own.name.clone(), number: Some(own.number), digest: own.source });
    let mut all: Vec<Listed> = own.chain(built_in).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// The template `name` with its text.
pub async fn show(op: &Op, name: &str) -> Result<(Listed, Source), AppError> {
    let listed = list(op).await?.into_iter().find(|template| template.name == name).ok_or_else(|| unknown(name))?;
    let text = match listed.number {
        Some(_) => bodies::read_text(op, &mut op.read().await?, op.org()?, listed.digest).await?,
        None => builtin_template(name).ok_or_else(|| unknown(name))?.to_owned(),
    };
    Ok((listed, Source { name: name.to_owned(), text }))
}

/// The version `number` of the organisation's own template `name`.
///
/// # Errors
/// `unknown_template`; `unknown_version` for one that was never published, as none of a built-in template is.
pub async fn version(op: &Op, name: &str, number: u32) -> Result<Source, AppError> {
    op.allow(Action::TemplateRead, None)?;
    let mut reader = op.read().await?;
    let own: Vec<Stream<TemplateRecord>> = reader.list(op.scope(), &Filter::default().eq("name", name)).await?;
    let missing = || {
        let message = format!("the template `{name}` has no version {number}: name one that was published, or none for what stands now");
        AppError::new(Kind::NotFound, "unknown_version", message)
    };
    let Some(own) = own.first() else {
        return Err(builtin_template(name).map_or_else(|| unknown(name), |_| missing()));
    };
    let events = reader.events_of::<TemplateRecord>(op.scope(), own.id()).await?;
    let published = events.into_iter().map(|event| {
        let TemplateEvent::Published { number, source, .. } = event.event;
        (number, source)
    });
    let (_, source) = published.into_iter().find(|(published, _)| *published == number).ok_or_else(missing)?;
    let text = bodies::read_text(op, &mut reader, own.org(), source).await?;
    Ok(Source { name: name.to_owned(), text })
}

/// The template `name` as it is now, within a command. Templates are small, so their texts are rows.
pub(crate) async fn source(tx: &mut Unit, org: OrgId, name: &str) -> Result<Source, AppError> {
    let own: Vec<Stream<TemplateRecord>> = tx.list(Scope::Org(org), &Filter::default().eq("name", name)).await?;
    let text = match own.first() {
        Some(own) => inline(tx, org, own.source).await?,
        None => builtin_template(name).ok_or_else(|| unknown(name))?.to_owned(),
    };
    Ok(Source { name: name.to_owned(), text })
}

/// A text that is small enough to be a row.
pub(super) async fn inline(tx: &mut Unit, org: OrgId, digest: Digest) -> Result<String, AppError> {
    match dream_store::find_body(tx, Scope::Org(org), digest).await? {
        Some(dream_store::Body::Inline(bytes)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        _ => Err(AppError::new(Kind::Internal, "body_missing", format!("the text {digest} is not in the store; restore a backup"))),
    }
}

fn unknown(name: &str) -> AppError {
    let name: String = name.chars().take(80).collect();
    AppError::new(Kind::NotFound, "unknown_template", format!("there is no template `{name}`; list them with `dreamos template list`"))
        .with("template", name)
}
