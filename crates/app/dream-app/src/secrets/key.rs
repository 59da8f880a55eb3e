//! Whether this process has the key that the database's secrets were sealed with.

use crate::{App, AppError, Kind};
use dream_store::sealed;

const SETTING: &str = "sealing_key";

/// Compares the key of this process with the one that the database's secrets are sealed with, and notes it when nothing was sealed yet.
/// Where no other process shares the database, another key is taken with a warning: what was sealed before has to be set anew.
///
/// # Errors
/// `wrong_sealing_key` when it is another and processes share the database: one could not open what the other sealed.
pub async fn check_key(app: &App, shared: bool) -> Result<(), AppError> {
    let own = app.sealing.mark();
    let mut tx = app.store.begin().await?;
    let known = tx.make_setting(app.system, SETTING, &own).await?;
    if known != own {
        let in_use = sealed::any(&mut tx, app.system).await?;
        if in_use && shared {
            let message = "the secrets of this database were sealed with another key: start every process with the same --secret-key-file";
            return Err(AppError::new(Kind::Conflict, "wrong_sealing_key", message));
        }
        if in_use {
            tracing::warn!(
                "the secrets of this database were sealed with another key and cannot be opened: bring back the file `secret.key` of the data folder, or set them anew"
            );
        }
        tx.change_setting(app.system, SETTING, &own).await?;
    }
    tx.commit().await?;
    Ok(())
}
