//! Teams.

use crate::{ProjectRole, schema};
use dream_id::{MemberId, ProjectId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Team {
    /// Its id.
    #[schema(value_type = schema::TeamId)]
    pub id: TeamId,
    /// What people call it.
    pub name: String,
    /// The roles its people have on projects.
    pub project_roles: Vec<ProjectRole>,
    /// Its people.
    #[schema(value_type = Vec<schema::MemberId>)]
    pub members: Vec<MemberId>,
}

/// Makes a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTeam {
    /// What people will call it: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

/// Puts a member into a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTeamMember {
    /// The member.
    #[schema(value_type = schema::MemberId)]
    pub member: MemberId,
}

/// Changes a team. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeTeam {
    /// The new name: gates that ask for the team by its old one no longer do.
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Roles on projects to grant to its people.
    pub grant: Vec<ProjectRole>,
    /// Projects on which to take the team's role away.
    #[schema(value_type = Vec<schema::ProjectId>)]
    pub revoke: Vec<ProjectId>,
}
