//! How many tasks may run at once.

use crate::{AppError, Command, Op, authority};
use dream_access::Action;
use dream_store::{Unit, tasks};
use dream_swarm::{LimitOf, TaskLimits};
use serde::Serialize;

/// The organisation's limits.
pub async fn limits(op: &Op) -> Result<TaskLimits, AppError> {
    op.allow(Action::TaskRead, None)?;
    let limits = tasks::limits(&mut op.read().await?, op.org()?).await?;
    Ok(limits.map(dream_ledger::Stream::into_state).unwrap_or_default())
}

/// Sets a limit, or lifts it with `None`.
///
/// # Errors
/// `forbidden`; `not_found` for a project that does not exist.
pub async fn set_limit(op: &Op, of: LimitOf, most: Option<u32>) -> Result<TaskLimits, AppError> {
    op.run(&Set { of, most }).await?;
    limits(op).await
}

#[derive(Serialize)]
struct Set {
    of: LimitOf,
    most: Option<u32>,
}

impl Command for Set {
    const NAME: &'static str = "task.limit";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::TaskLimit, None)?;
        let org = op.org()?;
        if let LimitOf::Project { project } = &self.of {
            authority::known_project(op, tx, *project).await?;
        }
        let mut limits = match tasks::limits(tx, org).await? {
            Some(mut limits) => {
                TaskLimits::set(&mut limits, &op.by(), self.of.clone(), self.most)?;
                limits
            }
            None => TaskLimits::first(org, op.app().store.new_id(), &op.by(), self.of.clone(), self.most)?,
        };
        Ok(tx.save(&mut limits).await?)
    }
}
