//! What people may do now, gathered for a decision on a review.

use crate::AppError;
use dream_access::{Identity, Member, Role, TokenScope};
use dream_govern::{AccessRole, Voter, Voters};
use dream_id::{OrgId, PersonId, ProjectId, TokenId, TypedId};
use dream_ledger::Stream;
use dream_store::{Query, people};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody of the organisation, as they are at this moment with regard to `project`.
pub(crate) async fn gather<Q: Query>(q: &mut Q, org: OrgId, project: ProjectId, now: dream_clock::Timestamp) -> Result<Voters, AppError> {
    let members = people::members(q, org).await?;
    let teams = people::teams(q, org).await?;
    let names: BTreeMap<_, _> = teams.iter().map(|(id, team)| (*id, team.name.clone())).collect();
    let mut decides_for: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
    for delegation in people::delegations(q, org, project, now).await? {
        decides_for.entry(delegation.to).or_default().insert(delegation.from);
    }
    let mut voters = Voters::new();
    for member in &members {
        let identity = identity(org, member, &teams);
        let named = identity.teams.iter().flat_map(|team| [Some(team.to_string()), names.get(team).cloned()]);
        let voter = Voter {
            human: true,
            active: true,
            role: identity.effective(Some(project)).map(role),
            teams: named.flatten().collect(),
            decides_for: decides_for.remove(&member.person).unwrap_or_default(),
        };
        voters = voters.with(member.person, voter);
    }
    Ok(voters)
}

/// The member's standing with all scopes: a vote that was cast keeps counting whatever token its person holds now.
pub(crate) fn identity(org: OrgId, member: &Stream<Member>, teams: &[(dream_id::TeamId, dream_access::Team)]) -> Identity {
    let no_token = TokenId::from_parts(0, [0; 10]);
    Identity::of_member(org, no_token, TokenScope::all(), member, teams.iter().map(|(id, team)| (*id, team)))
}

/// The same role in the words of templates.
pub(crate) fn role(role: Role) -> AccessRole {
    match role {
        Role::Owner => AccessRole::Owner,
        Role::Maintainer => AccessRole::Maintainer,
        Role::Reviewer => AccessRole::Reviewer,
        Role::Contributor => AccessRole::Contributor,
        Role::Viewer => AccessRole::Viewer,
    }
}
