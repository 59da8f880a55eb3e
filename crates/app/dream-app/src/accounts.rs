//! Accounts: how a person signs in, and what they change of it themselves.

mod close;
mod fresh;
mod password;
mod read;
mod second_factor;

pub(crate) use close::close;
pub(crate) use fresh::{Fresh, put};
pub use password::{NewPassword, set_password};
pub use read::{AccountView, exists, show};
pub use second_factor::{Enrolled, confirm, enrol, remove};

use crate::{AppError, Kind, Op};
use dream_access::{Account, SignInRefusal};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{AccountSecrets, accounts};

/// The caller's account with what is kept of it; `None` when they have none.
async fn own(op: &Op) -> Result<Option<(Stream<Account>, AccountSecrets)>, AppError> {
    let (org, person) = (op.org()?, op.person()?);
    let mut reader = op.read().await?;
    let Some(account) = accounts::account_of(&mut reader, org, person).await? else { return Ok(None) };
    let lost = || AppError::new(Kind::Internal, "account_damaged", "what signing in needs is not in the database; ask for an invitation");
    let secrets = accounts::secrets(&mut reader, org, account.id()).await?.ok_or_else(lost)?;
    if secrets.password.digest() != account.password {
        return Err(lost());
    }
    Ok(Some((account, secrets)))
}

/// The caller's account, after they gave their password: a browser left open, or a session that was stolen, does not have it.
///
/// # Errors
/// `password_wrong`, `no_account`, `too_many_tries`.
async fn proved(op: &Op, password: Option<Secret>) -> Result<(Stream<Account>, AccountSecrets), AppError> {
    let none = || AppError::new(Kind::Conflict, "no_account", "you have no login name and password yet; set them first");
    let (account, secrets) = own(op).await?.ok_or_else(none)?;
    prove(op, &account, &secrets, password).await?;
    Ok((account, secrets))
}

async fn prove(op: &Op, account: &Stream<Account>, secrets: &AccountSecrets, password: Option<Secret>) -> Result<(), AppError> {
    let wrong = || AppError::new(Kind::Forbidden, "password_wrong", "this is not your password; give the one that you sign in with now");
    let password = password.ok_or_else(wrong)?;
    let guard = op.app().guard();
    guard.admit(Digest::of(account.id().to_string().as_bytes()), None, op.app().now())?;
    if guard.verify(Some(secrets.password.clone()), password).await? { Ok(()) } else { Err(wrong()) }
}

/// The account, locked, if it is still as it was when its owner proved who they are.
async fn unchanged(op: &Op, tx: &mut dream_store::Unit, was: (dream_id::AccountId, Digest)) -> Result<Stream<Account>, AppError> {
    let account = tx.lock::<Account>(op.scope(), was.0).await?.ok_or(SignInRefusal::AccountClosed)?;
    let changed = || AppError::new(Kind::Conflict, "account_changed", "the password changed meanwhile; give the new one");
    if account.password == was.1 { Ok(account) } else { Err(changed()) }
}
