//! Making a team.

use super::{TeamView, check_free, read};
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Team};
use dream_id::TeamId;
use dream_store::Unit;
use serde::Serialize;

/// Makes a team without people or roles.
///
/// # Errors
/// `name_invalid`, `name_taken`.
pub async fn create(op: &Op, name: String) -> Result<TeamView, AppError> {
    let id = op.run(&Create { name }).await?;
    read::view(op, id).await
}

#[derive(Serialize)]
struct Create {
    name: String,
}

impl Command for Create {
    const NAME: &'static str = "team.create";
    type Answer = TeamId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<TeamId, AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::TeamManage, None)?;
        let id = op.app().store.new_id();
        let mut team = Team::form(op.org()?, id, &op.by(), &self.name)?;
        check_free(&op, tx, &team).await?;
        tx.save(&mut team).await?;
        Ok(id)
    }
}
