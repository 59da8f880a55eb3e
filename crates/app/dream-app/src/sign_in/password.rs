//! Signing in by login name and password.

use super::{Browser, New, Opening, SignedIn, alone, open};
use crate::{App, AppError, Command, Kind, Op};
use dream_access::{Account, Login, SignInMethod};
use dream_id::{AccountId, OrgId, Scope};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{AccountSecrets, Unit, accounts};
use serde::Serialize;

/// How many accounts of one login name are tried: one person may belong to several organisations.
const MOST_ACCOUNTS: usize = 4;

/// Opens a session for whoever knows the password; one that still awaits the code where there is a second factor.
///
/// # Errors
/// `sign_in_failed`, the same and after the same time for an unknown login name and for a wrong password; `too_many_tries`.
pub async fn with_password(app: &App, login: &str, password: Secret, browser: &Browser) -> Result<SignedIn, AppError> {
    let login = Login::parse(login).ok();
    let subject = login.as_ref().map_or_else(|| Digest::of(b"no login"), |login| Digest::of(login.as_str().as_bytes()));
    app.guard().admit(subject, browser.address, app.now())?;
    let known = match &login {
        Some(login) => known(app, login).await?,
        None => Vec::new(),
    };
    let Some(account) = matching(app, known, password).await? else {
        tracing::info!(browser.client = browser.client, "signing in by password failed");
        let message = "no account here has this login name and password; check both, or ask an owner of the organisation for an invitation";
        return Err(AppError::new(Kind::Unauthenticated, "sign_in_failed", message));
    };
    let (text, opening) = Opening::make(app, browser);
    let command = WithPassword { account: account.id(), org: account.org(), password: account.password, opening };
    let awaits_code = Op::of_worker(app.clone(), "sign-in").run(&command).await?;
    Ok(SignedIn { text, awaits_code })
}

async fn known(app: &App, login: &Login) -> Result<Vec<(Stream<Account>, AccountSecrets)>, AppError> {
    let mut reader = app.store.read().await?;
    let mut known = Vec::new();
    for account in accounts::by_login(&mut reader, app.system, login).await?.into_iter().take(MOST_ACCOUNTS) {
        let Some(secrets) = accounts::secrets(&mut reader, account.org(), account.id()).await? else { continue };
        if secrets.password.digest() == account.password {
            known.push((account, secrets));
        } else {
            tracing::error!(account.id = %account.id(), "the password's hash in the database is not the one that the ledger knows; it is not used");
        }
    }
    Ok(known)
}

/// The first account whose password this is. Where there is none, something is compared all the same.
async fn matching(app: &App, known: Vec<(Stream<Account>, AccountSecrets)>, password: Secret) -> Result<Option<Stream<Account>>, AppError> {
    if known.is_empty() {
        app.guard().verify(None, password).await?;
        return Ok(None);
    }
    for (account, secrets) in known {
        if app.guard().verify(Some(secrets.password), password.clone()).await? {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

#[derive(Serialize)]
struct WithPassword {
    account: AccountId,
    org: OrgId,
    password: Digest,
    opening: Opening,
}

impl Command for WithPassword {
    const NAME: &'static str = "session.open";
    type Answer = bool;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<bool, AppError> {
        alone(tx, self.org).await?;
        let account = tx.lock::<Account>(Scope::Org(self.org), self.account).await?;
        let changed = || AppError::new(Kind::Unauthenticated, "sign_in_failed", "the account changed meanwhile; sign in again");
        let account = account.filter(|account| !account.closed && account.password == self.password).ok_or_else(changed)?;
        let awaits_code = account.asks_for_code();
        let new = New { org: self.org, person: account.person, method: SignInMethod::Password, awaits_code };
        open(op, tx, &self.opening, new).await?;
        Ok(awaits_code)
    }
}
