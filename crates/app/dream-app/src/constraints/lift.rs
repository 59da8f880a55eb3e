//! Lifting a constraint: it binds nothing that starts later.

use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_govern::{Constraint, ConstraintEvent, ConstraintScope, Run};
use dream_id::{ConstraintId, ProjectId};
use dream_ledger::Stream;
use dream_store::Unit;
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
        Ok(tx.save(&mut constraint).await?)
    }
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
