//! Questions about linked accounts.

use crate::tokens::Whose;
use crate::{AppError, Op, members};
use dream_access::{Action, DiscordLink};
use dream_id::{Cursor, DiscordLinkId, Limit, Page};
use dream_ledger::Stream;
use dream_store::Filter;

/// A linked account, with the person's name.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscordLinkView {
    /// The link.
    pub link: Stream<DiscordLink>,
    /// What the person is called.
    pub name: String,
}

/// A page of links, newest first, ended ones too: the caller's, somebody's, or (with `discord_link.manage`) everybody's.
pub async fn list(op: &Op, whose: Whose, cursor: Option<Cursor>, limit: Limit) -> Result<Page<DiscordLinkView>, AppError> {
    let own = op.person()?;
    let of = match whose {
        Whose::Own => Some(own),
        Whose::Of(person) => Some(person),
        Whose::Everybody => None,
    };
    op.allow(if of == Some(own) { Action::DiscordLinkRead } else { Action::DiscordLinkManage }, None)?;
    let filter = of.map_or_else(Filter::default, |person| Filter::default().eq("person", person.to_string()));
    let page = op.read().await?.page::<DiscordLink>(op.scope(), filter, cursor, limit).await?;
    Ok(Page { items: named(op, page.items).await?, next: page.next })
}

pub(super) async fn find(op: &Op, id: DiscordLinkId) -> Result<DiscordLinkView, AppError> {
    let missing = || AppError::not_found("discord link", id);
    let link = op.read().await?.find::<DiscordLink>(op.scope(), id).await?.ok_or_else(missing)?;
    named(op, vec![link]).await?.pop().ok_or_else(missing)
}

async fn named(op: &Op, links: Vec<Stream<DiscordLink>>) -> Result<Vec<DiscordLinkView>, AppError> {
    let persons: Vec<_> = links.iter().map(|link| link.person).collect();
    let names = members::names(op, &persons).await?;
    let view = |link: Stream<DiscordLink>| {
        let name = names.get(&link.person).cloned().unwrap_or_else(|| link.person.to_string());
        DiscordLinkView { link, name }
    };
    Ok(links.into_iter().map(view).collect())
}
