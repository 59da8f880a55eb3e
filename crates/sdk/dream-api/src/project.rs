//! Projects: a brief and its runs.

use crate::{Digest, ProjectRepository, schema};
use dream_clock::Timestamp;
use dream_id::{PersonId, ProjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Project {
    /// Its id.
    #[schema(value_type = schema::ProjectId)]
    pub id: ProjectId,
    /// What people call it.
    pub name: String,
    /// The template its runs follow unless they say otherwise.
    pub template: String,
    /// The digest of its brief; `GET …/projects/{project}/brief` gives the text.
    #[schema(value_type = schema::Sha256)]
    pub brief_digest: Digest,
    /// The length of the brief in bytes.
    pub brief_bytes: u64,
    /// Whether it is put away: no run starts in it.
    pub archived: bool,
    /// When it was opened.
    #[schema(value_type = schema::Time)]
    pub created_at: Timestamp,
    /// Who opened it.
    #[schema(value_type = Option<schema::PersonId>)]
    pub created_by: Option<PersonId>,
    /// The git repository that its work begins from, if there is one.
    pub repository: Option<ProjectRepository>,
}

/// Opens a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateProject {
    /// What people will call it: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The brief, as Markdown: not empty, at most 1 MiB.
    #[schema(min_length = 1)]
    pub brief: String,
    /// The template of its runs.
    #[serde(default = "software_delivery")]
    #[schema(default = "software-delivery")]
    pub template: String,
}

fn software_delivery() -> String {
    "software-delivery".to_owned()
}

/// Changes a project. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeProject {
    /// The new name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Whether it is put away: no run starts in it then, and those under way go on.
    pub archived: Option<bool>,
}
