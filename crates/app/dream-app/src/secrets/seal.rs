//! Sealing and opening, for everything that keeps a secret.

use super::key::hold_key;
use crate::{App, AppError, Kind};
use dream_access::SealingError;
use dream_id::OrgId;
use dream_secret::Secret;
use dream_store::{Query, Unit, sealed};

/// Keeps `value` sealed for `owner` in `slot`, in place of what was there, with the caller's unit of work.
///
/// # Errors
/// Those of the store; `wrong_sealing_key` when another process of this database sealed something with another key; `internal` when this installation
/// has no key to seal with.
pub async fn seal(app: &App, tx: &mut Unit, org: OrgId, owner: &str, slot: &str, value: &Secret) -> Result<(), AppError> {
    hold_key(app, tx).await?;
    let mut nonce = [0; 12];
    app.store.rng().fill(&mut nonce);
    let sealed = app.sealing.seal(&context(org, owner, slot), nonce, value).map_err(|error| unsealed(owner, error))?;
    Ok(tx.keep_sealed(org, owner, slot, sealed).await?)
}

/// What is kept for `owner` in `slot`, if anything is.
///
/// # Errors
/// `sealed_with_another_key`, `seal_broken`.
pub async fn open(app: &App, org: OrgId, owner: &str, slot: &str) -> Result<Option<Secret>, AppError> {
    open_in(app, &mut app.store.read().await?, org, owner, slot).await
}

/// As [`open`], within a view or a unit of work.
pub async fn open_in<Q: Query>(app: &App, q: &mut Q, org: OrgId, owner: &str, slot: &str) -> Result<Option<Secret>, AppError> {
    let Some(sealed) = sealed::find(q, org, owner, slot).await? else { return Ok(None) };
    app.sealing.open(&context(org, owner, slot), &sealed).map(Some).map_err(|error| unsealed(owner, error))
}

/// Forgets what is kept for `owner`, in whatever slot.
pub(crate) async fn forget(tx: &mut Unit, org: OrgId, owner: &str) -> Result<(), AppError> {
    tx.forget_sealed(org, owner, None).await?;
    Ok(())
}

/// Forgets what is kept for `owner` in `slot`.
pub(crate) async fn forget_one(tx: &mut Unit, org: OrgId, owner: &str, slot: &str) -> Result<(), AppError> {
    tx.forget_sealed(org, owner, Some(slot)).await?;
    Ok(())
}

/// The place that a value is sealed for: at another it does not open.
fn context(org: OrgId, owner: &str, slot: &str) -> String {
    format!("{org}\n{owner}\n{slot}")
}

fn unsealed(owner: &str, error: SealingError) -> AppError {
    let code = match error {
        SealingError::OtherKey => "sealed_with_another_key",
        SealingError::Altered => "seal_broken",
        SealingError::NoKey | SealingError::Failed => "internal",
    };
    AppError::new(Kind::Internal, code, format!("the secret of {owner} cannot be opened: {error}")).because(error)
}
