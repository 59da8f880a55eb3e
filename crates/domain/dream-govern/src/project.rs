//! A project: a name, a brief, the template that its runs follow, and the repository that work begins from.

use crate::{ProjectRepository, fold::cannot_begin};
use dream_clock::Timestamp;
use dream_id::{PersonId, ProjectId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// A project as folded from its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its name: 1 to 100 characters.
    pub name: String,
    /// The body that holds its brief.
    pub brief: Digest,
    /// The brief's size in bytes.
    pub brief_bytes: u64,
    /// The name of the template that its runs follow.
    pub template: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// The person who created it; `None` when it was the server itself.
    #[serde(default)]
    pub created_by: Option<PersonId>,
    /// Whether it is put away; no run starts then.
    pub archived: bool,
    /// The git repository that its work begins from; `None` where there is none.
    #[serde(default)]
    pub repository: Option<ProjectRepository>,
}

/// What can happen to a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum ProjectEvent {
    /// It was opened.
    Created {
        /// Its name.
        name: String,
        /// The body that holds its brief.
        brief: Digest,
        /// The brief's size in bytes.
        brief_bytes: u64,
        /// The name of its template.
        template: String,
    },
    /// It has another name.
    Renamed {
        /// The new name.
        name: String,
    },
    /// It was put away: no run starts in it.
    Archived {},
    /// It was taken out again.
    Unarchived {},
    /// Work that begins from now on begins from this repository.
    RepositorySet {
        /// Which, and from which branch of it.
        repository: ProjectRepository,
    },
    /// Work that begins from now on begins from no repository.
    RepositoryCleared {},
}

impl EventData for ProjectEvent {}

impl Aggregate for Project {
    type Id = ProjectId;
    type Event = ProjectEvent;
    const NOUN: &'static str = "project";

    fn create(id: ProjectId, first: &Recorded<ProjectEvent>) -> Result<Self, FoldError> {
        match &first.event {
            ProjectEvent::Created { name, brief, brief_bytes, template } => Ok(Self {
                id,
                name: name.clone(),
                brief: *brief,
                brief_bytes: *brief_bytes,
                template: template.clone(),
                created_at: first.at,
                created_by: first.actor.person(),
                archived: false,
                repository: None,
            }),
            other => Err(cannot_begin(Self::NOUN, other)),
        }
    }

    fn apply(&mut self, event: &Recorded<ProjectEvent>) {
        match &event.event {
            ProjectEvent::Created { .. } => {}
            ProjectEvent::Renamed { name } => self.name.clone_from(name),
            ProjectEvent::Archived {} => self.archived = true,
            ProjectEvent::Unarchived {} => self.archived = false,
            ProjectEvent::RepositorySet { repository } => self.repository = Some(repository.clone()),
            ProjectEvent::RepositoryCleared {} => self.repository = None,
        }
    }
}
