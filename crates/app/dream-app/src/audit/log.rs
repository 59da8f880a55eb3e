//! Pages of the audit log.

use crate::{AppError, Op};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::{Cursor, Limit, Page, PersonId, RunId, Scope};
use dream_store::{FeedEntry, LogFilter};

/// How many pages of the log one call looks through for an actor's entries.
const PAGES: u32 = 20;

/// Which entries are asked for; all of the organisation unless told otherwise.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only of this noun: the first half of the entries' kind, such as `member`.
    pub noun: Option<String>,
    /// Only of the thing with this id.
    pub stream: Option<String>,
    /// Only of this run and what belongs to it.
    pub run: Option<RunId>,
    /// Only what was decided then or later.
    pub since: Option<Timestamp>,
    /// Only what this person caused.
    pub actor: Option<PersonId>,
}

/// A page of entries, newest first. When asked for an actor it may hold fewer than `limit` though more follow: the cursor says so.
///
/// # Errors
/// `invalid_cursor`, `invalid_noun`.
pub async fn log(op: &Op, query: AuditQuery, cursor: Option<Cursor>, limit: Limit) -> Result<Page<FeedEntry>, AppError> {
    op.allow(Action::AuditRead, None)?;
    let scope = Scope::Org(op.org()?);
    let mut before = cursor.as_ref().map(position).transpose()?;
    let filter = LogFilter { noun: query.noun.map(checked_noun).transpose()?, stream: query.stream, run: query.run, since: query.since };
    let size = usize::try_from(limit.get()).unwrap_or(usize::MAX);
    let mut reader = op.read().await?;
    let mut items = Vec::new();
    for _ in 0..PAGES {
        let page = reader.log(scope, &filter, before, limit).await?;
        items.extend(page.items.into_iter().filter(|entry| query.actor.is_none() || entry.envelope.actor.person() == query.actor));
        before = page.next.as_ref().map(position).transpose()?;
        if before.is_none() || items.len() >= size {
            break;
        }
    }
    if items.len() > size || (items.len() == size && before.is_some()) {
        items.truncate(size);
        before = items.last().map(|entry| entry.position);
    }
    Ok(Page { items, next: before.map(|position| Cursor(position.to_string())) })
}

fn position(cursor: &Cursor) -> Result<u64, AppError> {
    let refuse = |_| AppError::invalid("invalid_cursor", "this cursor is of no page of this list; begin again without one");
    cursor.0.parse().map_err(refuse)
}

fn checked_noun(noun: String) -> Result<String, AppError> {
    if !noun.is_empty() && noun.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Ok(noun);
    }
    Err(AppError::invalid("invalid_noun", "a noun is the first half of an entry's kind, such as member or run"))
}
