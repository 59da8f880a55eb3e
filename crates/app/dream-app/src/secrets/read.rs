//! Questions about secrets: which there are, never what they are.

use crate::{AppError, Op};
use dream_access::{Action, SecretRecord};
use dream_ledger::Stream;
use dream_store::Filter;

/// The secrets that are kept, by name.
pub async fn list(op: &Op) -> Result<Vec<Stream<SecretRecord>>, AppError> {
    op.allow(Action::SecretManage, None)?;
    let mut kept: Vec<Stream<SecretRecord>> = op.read().await?.list(op.scope(), &Filter::default().eq("removed", false)).await?;
    kept.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(kept)
}

/// The secret called `name`, as far as it can be seen.
///
/// # Errors
/// `not_found` when there is none, or it was removed.
pub async fn find(op: &Op, name: &str) -> Result<Stream<SecretRecord>, AppError> {
    op.allow(Action::SecretManage, None)?;
    let found: Vec<Stream<SecretRecord>> = op.read().await?.list(op.scope(), &crate::named::called(name)).await?;
    found.into_iter().next().ok_or_else(|| missing(name))
}

/// There is none of this name.
pub(super) fn missing(name: &str) -> AppError {
    let shown: String = name.chars().take(80).collect();
    AppError::not_found("secret", shown)
}
