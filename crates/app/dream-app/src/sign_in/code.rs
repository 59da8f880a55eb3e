//! The second step of signing in: a code of the person's device, or a recovery code.

use super::{Browser, New, Opening, SignedIn, alone, open};
use crate::{App, AppError, Command, Kind, Op};
use dream_access::{Account, RecoveryCode, Session, SessionText, SignInMethod, SignInRefusal};
use dream_id::{AccountId, OrgId, Scope, SessionId};
use dream_ledger::{Digest, Stream};
use dream_store::{Reader, Unit, accounts, sessions};
use serde::Serialize;

/// Replaces the session that awaits a code, which `browser` presents, by one that is whole.
///
/// # Errors
/// `code_wrong`, `code_used`, `session_expired` when the code came too late, `too_many_tries`.
pub async fn with_code(app: &App, code: &str, browser: &Browser) -> Result<SignedIn, AppError> {
    let mut reader = app.store.read().await?;
    let waiting = waiting(app, &mut reader, browser).await?;
    let closed = || AppError::from(SignInRefusal::AccountClosed);
    let account = accounts::account_of(&mut reader, waiting.org(), waiting.person).await?.ok_or_else(closed)?;
    app.guard().admit(Digest::of(account.id().to_string().as_bytes()), browser.address, app.now())?;
    let given = given(app, &mut reader, &account, code).await?;
    drop(reader);
    let (text, opening) = Opening::make(app, browser);
    let command = WithCode { waiting: waiting.id(), account: account.id(), org: account.org(), given, opening };
    Op::of_worker(app.clone(), "sign-in").run(&command).await?;
    Ok(SignedIn { text, awaits_code: false })
}

async fn waiting(app: &App, reader: &mut Reader, browser: &Browser) -> Result<Stream<Session>, AppError> {
    let unknown = || AppError::new(Kind::Unauthenticated, "invalid_session", "give your login name and password first");
    let text = browser.presented.as_ref().and_then(|text| SessionText::parse(text.expose())).ok_or_else(unknown)?;
    let session = sessions::by_digest(reader, app.system, text.digest()).await?.ok_or_else(unknown)?;
    session.waits_for_code(app.now())?;
    Ok(session)
}

/// What a person gave.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Given {
    Code(i64),
    RecoveryCode(Digest),
}

async fn given(app: &App, reader: &mut Reader, account: &Stream<Account>, code: &str) -> Result<Given, AppError> {
    let secrets = accounts::secrets(reader, account.org(), account.id()).await?;
    let totp = secrets.and_then(|secrets| secrets.totp);
    let known = account.second_factor.as_ref().map(|factor| factor.secret);
    let totp = totp.filter(|totp| Some(totp.digest()) == known).ok_or(SignInRefusal::NoSecondFactor)?;
    Ok(match totp.step_of(code, app.now()) {
        Some(step) => Given::Code(step),
        None => Given::RecoveryCode(RecoveryCode::parse(code).digest()),
    })
}

#[derive(Serialize)]
struct WithCode {
    waiting: SessionId,
    account: AccountId,
    org: OrgId,
    given: Given,
    opening: Opening,
}

impl Command for WithCode {
    const NAME: &'static str = "session.open";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        alone(tx, self.org).await?;
        let scope = Scope::Org(self.org);
        let gone = || AppError::from(SignInRefusal::AccountClosed);
        let mut account = tx.lock::<Account>(scope, self.account).await?.ok_or_else(gone)?;
        let waiting = tx.find::<Session>(scope, self.waiting).await?.ok_or_else(gone)?;
        waiting.waits_for_code(op.app().now())?;
        let method = match self.given {
            Given::Code(_) => SignInMethod::PasswordAndCode,
            Given::RecoveryCode(_) => SignInMethod::PasswordAndRecoveryCode,
        };
        // The opening ends the session that waited, which the browser presented.
        let new = New { org: self.org, person: waiting.person, method, awaits_code: false };
        let (_, by) = open(op, tx, &self.opening, new).await?;
        match self.given {
            Given::Code(step) => Account::use_code(&mut account, &by, step)?,
            Given::RecoveryCode(code) => Account::use_recovery_code(&mut account, &by, code)?,
        }
        tx.save(&mut account).await?;
        Ok(())
    }
}
