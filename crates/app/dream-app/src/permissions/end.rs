//! Ending permissions that nobody decides or asks for any more.

use crate::{AppError, Command, Op};
use dream_id::{OrgId, TaskId};
use dream_store::{PermissionAt, Unit};
use dream_swarm::Permission;
use serde::Serialize;

/// Withdraws everything that agents asked for while they worked on `task`, decided or not: nobody will ask for it again. Returns how many.
///
/// # Errors
/// The store's.
pub async fn withdraw_for_task(op: &Op, org: OrgId, task: TaskId) -> Result<usize, AppError> {
    op.run(&WithdrawForTask { org, task }).await
}

/// As [`withdraw_for_task`], within a unit of work of the caller's.
///
/// # Errors
/// The store's.
pub async fn withdraw_for_task_in(op: &Op, tx: &mut Unit, org: OrgId, task: TaskId) -> Result<usize, AppError> {
    let (by, mut withdrawn) = (op.by(), 0);
    for mut gate in tx.lock_permissions_of_task(org, task).await? {
        Permission::withdraw(&mut gate, &by);
        tx.save(&mut gate).await?;
        withdrawn += 1;
    }
    if withdrawn > 0 {
        tx.wake_permissions();
    }
    Ok(withdrawn)
}

#[derive(Serialize)]
struct WithdrawForTask {
    org: OrgId,
    task: TaskId,
}

impl Command for WithdrawForTask {
    const NAME: &'static str = "permission.withdraw";
    type Answer = usize;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<usize, AppError> {
        withdraw_for_task_in(op, tx, self.org, self.task).await
    }
}

/// Ends every permission whose time is over, as expired, and withdraws those of tasks that are over. For the server's own workers. Returns
/// how many ended.
///
/// # Errors
/// The store's.
pub async fn end_due(op: &Op) -> Result<usize, AppError> {
    let (system, mut ended) = (op.app().system, 0);
    let mut after = None;
    loop {
        let lapsed = op.read().await?.lapsed_permissions(system, op.app().now(), after).await?;
        let Some(last) = lapsed.last() else { break };
        after = Some(last.permission);
        ended += end_all(op, &lapsed, false).await;
    }
    after = None;
    loop {
        let orphaned = op.read().await?.orphaned_permissions(system, after).await?;
        let Some(last) = orphaned.last() else { return Ok(ended) };
        after = Some(last.permission);
        ended += end_all(op, &orphaned, true).await;
    }
}

async fn end_all(op: &Op, these: &[PermissionAt], withdraw: bool) -> usize {
    let mut ended = 0;
    for at in these {
        match op.run(&End { org: at.org, permission: at.permission, withdraw }).await {
            Ok(()) => ended += 1,
            // One that cannot be ended must not hold up the others.
            Err(error) => {
                tracing::warn!(permission.id = %at.permission, error.code = error.code, %error, "a permission could not be ended");
            }
        }
    }
    ended
}

#[derive(Serialize)]
struct End {
    org: OrgId,
    permission: dream_id::PermissionId,
    withdraw: bool,
}

impl Command for End {
    const NAME: &'static str = "permission.end";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let found = tx.lock::<Permission>(dream_id::Scope::Org(self.org), self.permission).await?;
        let Some(mut gate) = found else { return Ok(()) };
        // Somebody may have decided about it, or used it, since the list was made.
        if self.withdraw {
            Permission::withdraw(&mut gate, &op.by());
        } else {
            Permission::expire(&mut gate, &op.by());
        }
        tx.save(&mut gate).await?;
        tx.wake_permissions();
        Ok(())
    }
}
