//! Projects.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{ChangeProject, CreateProject, Page, Project};
use dream_id::ProjectId;

/// Which projects to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProjectFilter {
    /// Those that are put away as well.
    pub archived: bool,
}

impl Client {
    /// Opens a project.
    pub async fn create_project(&self, body: &CreateProject) -> Result<Project, ClientError> {
        self.post(&["projects"], body).await
    }

    /// Lists projects, newest first.
    pub async fn projects(&self, filter: &ProjectFilter, page: &PageOf) -> Result<Page<Project>, ClientError> {
        self.org_get(Call::get(&["projects"]).query("archived", filter.archived.then_some(true)).page(page)).await
    }

    /// Renames a project, puts it away or takes it out again.
    pub async fn change_project(&self, project: ProjectId, body: &ChangeProject) -> Result<Project, ClientError> {
        self.post(&["projects", &project.to_string(), "change"], body).await
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
