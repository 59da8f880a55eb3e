//! Queries about people: who a token belongs to, with which roles, and who may vote.

use crate::{Filter, Query, StoreError, noun};
use dream_access::{Delegation, Identity, Member, Team, Token};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, ProjectId, Scope, SystemKey, TeamId};
use dream_ledger::{Digest, Stream};

/// The token whose text has this digest, whatever its organisation: the organisation is what the caller wants to know.
pub async fn token_by_digest<Q: Query>(q: &mut Q, key: SystemKey, digest: Digest) -> Result<Option<Stream<Token>>, StoreError> {
    let found = noun::list::<Token, Q>(q, Scope::System(key), &Filter::default().eq("digest", digest.to_string())).await?;
    Ok(found.into_iter().next())
}

/// The membership of `person`, unless they were removed.
pub async fn member_of<Q: Query>(q: &mut Q, org: OrgId, person: PersonId) -> Result<Option<Stream<Member>>, StoreError> {
    let filter = Filter::default().eq("person", person.to_string()).eq("removed", false);
    Ok(noun::list::<Member, Q>(q, Scope::Org(org), &filter).await?.into_iter().next())
}

/// Everybody who belongs to the organisation now.
pub async fn members<Q: Query>(q: &mut Q, org: OrgId) -> Result<Vec<Stream<Member>>, StoreError> {
    noun::list(q, Scope::Org(org), &Filter::default().eq("removed", false)).await
}

/// The organisation's teams.
pub async fn teams<Q: Query>(q: &mut Q, org: OrgId) -> Result<Vec<(TeamId, Team)>, StoreError> {
    let teams: Vec<Stream<Team>> = noun::list(q, Scope::Org(org), &Filter::default()).await?;
    Ok(teams.into_iter().map(|team| (team.id(), team.state().clone())).collect())
}

/// Who a token stands for, with all roles as they are now; `None` when the person no longer belongs to the organisation.
pub async fn identity_of<Q: Query>(q: &mut Q, token: &Stream<Token>) -> Result<Option<Identity>, StoreError> {
    let Some(member) = member_of(q, token.org(), token.person).await? else { return Ok(None) };
    let teams = if member.teams.is_empty() { Vec::new() } else { teams(q, token.org()).await? };
    let teams = teams.iter().map(|(id, team)| (*id, team));
    Ok(Some(Identity::of_member(token.org(), token.id(), token.scopes.clone(), &member, teams)))
}

/// The delegations that hold at `now` on `project`.
pub async fn delegations<Q: Query>(
    q: &mut Q,
    org: OrgId,
    project: ProjectId,
    now: Timestamp,
) -> Result<Vec<Stream<Delegation>>, StoreError> {
    let all: Vec<Stream<Delegation>> = noun::list(q, Scope::Org(org), &Filter::default()).await?;
    Ok(all.into_iter().filter(|delegation| delegation.valid(now, project)).collect())
}
