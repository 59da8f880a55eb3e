//! Carrying a constraint of a project or the organisation through the runs that were under way when it was added.

use crate::{AppError, Command, Op, decisions};
use dream_id::RunId;
use dream_store::{Reaching, Unit};
use serde::Serialize;

/// Carries the oldest constraint that is on its way into the next run. Each step is a unit of its own that may be repeated; the runs
/// of one step are done whatever happens to the process. Returns whether there was anything to do.
pub async fn carry_next(op: &Op) -> Result<bool, AppError> {
    let (system, mut reader) = (op.app().system, op.read().await?);
    let Some(from) = reader.reaching(system).await? else { return Ok(false) };
    let run = reader.next_in_reach(system, &from).await?;
    drop(reader);
    let step = Carry { constraint: from.constraint.to_string(), from, run };
    match op.run(&step).await {
        Err(error) if !error.is_retryable() && run.is_some() => {
            // One run that cannot be read must not keep a constraint from the others; what starts in it is bound all the same.
            tracing::warn!(constraint.id = step.constraint, error.code = error.code, %error, "a constraint could not be carried into a run");
            op.run(&Pass(step)).await?;
        }
        other => other?,
    }
    Ok(true)
}

#[derive(Serialize)]
struct Carry {
    constraint: String,
    #[serde(skip)]
    from: Reaching,
    run: Option<RunId>,
}

impl Command for Carry {
    const NAME: &'static str = "constraint.carry";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        if !tx.reached(op.app().system, &self.from, self.run).await? {
            return Ok(());
        }
        if let Some(run) = self.run {
            let mut set = decisions::lock(op, tx, run).await?;
            set.carry_constraint(self.from.constraint, &op.by());
            decisions::save(op, tx, set).await?;
        }
        Ok(())
    }
}

/// Goes on without having carried the constraint into the run.
#[derive(Serialize)]
struct Pass(Carry);

impl Command for Pass {
    const NAME: &'static str = "constraint.pass";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        tx.reached(op.app().system, &self.0.from, self.0.run).await?;
        Ok(())
    }
}
