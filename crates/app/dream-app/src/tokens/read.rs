//! Questions about tokens; never about their text.

use crate::{AppError, Op};
use dream_access::{Action, Token};
use dream_id::{Cursor, Limit, Page, PersonId, TokenId};
use dream_ledger::Stream;
use dream_store::Filter;

/// Whose tokens are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// The caller's.
    #[default]
    Own,
    /// Somebody's.
    Of(PersonId),
    /// Everybody's.
    Everybody,
}

/// The token `id`: one's own, or (with `token.manage`) another's.
pub async fn show(op: &Op, id: TokenId) -> Result<Stream<Token>, AppError> {
    op.allow(Action::TokenRead, None)?;
    let token = find(op, id).await?;
    if token.person != op.person()? {
        op.allow(Action::TokenManage, None)?;
    }
    Ok(token)
}

/// A page of tokens, newest first, ended ones too.
pub async fn list(op: &Op, whose: Whose, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Token>>, AppError> {
    let own = op.person()?;
    let of = match whose {
        Whose::Own => Some(own),
        Whose::Of(person) => Some(person),
        Whose::Everybody => None,
    };
    op.allow(if of == Some(own) { Action::TokenRead } else { Action::TokenManage }, None)?;
    let filter = of.map_or_else(Filter::default, |person| Filter::default().eq("person", person.to_string()));
    Ok(op.read().await?.page::<Token>(op.scope(), filter, cursor, limit).await?)
}

pub(super) async fn find(op: &Op, id: TokenId) -> Result<Stream<Token>, AppError> {
    op.read().await?.find::<Token>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("token", id))
}
