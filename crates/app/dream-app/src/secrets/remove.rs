//! Removing a secret.

use super::{NAMED, forget_one, read::missing};
use crate::{AppError, Command, Op};
use dream_access::{Action, SecretRecord};
use dream_id::SecretId;
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Removes the secret called `name`: its value is gone, and what refers to it finds none. Returns what it was.
///
/// # Errors
/// `secret_removed` when it was removed before.
pub async fn remove(op: &Op, name: &str) -> Result<Stream<SecretRecord>, AppError> {
    let id = op.run(&Remove { name: name.to_owned() }).await?;
    op.read().await?.find(op.scope(), id).await?.ok_or_else(|| missing(name))
}

#[derive(Serialize)]
struct Remove {
    name: String,
}

impl Command for Remove {
    const NAME: &'static str = "secret.remove";
    type Answer = SecretId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SecretId, AppError> {
        op.allow(Action::SecretManage, None)?;
        let known: Vec<Stream<SecretRecord>> = tx.list(op.scope(), &Filter::default().eq("name", self.name.as_str())).await?;
        let mut secret = known.into_iter().next().ok_or_else(|| missing(&self.name))?;
        SecretRecord::remove(&mut secret, &op.by())?;
        tx.save(&mut secret).await?;
        forget_one(tx, op.org()?, NAMED, &self.name).await?;
        Ok(secret.id())
    }
}
