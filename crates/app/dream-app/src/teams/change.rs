//! Changing a team's name, and the roles that it gives its people on projects.

use super::{TeamView, check_free, locked, read};
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Role, Team};
use dream_id::{ProjectId, TeamId};
use dream_store::Unit;
use serde::Serialize;

/// What is to change; all of it happens, or nothing.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TeamChange {
    /// The new name, if it gets one.
    pub name: Option<String>,
    /// Roles on projects to give, or to change to these.
    pub grant: Vec<(ProjectId, Role)>,
    /// Projects on which to take the team's role away.
    pub revoke: Vec<ProjectId>,
}

/// Changes a team's name, and its roles on projects up to the caller's own.
///
/// # Errors
/// `name_invalid`, `name_taken`, `above_own_role`, `no_project_role`, `too_many`; `nothing_to_change` when nothing is asked for.
pub async fn change(op: &Op, team: TeamId, change: TeamChange) -> Result<TeamView, AppError> {
    if change.name.is_none() && change.grant.is_empty() && change.revoke.is_empty() {
        let message = "nothing is to change; give a new name, a project to grant or a project to revoke";
        return Err(AppError::invalid("nothing_to_change", message));
    }
    op.run(&Change { team, change }).await?;
    read::view(op, team).await
}

#[derive(Serialize)]
struct Change {
    team: TeamId,
    change: TeamChange,
}

impl Command for Change {
    const NAME: &'static str = "team.change";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::TeamManage, None)?;
        let mut team = locked(&op, tx, self.team).await?;
        let (by, granter) = (op.by(), op.identity()?);
        if let Some(name) = &self.change.name {
            Team::rename(&mut team, &by, name)?;
            check_free(&op, tx, &team).await?;
        }
        for (project, role) in &self.change.grant {
            authority::known_project(&op, tx, *project).await?;
            Team::grant_project_role(&mut team, &by, granter, *project, *role)?;
        }
        for project in &self.change.revoke {
            authority::known_project(&op, tx, *project).await?;
            Team::revoke_project_role(&mut team, &by, granter, *project)?;
        }
        tx.save(&mut team).await?;
        Ok(())
    }
}
