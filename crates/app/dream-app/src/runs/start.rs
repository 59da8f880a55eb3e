//! Starting a run.

use crate::{AppError, Command, Kind, Op, templates};
use dream_access::{Action, policy_version};
use dream_govern::{Constraint, NewRun as Start, Project, RunSet};
use dream_id::{ProjectId, RunId};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// A run to start.
#[derive(Debug, Clone, Serialize)]
pub struct NewRun {
    /// The project.
    pub project: ProjectId,
    /// The most that it may spend, in micro-USD; `None` takes the template's.
    pub cost_cap_micros: Option<u64>,
}

/// Starts a run of the project's template on its brief.
pub async fn start(op: &Op, new: NewRun) -> Result<RunId, AppError> {
    op.run(&new).await
}

impl Command for NewRun {
    const NAME: &'static str = "run.start";
    type Answer = RunId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<RunId, AppError> {
        let missing = || AppError::not_found("project", self.project);
        let project: Stream<Project> = tx.find(op.scope(), self.project).await?.ok_or_else(missing)?;
        op.allow(Action::RunStart, Some(self.project))?;
        let source = templates::source(tx, project.org(), &project.template).await?;
        let parsed = templates::parse(tx, project.org(), &source).await?;
        if self.cost_cap_micros.is_some_and(|cap| cap > parsed.template.cost_cap_micros()) {
            op.allow(Action::BudgetRaise, Some(self.project))?;
        }
        launch(op, tx, &project, &parsed, self.cost_cap_micros).await
    }
}

/// Starts a run of `project` by an exact template.
pub(super) async fn launch(
    op: &Op,
    tx: &mut Unit,
    project: &Stream<Project>,
    parsed: &templates::Governed,
    cost_cap_micros: Option<u64>,
) -> Result<RunId, AppError> {
    if project.archived {
        return Err(AppError::new(Kind::Conflict, "project_archived", "the project is archived; no run starts in it"));
    }
    let constraints: Vec<Stream<Constraint>> = tx.list(op.scope(), &Filter::default().eq("lifted", false)).await?;
    let binds = |constraint: &Stream<Constraint>| {
        use dream_govern::ConstraintScope as Of;
        match &constraint.added.scope {
            Of::Organisation {} => true,
            Of::Project { project: of } => *of == project.id(),
            Of::Artifact { .. } | Of::Stages { .. } | Of::Run { .. } => false,
        }
    };
    let new = Start {
        org: project.org(),
        project: project.id(),
        template: &parsed.template,
        brief: project.brief,
        requester: op.person()?,
        cost_cap_micros,
        policy_version: policy_version(),
        constraints: constraints.into_iter().filter(binds).collect(),
        seeds: parsed.seeds(tx, project.org()).await?,
    };
    // The exact source is kept with the run, so that it can be read for ever.
    tx.keep_body(project.org(), parsed.source.as_bytes()).await?;
    let set: RunSet = crate::decisions::with_ids(op, |ids| RunSet::start(new, &op.by(), ids))?;
    let id = set.run().id;
    tx.save_run(set).await?;
    Ok(id)
}
