//! Members: people of an organisation and their roles.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{MemberId, PersonId, ProjectId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// The membership's id.
    #[schema(value_type = schema::MemberId)]
    pub id: MemberId,
    /// The person.
    #[schema(value_type = schema::PersonId)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role in the organisation; `null` for a member through teams and projects alone.
    pub role: Option<Role>,
    /// Roles on single projects.
    pub project_roles: Vec<ProjectRole>,
    /// Their teams.
    #[schema(value_type = Vec<schema::TeamId>)]
    pub teams: Vec<TeamId>,
    /// When they joined.
    #[schema(value_type = schema::Time)]
    pub joined_at: Timestamp,
    /// When they left.
    #[schema(value_type = Option<schema::Time>)]
    pub removed_at: Option<Timestamp>,
}

crate::status::words! {
    /// What somebody may do; each role may do all that those below it may.
    Role {
        /// Everything.
        Owner = "owner",
        /// Projects, templates, members.
        Maintainer = "maintainer",
        /// Decide reviews.
        Reviewer = "reviewer",
        /// Start and steer runs.
        Contributor = "contributor",
        /// Read.
        Viewer = "viewer",
    }
}

/// A role on one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectRole {
    /// The project.
    #[schema(value_type = schema::ProjectId)]
    pub project: ProjectId,
    /// The role.
    pub role: Role,
}

/// Adds a person to the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddMember {
    /// The name of somebody new: 1 to 100 characters. Either this or `person`.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Somebody whom the organisation knows, such as a member who left.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    pub person: Option<PersonId>,
    /// Their role in the organisation; none when left out.
    #[serde(default)]
    pub role: Option<Role>,
}

/// Changes what a member may do. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeMember {
    /// The role in the organisation.
    pub role: Option<Role>,
    /// Roles on projects to grant.
    pub grant: Vec<ProjectRole>,
    /// Projects on which to take the member's own role away.
    #[schema(value_type = Vec<schema::ProjectId>)]
    pub revoke: Vec<ProjectId>,
}
