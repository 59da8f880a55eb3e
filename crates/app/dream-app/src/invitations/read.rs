//! Questions about invitations; never about their text.

use crate::{AppError, Op, members};
use dream_access::{Action, Link, LinkPurpose};
use dream_id::{Cursor, Limit, LinkId, Page};
use dream_ledger::Stream;
use dream_store::Filter;

/// An invitation, with the person's name.
#[derive(Debug, Clone, PartialEq)]
pub struct InvitationView {
    /// The link.
    pub link: Stream<Link>,
    /// What the person is called.
    pub name: String,
}

/// A page of invitations, newest first, those that were used or revoked too.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<InvitationView>, AppError> {
    op.allow(Action::InvitationRead, None)?;
    let filter = Filter::default().eq("purpose", LinkPurpose::Invitation.as_str());
    let page = op.read().await?.page::<Link>(op.scope(), filter, cursor, limit).await?;
    Ok(Page { items: named(op, page.items).await?, next: page.next })
}

pub(super) async fn find(op: &Op, id: LinkId) -> Result<InvitationView, AppError> {
    let missing = || AppError::not_found("invitation", id);
    let link = op.read().await?.find::<Link>(op.scope(), id).await?.ok_or_else(missing)?;
    named(op, vec![link]).await?.pop().ok_or_else(missing)
}

async fn named(op: &Op, links: Vec<Stream<Link>>) -> Result<Vec<InvitationView>, AppError> {
    let persons: Vec<_> = links.iter().map(|link| link.person).collect();
    let names = members::names(op, &persons).await?;
    let view = |link: Stream<Link>| {
        let name = names.get(&link.person).cloned().unwrap_or_else(|| link.person.to_string());
        InvitationView { link, name }
    };
    Ok(links.into_iter().map(view).collect())
}
