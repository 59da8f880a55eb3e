//! Ending a token before its time.

use super::read;
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Token};
use dream_id::TokenId;
use dream_ledger::Stream;
use dream_store::Unit;
use serde::Serialize;

/// Revokes a token: one's own, or (with `token.manage`) another's. One that was revoked stays as it is.
///
/// # Errors
/// `name_invalid` for a reason that cannot be shown.
pub async fn revoke(op: &Op, token: TokenId, reason: Option<String>) -> Result<Stream<Token>, AppError> {
    op.run(&Revoke { token, reason }).await?;
    read::find(op, token).await
}

#[derive(Serialize)]
struct Revoke {
    token: TokenId,
    reason: Option<String>,
}

impl Command for Revoke {
    const NAME: &'static str = "token.revoke";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::renewed(op, tx).await?;
        let found = tx.lock::<Token>(op.scope(), self.token).await?;
        let mut token = found.ok_or_else(|| AppError::not_found("token", self.token))?;
        let own = token.person == op.person()?;
        op.allow(if own { Action::TokenRevoke } else { Action::TokenManage }, None)?;
        let usual = if own { "revoked by its owner" } else { "revoked for its owner" };
        Token::revoke(&mut token, &op.by(), self.reason.as_deref().unwrap_or(usual))?;
        tx.save(&mut token).await?;
        Ok(())
    }
}
