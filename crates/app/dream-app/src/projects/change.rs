//! Renaming a project, putting it away and taking it out again.

use super::create::checked_name;
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_govern::{Project, ProjectEvent};
use dream_id::ProjectId;
use dream_ledger::Stream;
use dream_store::Unit;
use serde::Serialize;

/// What is to change; what is left out stays.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProjectChange {
    /// The new name.
    pub name: Option<String>,
    /// Whether it is put away: no run starts in it then, and those under way go on.
    pub archived: Option<bool>,
}

/// Changes a project. What it is already is no change.
///
/// # Errors
/// `invalid_name`; `nothing_to_change` when nothing is asked for.
pub async fn change(op: &Op, project: ProjectId, change: ProjectChange) -> Result<Stream<Project>, AppError> {
    if change.name.is_none() && change.archived.is_none() {
        return Err(AppError::invalid("nothing_to_change", "nothing is to change; give a new name, or say whether it is archived"));
    }
    let name = change.name.as_deref().map(checked_name).transpose()?;
    op.run(&Change { project, change: ProjectChange { name, ..change } }).await?;
    super::find(op, project).await
}

#[derive(Serialize)]
struct Change {
    project: ProjectId,
    change: ProjectChange,
}

impl Command for Change {
    const NAME: &'static str = "project.change";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let missing = || AppError::not_found("project", self.project);
        let mut project: Stream<Project> = tx.lock(op.scope(), self.project).await?.ok_or_else(missing)?;
        op.allow(Action::ProjectChange, Some(self.project))?;
        if let Some(name) = self.change.name.as_ref().filter(|name| **name != project.name) {
            project.record(&op.by(), ProjectEvent::Renamed { name: name.clone() });
        }
        match self.change.archived {
            Some(true) if !project.archived => project.record(&op.by(), ProjectEvent::Archived {}),
            Some(false) if project.archived => project.record(&op.by(), ProjectEvent::Unarchived {}),
            _ => {}
        }
        Ok(tx.save(&mut project).await?)
    }
}
