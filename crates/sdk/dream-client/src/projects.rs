//! Projects.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{CreateProject, Page, Project};
use dream_id::ProjectId;

impl Client {
    /// Opens a project.
    pub async fn create_project(&self, body: &CreateProject) -> Result<Project, ClientError> {
        self.post(&["projects"], body).await
    }

    /// Lists projects, newest first.
    pub async fn projects(&self, page: &PageOf) -> Result<Page<Project>, ClientError> {
        self.org_get(Call::get(&["projects"]).page(page)).await
    }

    /// One project.
    pub async fn project(&self, project: ProjectId) -> Result<Project, ClientError> {
        self.org_get(Call::get(&["projects", &project.to_string()])).await
    }

    /// A project's brief.
    pub async fn project_brief(&self, project: ProjectId) -> Result<bytes::Bytes, ClientError> {
        self.download(Call::get(&["projects", &project.to_string(), "brief"])).await?.bytes().await
    }
}
