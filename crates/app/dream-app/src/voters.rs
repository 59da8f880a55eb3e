//! What people may do now, gathered for a decision on a review.

use crate::AppError;
use dream_access::{Identity, Member, Role, Team, TokenScope};
use dream_govern::{AccessRole, Voter, Voters};
use dream_id::{OrgId, PersonId, ProjectId, TeamId, TokenId, TypedId};
use dream_ledger::Stream;
use dream_store::{Query, people};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody of the organisation, as they are at this moment with regard to `project`.
pub(crate) async fn gather<Q: Query>(q: &mut Q, org: OrgId, project: ProjectId, now: dream_clock::Timestamp) -> Result<Voters, AppError> {
    let members = people::members(q, org).await?;
    let teams = people::teams(q, org).await?;
    let mut decides_for: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
    for delegation in people::delegations(q, org, project, now).await? {
        decides_for.entry(delegation.to).or_default().insert(delegation.from);
    }
    let mut voters = Voters::new();
    for member in &members {
        let decides_for = decides_for.remove(&member.person).unwrap_or_default();
        let voter = voter(&identity(org, member, &teams), Some(project), &teams);
        voters = voters.with(member.person, Voter { decides_for, ..voter });
    }
    Ok(voters)
}

/// Everybody of the organisation as they are on a project where nobody has a role of its own, and on each where somebody has. Delegations are
/// left out: they make nobody an approver who was none.
pub(crate) async fn everywhere<Q: Query>(q: &mut Q, org: OrgId) -> Result<Vec<Voters>, AppError> {
    let members = people::members(q, org).await?;
    let teams = people::teams(q, org).await?;
    let known: Vec<_> = members.iter().map(|member| (member.person, identity(org, member, &teams))).collect();
    let with_roles = known.iter().flat_map(|(_, identity)| identity.project_roles.keys().copied().map(Some));
    let projects: BTreeSet<Option<ProjectId>> = std::iter::once(None).chain(with_roles).collect();
    let on = |project| known.iter().fold(Voters::new(), |all, (person, identity)| all.with(*person, voter(identity, project, &teams)));
    Ok(projects.into_iter().map(on).collect())
}

fn voter(identity: &Identity, project: Option<ProjectId>, teams: &[(TeamId, Team)]) -> Voter {
    let named = teams.iter().filter(|(id, _)| identity.teams.contains(id)).flat_map(|(id, team)| [id.to_string(), team.name.clone()]);
    let role = identity.effective(project).map(role);
    Voter { human: true, active: true, role, teams: named.collect(), decides_for: BTreeSet::new() }
}

/// The member's standing with all scopes: a vote that was cast keeps counting whatever token its person holds now.
pub(crate) fn identity(org: OrgId, member: &Stream<Member>, teams: &[(TeamId, Team)]) -> Identity {
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
