//! Setting a secret.

use super::{NAMED, find, seal};
use crate::{AppError, Command, Op};
use dream_access::{Action, MAX_SECRET_BYTES, SecretRecord};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Sets the secret called `name`: a new one, or another value for one that is there. What uses it takes the new value the next time.
///
/// # Errors
/// `secret_name_invalid`, `secret_value_invalid`.
pub async fn set(op: &Op, name: &str, value: Secret) -> Result<Stream<SecretRecord>, AppError> {
    let bytes = value.expose().len();
    if bytes == 0 || bytes > MAX_SECRET_BYTES || value.expose().contains('\0') {
        let message = format!("a secret has 1 to {MAX_SECRET_BYTES} bytes of text without NUL, and this one has {bytes}; send another");
        return Err(AppError::invalid("secret_value_invalid", message));
    }
    let tag = op.app().sealing.tag(&value);
    op.run(&Set { name: name.to_owned(), tag, value }).await?;
    find(op, name).await
}

#[derive(Serialize)]
struct Set {
    name: String,
    /// What tells this command from one with another value, to those who have the key alone.
    tag: Digest,
    #[serde(skip)]
    value: Secret,
}

impl Command for Set {
    const NAME: &'static str = "secret.set";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::SecretManage, None)?;
        let (org, by) = (op.org()?, op.by());
        let known: Vec<Stream<SecretRecord>> = tx.list(op.scope(), &Filter::default().eq("name", self.name.as_str())).await?;
        let mut secret = match known.into_iter().next() {
            Some(mut known) => {
                SecretRecord::set(&mut known, &by);
                known
            }
            None => SecretRecord::first(org, op.app().store.new_id(), &by, &self.name)?,
        };
        tx.save(&mut secret).await?;
        seal(op.app(), tx, org, NAMED, &self.name, &self.value).await
    }
}
