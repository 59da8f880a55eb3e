//! Questions about teams.

use crate::{AppError, Op};
use dream_access::{Action, Team};
use dream_id::{Cursor, Limit, MemberId, Page, TeamId};
use dream_ledger::Stream;
use dream_store::{Filter, people};

/// A team, with its people.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamView {
    /// The team.
    pub team: Stream<Team>,
    /// The members who are in it.
    pub members: Vec<MemberId>,
}

/// The team `id`.
pub async fn show(op: &Op, id: TeamId) -> Result<TeamView, AppError> {
    op.allow(Action::TeamRead, None)?;
    view(op, id).await
}

/// A page of the organisation's teams, newest first.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<TeamView>, AppError> {
    op.allow(Action::TeamRead, None)?;
    let mut reader = op.read().await?;
    let page = reader.page::<Team>(op.scope(), Filter::default(), cursor, limit).await?;
    let everybody = people::members(&mut reader, op.org()?).await?;
    let within = |team: TeamId| everybody.iter().filter(move |member| member.teams.contains(&team)).map(Stream::id).collect();
    Ok(page.map(|team| TeamView { members: within(team.id()), team }))
}

pub(super) async fn view(op: &Op, id: TeamId) -> Result<TeamView, AppError> {
    let mut reader = op.read().await?;
    let team = reader.find::<Team>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("team", id))?;
    let everybody = people::members(&mut reader, op.org()?).await?;
    let members = everybody.iter().filter(|member| member.teams.contains(&id)).map(Stream::id).collect();
    Ok(TeamView { team, members })
}
