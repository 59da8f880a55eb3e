//! Teams.

use crate::{ProjectRole, schema};
use dream_id::{MemberId, TeamId};
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
