//! Opening a project from a brief.

use crate::{AppError, Command, Op, bodies::Text, templates};
use dream_access::Action;
use dream_govern::{Project, ProjectEvent};
use dream_ledger::Stream;
use dream_store::Unit;
use serde::Serialize;

/// The largest brief, in bytes.
const MAX_BRIEF: usize = 1 << 20;

/// A project to open.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Its name.
    pub name: String,
    /// The brief's bytes: UTF-8, 1 byte to 1 MiB.
    pub brief: Vec<u8>,
    /// The template that its runs follow.
    pub template: String,
}

/// Opens a project.
///
/// # Errors
/// `brief_empty`, `brief_not_utf8`, `brief_too_large`, `invalid_name`, `unknown_template`.
pub async fn create(op: &Op, new: NewProject) -> Result<Stream<Project>, AppError> {
    check_brief(&new.brief)?;
    op.allow(Action::ProjectCreate, None)?;
    let brief = Text::prepare(op, op.org()?, new.brief).await?;
    let made = op.run(&Create { name: checked_name(&new.name)?, brief, template: new.template }).await?;
    Ok(Stream::loaded(op.org()?, made.id, 1, made))
}

#[derive(Serialize)]
struct Create {
    name: String,
    brief: Text,
    template: String,
}

impl Command for Create {
    const NAME: &'static str = "project.create";
    /// The project as it begins: a repeated command is told the same, whatever became of it since.
    type Answer = Project;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Project, AppError> {
        op.allow(Action::ProjectCreate, None)?;
        let org = op.org()?;
        templates::source(tx, org, &self.template).await?;
        let brief = self.brief.keep(tx, org).await?;
        let brief_bytes = u64::try_from(self.brief.size).unwrap_or(u64::MAX);
        let event = ProjectEvent::Created { name: self.name.clone(), brief, brief_bytes, template: self.template.clone() };
        let id = op.app().store.new_id();
        let mut project = Stream::<Project>::create(org, id, &op.by(), event)?;
        tx.save(&mut project).await?;
        Ok(project.state().clone())
    }
}

fn check_brief(brief: &[u8]) -> Result<(), AppError> {
    if brief.len() > MAX_BRIEF {
        let message =
            format!("the brief has {} bytes and may have {MAX_BRIEF}; move details into files that agents can read later", brief.len());
        return Err(AppError::invalid("brief_too_large", message).with("bytes", brief.len()).with("limit", MAX_BRIEF));
    }
    let text = std::str::from_utf8(brief).map_err(|error| {
        let message = format!("the brief is not UTF-8 text: byte {} cannot be read; save it as UTF-8", error.valid_up_to() + 1);
        AppError::invalid("brief_not_utf8", message)
    })?;
    if text.trim().is_empty() {
        return Err(AppError::invalid("brief_empty", "the brief is empty; write what should be built, for whom, and within which limits"));
    }
    Ok(())
}

pub(super) fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    let count = name.chars().count();
    if (1..=100).contains(&count) && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    Err(AppError::invalid("invalid_name", "a project's name has 1 to 100 characters, none of them a control character"))
}
