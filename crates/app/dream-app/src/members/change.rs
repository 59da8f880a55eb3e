//! Changing what a member may do: the role at the organisation, and roles on projects.

use super::{MemberView, locked, other_owners, read};
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Member, Role};
use dream_id::{MemberId, ProjectId};
use dream_store::Unit;
use serde::Serialize;

/// What is to change; all of it happens, or nothing.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MemberChange {
    /// The role at the organisation.
    pub role: RoleChange,
    /// Roles on projects to give, or to change to these.
    pub grant: Vec<(ProjectId, Role)>,
    /// Projects on which to take the member's own role away.
    pub revoke: Vec<ProjectId>,
}

/// What becomes of a role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleChange {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this one; `None` for no role.
    To(Option<Role>),
}

/// Changes a member's roles, up to the caller's own.
///
/// # Errors
/// `above_own_role`, `last_owner`, `member_removed`, `no_project_role`, `too_many`; `nothing_to_change` when nothing is asked for.
pub async fn change(op: &Op, member: MemberId, change: MemberChange) -> Result<MemberView, AppError> {
    if change.role == RoleChange::Keep && change.grant.is_empty() && change.revoke.is_empty() {
        return Err(AppError::invalid("nothing_to_change", "no role is to change; name a role, a project to grant or a project to revoke"));
    }
    op.run(&Change { member, change }).await?;
    read::view(op, member).await
}

#[derive(Serialize)]
struct Change {
    member: MemberId,
    change: MemberChange,
}

impl Command for Change {
    const NAME: &'static str = "member.change";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::exclusive(op, tx).await?;
        self.authorise(&op, tx).await?;
        let mut member = locked(&op, tx, self.member).await?;
        let (by, granter) = (op.by(), op.identity()?);
        if let RoleChange::To(role) = self.change.role {
            let others = other_owners(&op, tx, self.member).await?;
            Member::change_role(&mut member, &by, granter, role, others)?;
        }
        for (project, role) in &self.change.grant {
            Member::grant_project_role(&mut member, &by, granter, *project, *role)?;
        }
        for project in &self.change.revoke {
            Member::revoke_project_role(&mut member, &by, granter, *project)?;
        }
        tx.save(&mut member).await?;
        Ok(())
    }
}

impl Change {
    async fn authorise(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        if self.change.role != RoleChange::Keep {
            op.allow(Action::MemberManage, None)?;
        }
        let granted = self.change.grant.iter().map(|(project, _)| *project);
        for project in granted.chain(self.change.revoke.iter().copied()) {
            op.allow(Action::ProjectGrant, Some(project))?;
            authority::known_project(op, tx, project).await?;
        }
        Ok(())
    }
}
