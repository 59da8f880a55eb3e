//! The git repository that a project's work begins from.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A git repository on the server's machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProjectRepository {
    /// Its folder, as a path from the root of the server's machine.
    pub path: String,
    /// The branch whose newest commit every piece of work begins from.
    pub branch: String,
}

/// Has the work of a project begin from a git repository on the server's machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRepository {
    /// Its folder, as a path from the root, below one of those that the server's operator allows.
    #[schema(min_length = 1)]
    pub path: String,
    /// The branch that work begins from; the one that is checked out there when left out.
    #[serde(default)]
    pub branch: Option<String>,
}
