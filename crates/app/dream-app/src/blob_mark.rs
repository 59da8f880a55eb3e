//! The mark that ties a database to its blobs, so that a start with the wrong blobs is refused.

use crate::{App, AppError, Kind};
use dream_store::settings;

const SETTING: &str = "blobs";

/// The mark that the database knows; empty when the two never met.
pub(crate) async fn of(app: &App) -> Result<String, AppError> {
    Ok(settings::find(&mut app.store.read().await?, app.system, SETTING).await?.unwrap_or_default())
}

/// Compares the blobs' mark with the one that the database knows, and makes them one pair when the database is new.
///
/// # Errors
/// `wrong_blobs` when the blobs are another database's, or new ones under a database that has its own.
pub async fn check(app: &App) -> Result<(), AppError> {
    let known = of(app).await?;
    let mut random = [0_u8; 16];
    app.store.rng().fill(&mut random);
    let fresh = dream_ledger::Digest::of(&random).hex();
    let found = app.blobs.identity(&fresh).await?;
    if known.is_empty() {
        let mut tx = app.store.begin().await?;
        let made = tx.make_setting(app.system, SETTING, &found).await?;
        tx.commit().await?;
        return if made == found { Ok(()) } else { Err(wrong()) };
    }
    if found == known { Ok(()) } else { Err(wrong()) }
}

fn wrong() -> AppError {
    let message = "these blobs do not belong to this database: artifacts could not be read; start with the --blobs that the database was started with before";
    AppError::new(Kind::Conflict, "wrong_blobs", message)
}
