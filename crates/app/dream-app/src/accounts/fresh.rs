//! A login name and a password on their way in: checked and hashed before any unit of work, then kept with one.

use crate::{App, AppError, Kind};
use dream_access::{Account, Login, PasswordHash, check_password};
use dream_id::{AccountId, OrgId, PersonId, Scope};
use dream_ledger::{By, Digest};
use dream_secret::Secret;
use dream_store::{AccountSecrets, Unit, accounts};

/// A login name and the hash of a password.
#[derive(Debug, Clone)]
pub(crate) struct Fresh {
    login: Login,
    salt: String,
    password: PasswordHash,
}

impl Fresh {
    /// Checks and hashes.
    ///
    /// # Errors
    /// `login_invalid`, `password_length`, `password_guessable`.
    pub(crate) async fn make(app: &App, login: &str, password: Secret) -> Result<Self, AppError> {
        let login = Login::parse(login)?;
        check_password(&password, &login)?;
        let (mut salt, mut login_salt) = ([0_u8; 16], [0_u8; 16]);
        app.store.rng().fill(&mut salt);
        app.store.rng().fill(&mut login_salt);
        let password = app.guard().hash(password, salt).await?;
        Ok(Self { login, salt: Digest::of(&login_salt).to_string(), password })
    }
}

/// Gives the person an account, or their account another login name and password. A second factor stays only if `keep_factor` says so.
///
/// # Errors
/// `login_taken`.
pub(crate) async fn put(
    op: &crate::Op,
    tx: &mut Unit,
    (org, person): (OrgId, PersonId),
    by: &By,
    fresh: &Fresh,
    keep_factor: bool,
) -> Result<AccountId, AppError> {
    let (login, password) = (fresh.login.digest(&fresh.salt), fresh.password.digest());
    let found = accounts::account_of(tx, org, person).await?;
    let id = found.as_ref().map_or_else(|| op.app().store.new_id(), dream_ledger::Stream::id);
    free(tx, org, &fresh.login, id).await?;
    let mut account = match found {
        None => Account::open(org, id, by, person, login, password)?,
        Some(_) => {
            let gone = || AppError::not_found("account", id);
            let mut account = tx.lock::<Account>(Scope::Org(org), id).await?.ok_or_else(gone)?;
            Account::change_login(&mut account, by, login)?;
            Account::change_password(&mut account, by, password)?;
            if account.second_factor.is_some() && !keep_factor {
                Account::remove_second_factor(&mut account, by)?;
            }
            account
        }
    };
    tx.save(&mut account).await?;
    let totp = if keep_factor { accounts::secrets(tx, org, id).await?.and_then(|kept| kept.totp) } else { None };
    let secrets = AccountSecrets { login: fresh.login.clone(), salt: fresh.salt.clone(), password: fresh.password.clone(), totp };
    tx.keep_secrets(org, id, &secrets).await?;
    Ok(id)
}

async fn free(tx: &mut Unit, org: OrgId, login: &Login, account: AccountId) -> Result<(), AppError> {
    if accounts::login_taken(tx, org, login, account).await? {
        return Err(AppError::new(Kind::Conflict, "login_taken", "somebody in this organisation has this login name; choose another"));
    }
    Ok(())
}
