//! People and what lets them act: members, teams, tokens, delegations.

use dream_access::{Delegation as Given, Token as Held};
use dream_api::{Delegation, Member, ProjectRole, Role, Team, Token, TokenScope};
use dream_app::members::MemberView;
use dream_app::teams::TeamView;
use dream_clock::Timestamp;
use dream_id::ProjectId;
use dream_ledger::Stream;
use std::collections::BTreeMap;

/// A role as it goes over the wire.
pub(crate) fn wire_role(role: dream_access::Role) -> Role {
    match role {
        dream_access::Role::Owner => Role::Owner,
        dream_access::Role::Maintainer => Role::Maintainer,
        dream_access::Role::Reviewer => Role::Reviewer,
        dream_access::Role::Contributor => Role::Contributor,
        dream_access::Role::Viewer => Role::Viewer,
    }
}

/// A role that a caller names; `None` for a word that this server does not know.
pub(crate) fn role(role: Role) -> Option<dream_access::Role> {
    role.as_str().parse().ok()
}

/// A scope as it goes over the wire.
pub(crate) fn scope(scope: dream_access::TokenScope) -> TokenScope {
    match scope {
        dream_access::TokenScope::Read => TokenScope::Read,
        dream_access::TokenScope::Write => TokenScope::Write,
        dream_access::TokenScope::Review => TokenScope::Review,
        dream_access::TokenScope::Admin => TokenScope::Admin,
    }
}

/// A scope that a caller names; `None` for a word that this server does not know.
pub(crate) fn scope_of(scope: TokenScope) -> Option<dream_access::TokenScope> {
    scope.as_str().parse().ok()
}

/// Roles on projects.
pub(crate) fn project_roles(roles: &BTreeMap<ProjectId, dream_access::Role>) -> Vec<ProjectRole> {
    roles.iter().map(|(project, role)| ProjectRole { project: *project, role: wire_role(*role) }).collect()
}

/// A member; `removed_at` is known from the ledger.
pub(crate) fn member(view: &MemberView, removed_at: Option<Timestamp>) -> Member {
    let member = &view.member;
    Member {
        id: member.id(),
        person: member.person,
        name: view.name.clone(),
        role: member.role.map(wire_role),
        project_roles: project_roles(&member.projects),
        teams: member.teams.iter().copied().collect(),
        joined_at: member.joined_at,
        removed_at: removed_at.filter(|_| member.removed),
    }
}

/// A team.
pub(crate) fn team(view: &TeamView) -> Team {
    let team = &view.team;
    Team { id: team.id(), name: team.name.clone(), project_roles: project_roles(&team.projects), members: view.members.clone() }
}

/// A token; its text is nowhere.
pub(crate) fn token(token: &Stream<Held>) -> Token {
    Token {
        id: token.id(),
        name: token.name.clone(),
        person: token.person,
        scopes: token.scopes.iter().copied().map(scope).collect(),
        created_at: token.minted_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
    }
}

/// A delegation.
pub(crate) fn delegation(given: &Stream<Given>) -> Delegation {
    Delegation { id: given.id(), from: given.from, to: given.to, project: given.project, until: given.until, revoked_at: given.revoked_at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_scopes_go_both_ways() {
        for known in dream_access::Role::ALL {
            assert_eq!(role(wire_role(known)), Some(known));
        }
        for known in dream_access::TokenScope::ALL {
            assert_eq!(scope_of(scope(known)), Some(known));
        }
        assert_eq!((role(Role::Unknown), scope_of(TokenScope::Unknown)), (None, None));
    }
}
