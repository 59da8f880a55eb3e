//! The keys of sources, sealed beside them: each in the slot of its number.

use crate::{App, AppError, Kind, secrets};
use dream_bridge::source::{Key, Keys, Source};
use dream_id::{OrgId, SourceId};
use dream_ledger::Stream;
use dream_store::{Query, Unit};

/// Keeps a key of a source.
pub(super) async fn keep(app: &App, tx: &mut Unit, (org, id): (OrgId, SourceId), number: u32, key: &Key) -> Result<(), AppError> {
    secrets::seal(app, tx, org, &id.to_string(), &number.to_string(), &key.to_kept()).await
}

/// Forgets a key of a source.
pub(super) async fn forget(tx: &mut Unit, (org, id): (OrgId, SourceId), number: u32) -> Result<(), AppError> {
    secrets::forget_one(tx, org, &id.to_string(), &number.to_string()).await
}

/// The key of that number.
pub(super) async fn load<Q: Query>(app: &App, q: &mut Q, (org, id): (OrgId, SourceId), number: u32) -> Result<Key, AppError> {
    let kept = secrets::open_in(app, q, org, &id.to_string(), &number.to_string()).await?;
    kept.as_ref().and_then(Key::from_kept).ok_or_else(|| {
        let message = format!("the key {number} of the source {id} is missing or unreadable; rotate it");
        AppError::new(Kind::Internal, "source_key_missing", message)
    })
}

/// All keys of a source, the newest first.
pub(super) async fn load_all<Q: Query>(app: &App, q: &mut Q, source: &Stream<Source>) -> Result<Keys, AppError> {
    let mut keys = Vec::with_capacity(2);
    for key in &source.keys {
        keys.push(load(app, q, (source.org(), source.id()), key.number).await?);
    }
    Keys::kept(keys).map_err(|error| AppError::internal("reading the keys of a source", error))
}
