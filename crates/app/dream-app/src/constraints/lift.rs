//! Lifting a constraint: it binds nothing that starts later.

use crate::{AppError, Command, Op, bodies::Text, decisions};
use dream_access::Action;
use dream_govern::{Constraint, ConstraintEvent, ConstraintScope, Reason, Rule, Run, Status};
use dream_id::{ConstraintId, ProjectId, RunId};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Lifts a constraint, for `reason`.
pub async fn lift(op: &Op, id: ConstraintId, reason: String) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::invalid("reason_required", "lifting a constraint needs a reason; it is kept in the ledger"));
    }
    let reason = Text::prepare(op, op.org()?, reason.into_bytes()).await?;
    op.run(&Lift { id, reason }).await
}

#[derive(Serialize)]
struct Lift {
    id: ConstraintId,
    reason: Text,
}

impl Command for Lift {
    const NAME: &'static str = "constraint.lift";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let missing = || AppError::not_found("constraint", self.id);
        let mut constraint: Stream<Constraint> = tx.lock(op.scope(), self.id).await?.ok_or_else(missing)?;
        let (action, project) = allowed_by(op, tx, &constraint).await?;
        op.allow(action, project)?;
        if constraint.lifted {
            return Ok(());
        }
        let reason = self.reason.keep(tx, constraint.org()).await?;
        constraint.record(&op.by(), ConstraintEvent::Lifted { reason });
        tx.save(&mut constraint).await?;
        if constraint.added.rules.iter().any(|rule| matches!(rule, Rule::MaxCost { .. })) {
            let_go_on(op, tx, &constraint).await?;
        }
        Ok(())
    }
}

/// Lets stages that waited for money go on where the constraint bound: those that it did not hold are held again by what does.
async fn let_go_on(op: &Op, tx: &mut Unit, constraint: &Stream<Constraint>) -> Result<(), AppError> {
    let runs: Vec<RunId> = match &constraint.added.scope {
        ConstraintScope::Artifact { run, .. } | ConstraintScope::Stages { run, .. } | ConstraintScope::Run { run } => vec![*run],
        scope => {
            let blocked = Filter::default().eq("status", Status::Blocked.name());
            let filter = match scope {
                ConstraintScope::Project { project } => blocked.eq("project", project.to_string()),
                _ => blocked,
            };
            tx.list::<Run>(op.scope(), &filter).await?.iter().map(Stream::id).collect()
        }
    };
    for run in runs {
        let mut set = decisions::lock(op, tx, run).await?;
        let held: Vec<_> = set.stages().filter(|(_, stage)| stage.hold == Some(Reason::Budget)).map(|(index, _)| index).collect();
        // A run that is over has nothing to let go on, and one whose money is spent is not freed by this.
        if !set.budget().is_exhausted() && !set.run().is_cancelled() {
            held.into_iter().try_for_each(|stage| set.unblock(stage, &op.by()))?;
        }
        decisions::save(op, tx, set).await?;
    }
    Ok(())
}

async fn allowed_by(op: &Op, tx: &mut Unit, constraint: &Stream<Constraint>) -> Result<(Action, Option<ProjectId>), AppError> {
    match &constraint.added.scope {
        ConstraintScope::Organisation {} => Ok((Action::ConstraintLiftOrg, None)),
        ConstraintScope::Project { project } => Ok((Action::ConstraintLiftProject, Some(*project))),
        ConstraintScope::Artifact { run, .. } | ConstraintScope::Stages { run, .. } | ConstraintScope::Run { run } => {
            let found: Option<Stream<Run>> = tx.find(op.scope(), *run).await?;
            let run = found.ok_or_else(|| AppError::not_found("run", run))?;
            Ok((Action::ConstraintLiftRun, Some(run.project)))
        }
    }
}
