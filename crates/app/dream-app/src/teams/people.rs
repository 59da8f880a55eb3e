//! Who is in a team.

use super::{TeamView, locked, read};
use crate::{AppError, Command, Op, authority, members};
use dream_access::{Action, Member};
use dream_id::{MemberId, TeamId};
use dream_store::Unit;
use serde::Serialize;

/// Puts a member into a team, and with it gives them the team's roles, up to the caller's own.
///
/// # Errors
/// `above_own_role`, `member_removed`, `too_many`.
pub async fn add_member(op: &Op, team: TeamId, member: MemberId) -> Result<TeamView, AppError> {
    op.run(&AddMember { team, member }).await?;
    read::view(op, team).await
}

/// Takes a member out of a team.
///
/// # Errors
/// `not_in_team`, `member_removed`.
pub async fn remove_member(op: &Op, team: TeamId, member: MemberId) -> Result<TeamView, AppError> {
    op.run(&RemoveMember { team, member }).await?;
    read::view(op, team).await
}

#[derive(Serialize)]
struct AddMember {
    team: TeamId,
    member: MemberId,
}

impl Command for AddMember {
    const NAME: &'static str = "team.add_member";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::TeamManage, None)?;
        let team = locked(&op, tx, self.team).await?;
        let mut member = members::locked(&op, tx, self.member).await?;
        Member::join_team(&mut member, &op.by(), op.identity()?, &team)?;
        tx.save(&mut member).await?;
        Ok(())
    }
}

#[derive(Serialize)]
struct RemoveMember {
    team: TeamId,
    member: MemberId,
}

impl Command for RemoveMember {
    const NAME: &'static str = "team.remove_member";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let op = authority::exclusive(op, tx).await?;
        op.allow(Action::TeamManage, None)?;
        let team = locked(&op, tx, self.team).await?;
        let mut member = members::locked(&op, tx, self.member).await?;
        Member::leave_team(&mut member, &op.by(), team.id())?;
        tx.save(&mut member).await?;
        Ok(())
    }
}
