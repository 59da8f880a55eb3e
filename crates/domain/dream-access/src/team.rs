//! A team of people, and the roles on projects that all of them hold through it.

use crate::fold::not_first;
use crate::grants::{granting, revoking};
use crate::{AccessRefusal, Identity, Role, name::checked};
use dream_clock::Timestamp;
use dream_id::{OrgId, ProjectId, TeamId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happens to a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum TeamEvent {
    /// It was made.
    Created {
        /// Its name.
        name: String,
    },
    /// It has another name: gates ask teams by their names, so those that named it by the old one no longer do.
    Renamed {
        /// The new name.
        name: String,
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
}

impl EventData for TeamEvent {}

/// A team as it is now. Who is in it is a fact of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Its roles on projects.
    pub projects: BTreeMap<ProjectId, Role>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Aggregate for Team {
    type Id = TeamId;
    type Event = TeamEvent;
    const NOUN: &'static str = "team";

    fn create(_: TeamId, first: &Recorded<TeamEvent>) -> Result<Self, FoldError> {
        let TeamEvent::Created { name } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self { name: name.clone(), projects: BTreeMap::new(), created_at: first.at })
    }

    fn apply(&mut self, event: &Recorded<TeamEvent>) {
        match &event.event {
            TeamEvent::Created { name } | TeamEvent::Renamed { name } => self.name.clone_from(name),
            TeamEvent::ProjectRoleGranted { project, role } => {
                self.projects.insert(*project, *role);
            }
            TeamEvent::ProjectRoleRevoked { project } => {
                self.projects.remove(project);
            }
        }
    }
}

impl Team {
    /// Makes a team.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn form(org: OrgId, id: TeamId, by: &By, name: &str) -> Result<Stream<Self>, AccessRefusal> {
        Ok(Stream::create(org, id, by, TeamEvent::Created { name: checked(name)? })?)
    }

    /// Gives the team another name; the same name records nothing.
    ///
    /// # Errors
    /// [`AccessRefusal`] for a name that cannot be one.
    pub fn rename(stream: &mut Stream<Self>, by: &By, name: &str) -> Result<(), AccessRefusal> {
        let name = checked(name)?;
        if stream.name != name {
            stream.record(by, TeamEvent::Renamed { name });
        }
        Ok(())
    }

    /// Gives the team a role on a project, or changes it; the same role records nothing.
    ///
    /// # Errors
    /// [`AccessRefusal`]: a role above the granter's own is given or taken, or too many roles.
    pub fn grant_project_role(
        stream: &mut Stream<Self>,
        by: &By,
        granter: &Identity,
        project: ProjectId,
        role: Role,
    ) -> Result<(), AccessRefusal> {
        if granting(&stream.projects, granter, project, role)? {
            stream.record(by, TeamEvent::ProjectRoleGranted { project, role });
        }
        Ok(())
    }

    /// Takes the team's role on a project away.
    ///
    /// # Errors
    /// [`AccessRefusal`]: there is none, or it is above the granter's own.
    pub fn revoke_project_role(stream: &mut Stream<Self>, by: &By, granter: &Identity, project: ProjectId) -> Result<(), AccessRefusal> {
        revoking(&stream.projects, granter, project)?;
        stream.record(by, TeamEvent::ProjectRoleRevoked { project });
        Ok(())
    }
}
