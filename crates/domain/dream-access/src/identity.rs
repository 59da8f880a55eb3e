//! Who is calling, with all the authority they have: computed by the server from streams, never from a request's body.

use crate::grants::{at_organisation, at_project};
use crate::{AccessRefusal, Action, Member, Role, Scopes, Team, TokenScope};
use dream_id::{OrgId, PersonId, ProjectId, TeamId, TokenId};
use dream_ledger::{Actor, Credential};
use std::collections::{BTreeMap, BTreeSet};

/// A caller in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The organisation: a token belongs to one.
    pub org: OrgId,
    /// Who events name as their cause.
    pub actor: Actor,
    /// What the token may be used for.
    pub scopes: Scopes,
    /// The role at the organisation; `None` for a member through teams and projects alone.
    pub org_role: Option<Role>,
    /// The highest role at each project, own or through a team.
    pub project_roles: BTreeMap<ProjectId, Role>,
    /// The teams the person is in.
    pub teams: BTreeSet<TeamId>,
    /// What an agent may do beyond its roles because it was given just that: empty for everybody else. What is for people alone is not
    /// given to agents, whatever stands here.
    pub given: BTreeSet<Action>,
}

/// Which projects a list may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisibleProjects {
    /// All of the organisation.
    All,
    /// These alone.
    Only(BTreeSet<ProjectId>),
}

impl Identity {
    /// A person who presented a token or a session. `teams` are the organisation's teams; those the member is not in add nothing.
    /// A removed member has no role left.
    #[must_use]
    pub fn of_member<'a>(
        org: OrgId,
        via: impl Into<Credential>,
        scopes: Scopes,
        member: &Member,
        teams: impl IntoIterator<Item = (TeamId, &'a Team)>,
    ) -> Self {
        let actor = Actor::Person { id: member.person, via: via.into() };
        let mut identity =
            Self { org, actor, scopes, org_role: None, project_roles: BTreeMap::new(), teams: BTreeSet::new(), given: BTreeSet::new() };
        if member.removed {
            return identity;
        }
        identity.org_role = member.role;
        identity.add_roles(&member.projects);
        for (id, team) in teams {
            if member.teams.contains(&id) {
                identity.teams.insert(id);
                identity.add_roles(&team.projects);
            }
        }
        identity
    }

    /// The server's own part named `worker`, in the organisation it works for: an owner's authority, but no person, so
    /// that it decides at no gate.
    #[must_use]
    pub fn system(org: OrgId, worker: &str) -> Self {
        Self {
            org,
            actor: Actor::system(worker),
            scopes: TokenScope::all(),
            org_role: Some(Role::Owner),
            project_roles: BTreeMap::new(),
            teams: BTreeSet::new(),
            given: BTreeSet::new(),
        }
    }

    /// An agent: a contributor to `projects`, or to the whole organisation when it is held to none, who reads and writes and never
    /// decides a review; and `given` besides.
    #[must_use]
    pub fn of_agent(org: OrgId, name: &str, projects: &[ProjectId], given: BTreeSet<Action>) -> Self {
        let contributor = Role::Contributor;
        Self {
            org,
            actor: Actor::Agent { name: name.to_owned() },
            scopes: [TokenScope::Read, TokenScope::Write].into(),
            org_role: projects.is_empty().then_some(contributor),
            project_roles: projects.iter().map(|project| (*project, contributor)).collect(),
            teams: BTreeSet::new(),
            given,
        }
    }

    fn add_roles(&mut self, roles: &BTreeMap<ProjectId, Role>) {
        for (project, role) in roles {
            let held = self.project_roles.entry(*project).or_insert(*role);
            *held = (*held).max(*role);
        }
    }

    /// The role that counts: at `project` the highest of the organisation's and the project's, without one the
    /// organisation's.
    #[must_use]
    pub fn effective(&self, project: Option<ProjectId>) -> Option<Role> {
        let at_project = project.and_then(|project| self.project_roles.get(&project).copied());
        self.org_role.max(at_project)
    }

    /// Refuses unless every role of `other`, own or through a team, is one that this caller holds too: whoever lets somebody in as
    /// `other` could come in their stead.
    ///
    /// # Errors
    /// [`AccessRefusal::AboveOwnRole`].
    pub fn covers(&self, other: &Self) -> Result<(), AccessRefusal> {
        if let Some(role) = other.org_role {
            at_organisation(self, role)?;
        }
        other.project_roles.iter().try_for_each(|(project, role)| at_project(self, *project, *role))
    }

    /// The person, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.actor.person()
    }

    /// What was presented, if it is a person who calls.
    #[must_use]
    pub fn credential(&self) -> Option<Credential> {
        match &self.actor {
            Actor::Person { via, .. } => Some(*via),
            Actor::Agent { .. } | Actor::System { .. } => None,
        }
    }

    /// The token that was presented, if it was one.
    #[must_use]
    pub fn token(&self) -> Option<TokenId> {
        self.credential().and_then(Credential::token)
    }

    /// The projects that lists may show.
    #[must_use]
    pub fn visible_projects(&self) -> VisibleProjects {
        match self.org_role {
            Some(_) => VisibleProjects::All,
            None => VisibleProjects::Only(self.project_roles.keys().copied().collect()),
        }
    }
}

impl VisibleProjects {
    /// Whether `project` may be shown.
    #[must_use]
    pub fn contains(&self, project: ProjectId) -> bool {
        match self {
            Self::All => true,
            Self::Only(projects) => projects.contains(&project),
        }
    }
}
