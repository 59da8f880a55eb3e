//! Setting one's own password and login name.

use super::{Fresh, own, prove, put, unchanged};
use crate::{AppError, Command, Op, authority, invitations, sessions};
use dream_access::Action;
use dream_id::AccountId;
use dream_ledger::{Credential, Digest};
use dream_secret::Secret;
use dream_store::{Unit, accounts};
use serde::Serialize;

/// What the caller says.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// The login name from now on; the one there is when left out.
    pub login: Option<String>,
    /// The password there is now; needed when there is one.
    pub current: Option<Secret>,
    /// The password from now on.
    pub new: Secret,
}

/// Sets the caller's password, and their login name if they say one. All their other sessions end, and their unused links. The second
/// factor stays.
///
/// # Errors
/// `password_wrong`, `login_invalid`, `login_taken`, `password_length`, `password_guessable`, `too_many_tries`; `wider_than_own` for
/// a token without every scope where there is no password yet.
pub async fn set_password(op: &Op, said: NewPassword) -> Result<(), AppError> {
    op.allow(Action::AccountChange, None)?;
    let (was, login) = match own(op).await? {
        Some((account, secrets)) => {
            prove(op, &account, &secrets, said.current).await?;
            (Some((account.id(), account.password)), said.login.unwrap_or_else(|| secrets.login.as_str().to_owned()))
        }
        None => {
            let missing = || AppError::invalid("login_invalid", "choose a login name: an e-mail address is one");
            (None, said.login.ok_or_else(missing)?)
        }
    };
    let fresh = Fresh::make(op.app(), &login, said.new).await?;
    op.run(&SetPassword { was, fresh }).await
}

#[derive(Serialize)]
struct SetPassword {
    was: Option<(AccountId, Digest)>,
    #[serde(skip)]
    fresh: Fresh,
}

impl Command for SetPassword {
    const NAME: &'static str = "account.set_password";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = &authority::exclusive(op, tx).await?;
        op.allow(Action::AccountChange, None)?;
        let (org, person, by) = (op.org()?, op.person()?, op.by());
        match self.was {
            Some(was) => drop(unchanged(op, tx, was).await?),
            // Whoever has no password yet proves by this call alone who they are: a token that may not do everything is not enough.
            None => {
                op.identity()?.has_every_scope()?;
                if accounts::account_of(tx, org, person).await?.is_some() {
                    return Err(AppError::new(crate::Kind::Conflict, "account_changed", "a password was set meanwhile; sign in with it"));
                }
            }
        }
        put(op, tx, (org, person), &by, &self.fresh, true).await?;
        let own = op.identity()?.credential().and_then(Credential::session);
        sessions::end_all(tx, op.scope(), (person, own), &by, "the password changed").await?;
        invitations::revoke_all(op, tx, person, &by, "the password changed").await
    }
}
