//! A person's belonging to an organisation: roles there, on projects, and teams.

use crate::fold::not_first;
use crate::grants::{MAX_TEAMS, at_organisation, at_project, granting, revoking};
use crate::{AccessRefusal, Identity, Role, Team};
use dream_clock::Timestamp;
use dream_id::{MemberId, OrgId, PersonId, ProjectId, TeamId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What happens to a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum MemberEvent {
    /// The person joined.
    Joined {
        /// Who.
        person: PersonId,
        /// The role at the organisation; absent for a member through teams and projects alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
    },
    /// The role at the organisation changed.
    RoleChanged {
        /// The role from now on; absent for none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
    },
    /// A role on a project was given, or changed to this one.
    ProjectRoleGranted {
        /// The project.
        project: ProjectId,
        /// The role there from now on.
        role: Role,
    },
    /// The role on a project was taken away.
    ProjectRoleRevoked {
        /// The project.
        project: ProjectId,
    },
    /// The member joined a team.
    TeamJoined {
        /// The team.
        team: TeamId,
    },
    /// The member left a team.
    TeamLeft {
        /// The team.
        team: TeamId,
    },
    /// The member was removed: nothing of their authority is left.
    Removed {},
}

impl EventData for MemberEvent {}

/// A member as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The role at the organisation; `None` for a member through teams and projects alone.
    pub role: Option<Role>,
    /// The member's own roles on projects.
    pub projects: BTreeMap<ProjectId, Role>,
    /// The teams the member is in.
    pub teams: BTreeSet<TeamId>,
    /// Whether the member was removed.
    pub removed: bool,
    /// When the person joined.
    pub joined_at: Timestamp,
}

impl Aggregate for Member {
    type Id = MemberId;
    type Event = MemberEvent;
    const NOUN: &'static str = "member";

    fn create(_: MemberId, first: &Recorded<MemberEvent>) -> Result<Self, FoldError> {
        let MemberEvent::Joined { person, role } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self { person: *person, role: *role, projects: BTreeMap::new(), teams: BTreeSet::new(), removed: false, joined_at: first.at })
    }

    fn apply(&mut self, event: &Recorded<MemberEvent>) {
        match &event.event {
            MemberEvent::Joined { person, role } => {
                self.person = *person;
                self.role = *role;
            }
            MemberEvent::RoleChanged { role } => self.role = *role,
            MemberEvent::ProjectRoleGranted { project, role } => {
                self.projects.insert(*project, *role);
            }
            MemberEvent::ProjectRoleRevoked { project } => {
                self.projects.remove(project);
            }
            MemberEvent::TeamJoined { team } => {
                self.teams.insert(*team);
            }
            MemberEvent::TeamLeft { team } => {
                self.teams.remove(team);
            }
            MemberEvent::Removed {} => {
                self.removed = true;
                self.role = None;
                self.projects.clear();
                self.teams.clear();
            }
        }
    }
}

impl Member {
    /// Adds a person to an organisation, as `granter` decides.
    ///
    /// # Errors
    /// [`AccessRefusal::AboveOwnRole`] for a role above the granter's own.
    pub fn join(
        org: OrgId,
        id: MemberId,
        by: &By,
        granter: &Identity,
        person: PersonId,
        role: Option<Role>,
    ) -> Result<Stream<Self>, AccessRefusal> {
        if let Some(role) = role {
            at_organisation(granter, role)?;
        }
        Ok(Stream::create(org, id, by, MemberEvent::Joined { person, role })?)
    }

    /// Changes the role at the organisation; the same role records nothing. `other_owners` is how many members besides
    /// this one are owners, counted in the same transaction.
    ///
    /// # Errors
    /// [`AccessRefusal`]: a role above the granter's own is given or taken, the last owner would go, or the member is removed.
    pub fn change_role(
        stream: &mut Stream<Self>,
        by: &By,
        granter: &Identity,
        role: Option<Role>,
        other_owners: usize,
    ) -> Result<(), AccessRefusal> {
        stream.present()?;
        for touched in [stream.role, role].into_iter().flatten() {
            at_organisation(granter, touched)?;
        }
        if stream.role == role {
            return Ok(());
        }
        stream.not_last_owner(other_owners)?;
        stream.record(by, MemberEvent::RoleChanged { role });
        Ok(())
    }

    /// Gives a role on a project, or changes it; the same role records nothing.
    ///
    /// # Errors
    /// [`AccessRefusal`]: a role above the granter's own is given or taken, too many roles, or the member is removed.
    pub fn grant_project_role(
        stream: &mut Stream<Self>,
        by: &By,
        granter: &Identity,
        project: ProjectId,
        role: Role,
    ) -> Result<(), AccessRefusal> {
        stream.present()?;
        if granting(&stream.projects, granter, project, role)? {
            stream.record(by, MemberEvent::ProjectRoleGranted { project, role });
        }
        Ok(())
    }

    /// Takes the role on a project away.
    ///
    /// # Errors
    /// [`AccessRefusal`]: there is none, it is above the granter's own, or the member is removed.
    pub fn revoke_project_role(stream: &mut Stream<Self>, by: &By, granter: &Identity, project: ProjectId) -> Result<(), AccessRefusal> {
        stream.present()?;
        revoking(&stream.projects, granter, project)?;
        stream.record(by, MemberEvent::ProjectRoleRevoked { project });
        Ok(())
    }

    /// Puts the member into a team; one who is in it already stays. The team's roles are thereby given to the member, so
    /// the granter must hold each of them.
    ///
    /// # Errors
    /// [`AccessRefusal`]: the team holds a role above the granter's own, too many teams, or the member is removed.
    pub fn join_team(stream: &mut Stream<Self>, by: &By, granter: &Identity, team: &Stream<Team>) -> Result<(), AccessRefusal> {
        stream.present()?;
        for (project, role) in &team.projects {
            at_project(granter, *project, *role)?;
        }
        if stream.teams.contains(&team.id()) {
            return Ok(());
        }
        if stream.teams.len() >= MAX_TEAMS {
            return Err(AccessRefusal::TooMany { what: "teams of a member", limit: MAX_TEAMS });
        }
        stream.record(by, MemberEvent::TeamJoined { team: team.id() });
        Ok(())
    }

    /// Takes the member out of a team.
    ///
    /// # Errors
    /// [`AccessRefusal::NotInTeam`], or the member is removed.
    pub fn leave_team(stream: &mut Stream<Self>, by: &By, team: TeamId) -> Result<(), AccessRefusal> {
        stream.present()?;
        if !stream.teams.contains(&team) {
            return Err(AccessRefusal::NotInTeam { team });
        }
        stream.record(by, MemberEvent::TeamLeft { team });
        Ok(())
    }

    /// Removes the member with all their authority. `other_owners` is how many members besides this one are owners,
    /// counted in the same transaction.
    ///
    /// # Errors
    /// [`AccessRefusal`]: the last owner would go, the member's role is above the granter's own, or is removed already.
    pub fn remove(stream: &mut Stream<Self>, by: &By, granter: &Identity, other_owners: usize) -> Result<(), AccessRefusal> {
        stream.present()?;
        if let Some(role) = stream.role {
            at_organisation(granter, role)?;
        }
        stream.not_last_owner(other_owners)?;
        stream.record(by, MemberEvent::Removed {});
        Ok(())
    }

    fn present(&self) -> Result<(), AccessRefusal> {
        if self.removed { Err(AccessRefusal::MemberRemoved) } else { Ok(()) }
    }

    fn not_last_owner(&self, other_owners: usize) -> Result<(), AccessRefusal> {
        if self.role == Some(Role::Owner) && other_owners == 0 { Err(AccessRefusal::LastOwner) } else { Ok(()) }
    }
}
