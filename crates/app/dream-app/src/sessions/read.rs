//! Questions about sessions; never about their text.

use crate::tokens::Whose;
use crate::{AppError, Op};
use dream_access::{Action, Session};
use dream_clock::Timestamp;
use dream_id::{Cursor, Limit, Page, SessionId};
use dream_ledger::{Credential, Stream};
use dream_store::{Filter, Reader, sessions};

/// A session, with what the ledger does not say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionView {
    /// The session.
    pub session: Stream<Session>,
    /// When it was last used, to the minute, as far as that is known.
    pub used_at: Option<Timestamp>,
    /// Whether it is the caller's own, in use right now.
    pub current: bool,
}

/// A page of sessions, newest first, ended ones too: the caller's, somebody's, or (with `session.manage`) everybody's.
pub async fn list(op: &Op, whose: Whose, cursor: Option<Cursor>, limit: Limit) -> Result<Page<SessionView>, AppError> {
    let own = op.person()?;
    let of = match whose {
        Whose::Own => Some(own),
        Whose::Of(person) => Some(person),
        Whose::Everybody => None,
    };
    op.allow(if of == Some(own) { Action::SessionRead } else { Action::SessionManage }, None)?;
    let filter = of.map_or_else(Filter::default, |person| Filter::default().eq("person", person.to_string()));
    let mut reader = op.read().await?;
    let page = reader.page::<Session>(op.scope(), filter, cursor, limit).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for session in page.items {
        items.push(view(op, &mut reader, session).await?);
    }
    Ok(Page { items, next: page.next })
}

/// The session that the caller uses; `None` for somebody who calls with a token.
pub async fn current(op: &Op) -> Result<Option<SessionView>, AppError> {
    let Some(id) = op.identity()?.credential().and_then(Credential::session) else { return Ok(None) };
    find(op, id).await.map(Some)
}

pub(super) async fn find(op: &Op, id: SessionId) -> Result<SessionView, AppError> {
    let mut reader = op.read().await?;
    let session = reader.find::<Session>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("session", id))?;
    view(op, &mut reader, session).await
}

async fn view(op: &Op, reader: &mut Reader, session: Stream<Session>) -> Result<SessionView, AppError> {
    let used_at = sessions::used_at(reader, op.scope(), session.id()).await?;
    let current = op.identity()?.credential() == Some(session.id().into());
    Ok(SessionView { session, used_at, current })
}
