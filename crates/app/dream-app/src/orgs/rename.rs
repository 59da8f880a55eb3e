//! Renaming the organisation.

use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Org};
use dream_ledger::Stream;
use dream_store::Unit;
use serde::Serialize;

/// Gives the organisation another name.
///
/// # Errors
/// `name_invalid`.
pub async fn rename(op: &Op, name: String) -> Result<Stream<Org>, AppError> {
    op.run(&Rename { name }).await?;
    super::read::find(op).await
}

#[derive(Serialize)]
struct Rename {
    name: String,
}

impl Command for Rename {
    const NAME: &'static str = "org.rename";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::renewed(op, tx).await?;
        op.allow(Action::OrgRename, None)?;
        let id = op.org()?;
        let mut org = tx.lock::<Org>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("organisation", id))?;
        Org::rename(&mut org, &op.by(), &self.name)?;
        tx.save(&mut org).await?;
        Ok(())
    }
}
