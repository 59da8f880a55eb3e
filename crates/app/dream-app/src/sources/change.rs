//! Changing a source: its key, its rate, whether anything of it is taken.

use super::given::choose;
use super::make::{MadeSource, shown};
use super::{keys, read};
use crate::{AppError, Command, Op, secrets};
use dream_access::Action;
use dream_bridge::source::{Key, Source};
use dream_bridge::switch::Switched;
use dream_id::SourceId;
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::Unit;
use serde::Serialize;

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The older of two keys proves nothing any more.
    RetireKey,
    /// It may send so many events a minute.
    Rate(u32),
    /// Nothing of it is taken any more, for this reason.
    Disable(String),
    /// It is taken again.
    Enable,
    /// It is removed, with its keys.
    Remove,
}

/// Changes the source of that id or name. Returns it as it is then.
///
/// # Errors
/// `source_has_one_key`, `source_rate_invalid`, `source_removed`.
pub async fn change(op: &Op, source: &str, change: Change) -> Result<Stream<Source>, AppError> {
    let id = op.run(&Do { source: source.to_owned(), change }).await?;
    read::by_id(op, id).await
}

#[derive(Serialize)]
struct Do {
    source: String,
    change: Change,
}

impl Command for Do {
    const NAME: &'static str = "source.change";
    type Answer = SourceId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SourceId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let mut source = read::lock(op, tx, &self.source).await?;
        let (org, id, by) = (source.org(), source.id(), op.by());
        match &self.change {
            Change::RetireKey => {
                let retired = Source::retire(&mut source, &by)?;
                keys::forget(tx, (org, id), retired).await?;
            }
            Change::Rate(per_minute) => Source::set_rate(&mut source, *per_minute, &by)?,
            Change::Disable(why) => Source::disable(&mut source, why, &by)?,
            Change::Enable => Source::enable(&mut source, &by)?,
            Change::Remove => {
                Switched::remove(&mut source, &by);
                secrets::forget(tx, org, &id.to_string()).await?;
            }
        }
        tx.save(&mut source).await?;
        Ok(id)
    }
}

/// Gives a source another key: the one that is given, or one that is made. The key before stays good until it is retired.
///
/// # Errors
/// `source_secret_invalid`, `source_secret_needed`, `source_removed`.
pub async fn rotate(op: &Op, source: &str, secret: Option<Secret>) -> Result<MadeSource, AppError> {
    op.allow(Action::BridgeManage, None)?;
    let found = read::find(op, source).await?;
    let mut bits = [0; 32];
    op.app().store.rng().fill(&mut bits);
    let chosen = choose(found.kind, &found.proof, secret, bits)?;
    let key = Key::of(&found.proof, &chosen.secret);
    let given = (!chosen.made).then(|| op.app().sealing.tag(&chosen.secret));
    let id = op.run(&Rotate { source: source.to_owned(), given, key: key.clone() }).await?;
    shown(op, id, &key, chosen.made.then_some(chosen.secret)).await
}

#[derive(Serialize)]
struct Rotate {
    source: String,
    /// What tells one given secret from another, to those who have the key alone.
    given: Option<Digest>,
    #[serde(skip)]
    key: Key,
}

impl Command for Rotate {
    const NAME: &'static str = "source.rotate";
    type Answer = SourceId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SourceId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let mut source = read::lock(op, tx, &self.source).await?;
        let at = (source.org(), source.id());
        let (number, retired) = Source::rotate(&mut source, &op.by())?;
        if let Some(retired) = retired {
            keys::forget(tx, at, retired).await?;
        }
        tx.save(&mut source).await?;
        keys::keep(op.app(), tx, at, number, &self.key).await?;
        Ok(source.id())
    }
}
