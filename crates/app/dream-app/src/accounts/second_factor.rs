//! The second factor of the caller: enrolling, confirming, removing.

use super::{own, proved, unchanged};
use crate::{AppError, Command, Op, authority};
use dream_access::{Account, Action, RECOVERY_CODES, RecoveryCode, SignInRefusal, TotpSecret};
use dream_id::AccountId;
use dream_ledger::Digest;
use dream_secret::Secret;
use dream_store::{AccountSecrets, Unit, accounts};
use serde::Serialize;
use std::collections::BTreeSet;

/// Who the codes are for, as authenticator apps show it.
const ISSUER: &str = "Dream.OS";

/// What the person's device needs. Shown this once.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// The shared secret, in base32.
    pub secret: TotpSecret,
    /// The same as the address that authenticator apps read.
    pub uri: Secret,
}

/// Makes a second factor for the caller, who proves to be themselves by their password. It is asked for once it is confirmed.
///
/// # Errors
/// `password_wrong`, `no_account`, `second_factor_on`, `too_many_tries`.
pub async fn enrol(op: &Op, password: Option<Secret>) -> Result<Enrolled, AppError> {
    op.allow(Action::AccountChange, None)?;
    let (account, secrets) = proved(op, password).await?;
    let mut bits = [0_u8; 20];
    op.app().store.rng().fill(&mut bits);
    let secret = TotpSecret::from_random(bits);
    let uri = secret.uri(ISSUER, secrets.login.as_str());
    let secrets = AccountSecrets { totp: Some(secret.clone()), ..secrets };
    op.run(&Enrol { was: (account.id(), account.password), secrets }).await?;
    Ok(Enrolled { secret, uri })
}

/// Turns the second factor on, by a code of it. The answer is the recovery codes, which are shown this once.
///
/// # Errors
/// `code_wrong`, `no_second_factor`, `second_factor_on`, `too_many_tries`.
pub async fn confirm(op: &Op, code: &str) -> Result<Vec<Secret>, AppError> {
    op.allow(Action::AccountChange, None)?;
    let (account, secrets) = own(op).await?.ok_or(SignInRefusal::NoSecondFactor)?;
    op.app().guard().admit(Digest::of(account.id().to_string().as_bytes()), None, op.app().now())?;
    let totp = secrets.totp.ok_or(SignInRefusal::NoSecondFactor)?;
    let step = totp.step_of(code, op.app().now()).ok_or(SignInRefusal::CodeWrong)?;
    let codes: Vec<RecoveryCode> = (0..RECOVERY_CODES).map(|_| recovery_code(op)).collect();
    let recovery = codes.iter().map(RecoveryCode::digest).collect();
    op.run(&Confirm { was: (account.id(), account.password), secret: totp.digest(), step, recovery }).await?;
    Ok(codes.iter().map(RecoveryCode::shown).collect())
}

fn recovery_code(op: &Op) -> RecoveryCode {
    let mut bits = [0_u8; 10];
    op.app().store.rng().fill(&mut bits);
    RecoveryCode::from_random(bits)
}

/// Turns the second factor off, after the caller gave their password.
///
/// # Errors
/// `password_wrong`, `no_account`, `no_second_factor`, `too_many_tries`.
pub async fn remove(op: &Op, password: Option<Secret>) -> Result<(), AppError> {
    op.allow(Action::AccountChange, None)?;
    let (account, _) = proved(op, password).await?;
    op.run(&Remove { was: (account.id(), account.password) }).await
}

#[derive(Serialize)]
struct Enrol {
    was: (AccountId, Digest),
    #[serde(skip)]
    secrets: AccountSecrets,
}

impl Command for Enrol {
    const NAME: &'static str = "account.enrol_second_factor";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = &authority::renewed(op, tx).await?;
        let mut account = unchanged(op, tx, self.was).await?;
        let secret = self.secrets.totp.as_ref().map(TotpSecret::digest).ok_or(SignInRefusal::NoSecondFactor)?;
        Account::enrol(&mut account, &op.by(), secret)?;
        tx.save(&mut account).await?;
        tx.keep_secrets(op.org()?, account.id(), &self.secrets).await?;
        Ok(())
    }
}

#[derive(Serialize)]
struct Confirm {
    was: (AccountId, Digest),
    secret: Digest,
    #[serde(skip)]
    step: i64,
    #[serde(skip)]
    recovery: BTreeSet<Digest>,
}

impl Command for Confirm {
    const NAME: &'static str = "account.confirm_second_factor";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = &authority::renewed(op, tx).await?;
        let mut account = unchanged(op, tx, self.was).await?;
        if account.second_factor.as_ref().map(|factor| factor.secret) != Some(self.secret) {
            return Err(SignInRefusal::CodeWrong.into());
        }
        Account::confirm(&mut account, &op.by(), self.step, self.recovery.clone())?;
        tx.save(&mut account).await?;
        Ok(())
    }
}

#[derive(Serialize)]
struct Remove {
    was: (AccountId, Digest),
}

impl Command for Remove {
    const NAME: &'static str = "account.remove_second_factor";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = &authority::renewed(op, tx).await?;
        let mut account = unchanged(op, tx, self.was).await?;
        Account::remove_second_factor(&mut account, &op.by())?;
        tx.save(&mut account).await?;
        let org = op.org()?;
        if let Some(secrets) = accounts::secrets(tx, org, account.id()).await? {
            tx.keep_secrets(org, account.id(), &AccountSecrets { totp: None, ..secrets }).await?;
        }
        Ok(())
    }
}
