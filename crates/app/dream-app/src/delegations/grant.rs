//! Letting somebody else decide for oneself.

use super::read;
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Delegation};
use dream_clock::Timestamp;
use dream_id::{DelegationId, PersonId, ProjectId};
use dream_ledger::Stream;
use dream_store::{Unit, people};
use serde::Serialize;

/// A delegation to give.
#[derive(Debug, Clone, Serialize)]
pub struct NewDelegation {
    /// Who may decide for the caller.
    pub to: PersonId,
    /// On which project; `None` for all.
    pub project: Option<ProjectId>,
    /// Until when.
    pub until: Timestamp,
}

/// Lets another member decide for the caller. What they may not do of their own role, the policy still refuses.
///
/// # Errors
/// `self_delegation`, `end_out_of_range`.
pub async fn grant(op: &Op, new: NewDelegation) -> Result<Stream<Delegation>, AppError> {
    let id = op.run(&new).await?;
    read::find(op, id).await
}

impl Command for NewDelegation {
    const NAME: &'static str = "delegation.grant";
    type Answer = DelegationId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DelegationId, AppError> {
        // Against a member who is being removed, whose delegations are revoked at the same time.
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::DelegationGrant, None)?;
        let org = op.org()?;
        people::member_of(tx, org, self.to).await?.ok_or_else(|| AppError::not_found("member", self.to))?;
        if let Some(project) = self.project {
            authority::known_project(&op, tx, project).await?;
            op.allow(Action::ProjectRead, Some(project))?;
        }
        let id = op.app().store.new_id();
        tx.save(&mut Delegation::grant(org, id, &op.by(), (op.person()?, self.to), self.project, self.until)?).await?;
        Ok(id)
    }
}
