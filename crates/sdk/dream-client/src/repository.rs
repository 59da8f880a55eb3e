//! The git repository of a project.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{Project, SetRepository};
use dream_id::ProjectId;
use reqwest::Method;

impl Client {
    /// Has the work of a project begin from a git repository on the server's machine.
    pub async fn set_repository(&self, project: ProjectId, body: &SetRepository) -> Result<Project, ClientError> {
        self.command(Call::new(Method::PUT, &["projects", &project.to_string(), "repository"]), body).await
    }

    /// Has the work of a project begin from no repository.
    pub async fn clear_repository(&self, project: ProjectId) -> Result<Project, ClientError> {
        self.post(&["projects", &project.to_string(), "repository", "remove"], &serde_json::json!({})).await
    }
}
