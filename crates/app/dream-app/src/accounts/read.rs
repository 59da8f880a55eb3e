//! How the caller signs in.

use super::own;
use crate::{AppError, Op};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_store::accounts;

/// The caller's account, without anything secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountView {
    /// The login name; `None` when there is no account yet.
    pub login: Option<String>,
    /// When the password was set.
    pub password_set_at: Option<Timestamp>,
    /// Whether a code is asked for besides the password.
    pub second_factor: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: usize,
}

/// The caller's account.
pub async fn show(op: &Op) -> Result<AccountView, AppError> {
    op.allow(Action::SessionRead, None)?;
    let Some((account, secrets)) = own(op).await? else { return Ok(AccountView::default()) };
    let factor = account.second_factor.as_ref().filter(|factor| factor.confirmed);
    Ok(AccountView {
        login: Some(secrets.login.as_str().to_owned()),
        password_set_at: Some(account.password_set_at),
        second_factor: factor.is_some(),
        recovery_codes_left: factor.map_or(0, |factor| factor.recovery.len()),
    })
}

/// Whether the caller has an account. Everybody who is signed in may ask.
pub async fn exists(op: &Op) -> Result<bool, AppError> {
    Ok(accounts::account_of(&mut op.read().await?, op.org()?, op.person()?).await?.is_some())
}
