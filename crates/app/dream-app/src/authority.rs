//! The caller's authority inside a unit of work, read anew: what was taken away since the call was authenticated no longer counts.

use crate::{AppError, Kind, Op};
use dream_access::{Org, Token};
use dream_govern::Project;
use dream_id::ProjectId;
use dream_store::{Unit, people};

/// `op` with the identity that the streams give its token now.
///
/// # Errors
/// `people_only` for a worker; `token_revoked`, `token_expired`, `not_a_member` for somebody who may no longer call at all.
pub(crate) async fn renewed(op: &Op, tx: &mut Unit) -> Result<Op, AppError> {
    let refuse = |code, why: &str| AppError::new(Kind::Unauthenticated, code, why);
    let unknown = || refuse("invalid_token", "nobody here knows this token; sign in again, or ask for a new one");
    let token = op.identity()?.token().ok_or_else(unknown)?;
    let token = tx.find::<Token>(op.scope(), token).await?.ok_or_else(unknown)?;
    token.usable(op.app().now())?;
    let left = || refuse("not_a_member", "the person of this token no longer belongs to the organisation");
    let identity = people::identity_of(tx, &token).await?.ok_or_else(left)?;
    Ok(Op::of_person(op.app().clone(), identity))
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
