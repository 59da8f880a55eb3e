//! Whose channels: each organisation has its own, and so has each of its projects.

use dream_id::{OrgId, ProjectId};
use serde::{Deserialize, Serialize};

/// The tenant that a channel, message or consumer lives in. Nothing passes from one space to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Space {
    /// The organisation.
    pub org: OrgId,
    /// The project; `None` for what belongs to the organisation as a whole.
    pub project: Option<ProjectId>,
}

impl Space {
    /// The organisation's own.
    #[must_use]
    pub const fn org(org: OrgId) -> Self {
        Self { org, project: None }
    }

    /// A project's.
    #[must_use]
    pub const fn project(org: OrgId, project: ProjectId) -> Self {
        Self { org, project: Some(project) }
    }
}
