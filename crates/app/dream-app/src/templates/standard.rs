//! The organisation's standard: rules that bind every template.

use super::{publish::invalid, read::inline};
use crate::{AppError, Command, Op, bodies, bodies::Text};
use dream_access::Action;
use dream_govern::{Standard, StandardEvent, StandardRecord};
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::{Filter, INLINE_LIMIT, Unit};
use serde::Serialize;

/// The organisation's standard and its text, if it has one.
pub async fn standard(op: &Op) -> Result<Option<(StandardRecord, String)>, AppError> {
    op.allow(Action::StandardRead, None)?;
    let mut reader = op.read().await?;
    let records: Vec<Stream<StandardRecord>> = reader.list(op.scope(), &Filter::default()).await?;
    let Some(record) = records.first() else { return Ok(None) };
    let text = bodies::read_text(op, &mut reader, record.org(), record.source).await?;
    Ok(Some((record.state().clone(), text)))
}

/// Publishes the next version of the organisation's standard: it binds every run that starts later. Returns its number.
pub async fn publish_standard(op: &Op, file: &str, text: String) -> Result<u32, AppError> {
    op.allow(Action::StandardPublish, None)?;
    read(file, &text)?;
    let source = Text::prepare(op, op.org()?, text.into_bytes()).await?;
    op.run(&Publish { source }).await
}

/// Reads and validates a standard.
pub(super) fn read(file: &str, text: &str) -> Result<Standard, AppError> {
    if text.len() > INLINE_LIMIT {
        let message = format!("the standard has {} bytes and may have {INLINE_LIMIT}", text.len());
        return Err(AppError::invalid("standard_too_large", message));
    }
    Standard::parse(file, text).map_err(|errors| invalid(&errors))
}

#[derive(Serialize)]
struct Publish {
    source: Text,
}

impl Command for Publish {
    const NAME: &'static str = "standard.publish";
    type Answer = u32;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<u32, AppError> {
        op.allow(Action::StandardPublish, None)?;
        let org = op.org()?;
        let source = self.source.keep(tx, org).await?;
        // The organisation's own row is locked, so that two first versions cannot make two standards.
        tx.lock::<dream_access::Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
        let records: Vec<Stream<StandardRecord>> = tx.list(op.scope(), &Filter::default()).await?;
        let number = records.first().map_or(1, |record| record.number + 1);
        let event = StandardEvent::Published { number, source };
        let mut stream = match records.into_iter().next() {
            Some(mut record) => {
                record.record(&op.by(), event);
                record
            }
            None => Stream::create(org, op.app().store.new_id(), &op.by(), event)?,
        };
        tx.save(&mut stream).await?;
        Ok(number)
    }
}

/// Whether the organisation's standard lets people give agents standing leave.
pub(crate) async fn standing_grants(tx: &mut Unit, org: OrgId) -> Result<bool, AppError> {
    let records: Vec<Stream<StandardRecord>> = tx.list(Scope::Org(org), &Filter::default()).await?;
    let Some(record) = records.first() else { return Ok(true) };
    let text = inline(tx, org, record.source).await?;
    Ok(Standard::parse("standard.toml", &text).map_err(|errors| invalid(&errors))?.standing_grants)
}
