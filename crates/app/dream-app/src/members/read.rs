//! Questions about members.

use crate::{AppError, Op};
use dream_access::{Action, Member};
use dream_id::{Cursor, Limit, MemberId, Page, PersonId};
use dream_ledger::Stream;
use dream_store::{Filter, Reader, people};
use std::collections::BTreeMap;

/// A member, with the person's name.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberView {
    /// The member.
    pub member: Stream<Member>,
    /// What the person is called.
    pub name: String,
}

/// The member `id`; one who was removed can still be looked at.
pub async fn show(op: &Op, id: MemberId) -> Result<MemberView, AppError> {
    op.allow(Action::MemberRead, None)?;
    view(op, id).await
}

/// A page of those who are members now, the last to join first.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<MemberView>, AppError> {
    op.allow(Action::MemberRead, None)?;
    let mut reader = op.read().await?;
    let page = reader.page::<Member>(op.scope(), Filter::default().eq("removed", false), cursor, limit).await?;
    Ok(Page { items: named(op, &mut reader, page.items).await?, next: page.next })
}

pub(super) async fn view(op: &Op, id: MemberId) -> Result<MemberView, AppError> {
    let mut reader = op.read().await?;
    let missing = || AppError::not_found("member", id);
    let member = reader.find::<Member>(op.scope(), id).await?.ok_or_else(missing)?;
    named(op, &mut reader, vec![member]).await?.pop().ok_or_else(missing)
}

async fn named(op: &Op, reader: &mut Reader, members: Vec<Stream<Member>>) -> Result<Vec<MemberView>, AppError> {
    let persons: Vec<_> = members.iter().map(|member| member.person).collect();
    let mut names = people::names(reader, op.org()?, &persons).await?;
    let view = |member: Stream<Member>| {
        // A member's person is registered before them and never removed; the id stands in for a name that was lost.
        let name = names.remove(&member.person).unwrap_or_else(|| member.person.to_string());
        MemberView { member, name }
    };
    Ok(members.into_iter().map(view).collect())
}

/// What people are called.
pub async fn names(op: &Op, people: &[PersonId]) -> Result<BTreeMap<PersonId, String>, AppError> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(people::names(&mut op.read().await?, op.org()?, people).await?)
}
