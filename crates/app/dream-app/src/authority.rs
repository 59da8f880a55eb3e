//! The caller's authority inside a unit of work, read anew: what was taken away since the call was authenticated no longer counts.

use crate::{AppError, Kind, Op, agents, orgs};
use dream_access::Org;
use dream_govern::Project;
use dream_id::ProjectId;
use dream_store::{
    Unit,
    authority::{Named, Presented},
};

/// `op` with the identity that the streams give its token, its session or the agent now.
///
/// # Errors
/// `people_only` for a worker; `organisation_suspended`; `token_revoked`, `session_ended`, `not_a_member`, `agent_stopped`, `swarm_stopped` and their like for
/// somebody who may no longer call at all.
pub(crate) async fn renewed(op: &Op, tx: &mut Unit) -> Result<Op, AppError> {
    orgs::check_going(op.app(), tx, op.org()?).await?;
    if let Some(agent) = op.agent() {
        return agents::renewed(op, tx, agent).await;
    }
    let refuse = |code, why: &str| AppError::new(Kind::Unauthenticated, code, why);
    let unknown = || refuse("invalid_token", "nobody here knows this token or session; sign in again, or ask for a new one");
    let credential = op.identity()?.credential().ok_or_else(unknown)?;
    let found = op.app().authorities().find(tx, Named::Id(op.scope(), credential)).await?.ok_or_else(unknown)?;
    let now = op.app().now();
    match &found.presented {
        Presented::Token(token) => token.usable(now)?,
        // The call that is being carried out is a use of it.
        Presented::Session(session) => session.usable(Some(now), now)?,
        Presented::DiscordLink(link) => link.usable(now)?,
    }
    let left = || refuse("not_a_member", "the person who calls no longer belongs to the organisation");
    let identity = found.identity.as_ref().ok_or_else(left)?;
    Ok(Op::of_person(op.app().clone(), identity.clone()))
}

/// As [`renewed`], with everything locked that depends on who belongs to the organisation: two such commands of one organisation
/// happen one after the other, so that each sees the members, teams and owners that the other left.
pub(crate) async fn exclusive(op: &Op, tx: &mut Unit) -> Result<Op, AppError> {
    let org = op.org()?;
    tx.lock::<Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
    renewed(op, tx).await
}

/// Refuses a project that the organisation does not have.
pub(crate) async fn known_project(op: &Op, tx: &mut Unit, project: ProjectId) -> Result<(), AppError> {
    let found = tx.find::<Project>(op.scope(), project).await?;
    found.map(drop).ok_or_else(|| AppError::not_found("project", project))
}
