//! Whether this process has the key that the database's secrets were sealed with.

use crate::{App, AppError, Kind};
use dream_store::{Unit, sealed};

const SETTING: &str = "sealing_key";

/// Compares the key of this process with the one that the database's secrets are sealed with, and notes it when nothing was sealed yet.
/// Where no other process shares the database, another key is taken with a warning: what was sealed before has to be set anew.
///
/// # Errors
/// `wrong_sealing_key` when it is another and processes share the database: one could not open what the other sealed.
pub async fn check_key(app: &App, shared: bool) -> Result<(), AppError> {
    let own = app.sealing.mark();
    let mut tx = app.store.begin().await?;
    if note(app, &mut tx, &own).await? == Noted::Another {
        if shared {
            return Err(another());
        }
        tracing::warn!(
            "the secrets of this database were sealed with another key and cannot be opened: bring back the file `secret.key` of the data folder, or set them anew"
        );
        tx.change_setting(app.system, SETTING, &own).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Holds on to the key of this process as the one that secrets are sealed with, until the end of the unit: what is sealed next to what another
/// process sealed is sealed as that is.
///
/// # Errors
/// `wrong_sealing_key` when something is sealed with another one.
pub(super) async fn hold_key(app: &App, tx: &mut Unit) -> Result<(), AppError> {
    match note(app, tx, &app.sealing.mark()).await? {
        Noted::Own => Ok(()),
        Noted::Another => Err(another()),
    }
}

/// With which key what is there is sealed.
#[derive(PartialEq, Eq)]
enum Noted {
    Own,
    Another,
}

/// Notes `own` as the key, unless something is sealed with another one.
async fn note(app: &App, tx: &mut Unit, own: &str) -> Result<Noted, AppError> {
    tx.make_setting(app.system, SETTING, own).await?;
    if tx.lock_setting(app.system, SETTING).await?.as_deref() == Some(own) {
        return Ok(Noted::Own);
    }
    if sealed::any(tx, app.system).await? {
        return Ok(Noted::Another);
    }
    tx.change_setting(app.system, SETTING, own).await?;
    Ok(Noted::Own)
}

fn another() -> AppError {
    let message = "the secrets of this database are sealed with another key than this process has: start every process with the same key, \
                   by --secret-key-file or a copy of `secret.key` of the one that sealed them";
    AppError::new(Kind::Conflict, "wrong_sealing_key", message)
}
