//! Asking, and waiting until people have decided.

use super::ask::{Asked, Standing, ask};
use crate::{AppError, Kind, Op};
use dream_id::PermissionId;
use dream_ledger::Stream;
use dream_store::Wakeups;
use dream_swarm::{Permission, PermissionStatus};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// As [`ask`], but waits for the decision, for `bound` at most: [`Standing::Waiting`] then. What nobody decided in time is denied.
///
/// The decision wakes it, in whatever process it was made. Dropping the future asks nobody to forget anything.
///
/// # Errors
/// As [`ask`].
pub async fn ask_and_wait(op: &Op, asked: Asked, bound: Duration) -> Result<Standing, AppError> {
    let ends = Instant::now() + bound;
    // Before the first look, so that no decision between the two is missed.
    let mut wakeups = op.app().store.permission_wakeups();
    loop {
        let standing = ask(op, asked.clone()).await?;
        let Standing::Waiting { permission } = standing else { return Ok(standing) };
        let Ok(decided) = timeout_at(ends, decided(op, &mut wakeups, permission)).await else { return Ok(standing) };
        let gate = decided?;
        if let Some(why) = ended(&gate) {
            return Ok(Standing::Denied { why: why.to_owned(), permission: Some(permission) });
        }
    }
}

/// The permission once it no longer waits.
pub(super) async fn decided(op: &Op, wakeups: &mut Wakeups, id: PermissionId) -> Result<Stream<Permission>, AppError> {
    loop {
        let gate = look(op, id).await?;
        if !waits(op, &gate) {
            return Ok(gate);
        }
        let stopping = || AppError::new(Kind::Unavailable, "stopping", "the server is stopping; ask again when it is back");
        wakeups.next().await.ok_or_else(stopping)?;
    }
}

/// The permission as it stands.
pub(super) async fn look(op: &Op, id: PermissionId) -> Result<Stream<Permission>, AppError> {
    let found = op.read().await?.find::<Permission>(op.scope(), id).await?;
    found.ok_or_else(|| AppError::not_found("permission", id))
}

/// Whether somebody may still say something about it.
pub(super) fn waits(op: &Op, gate: &Permission) -> bool {
    gate.is_waiting() && !gate.lapsed(op.app().now())
}

/// Why nothing will be decided about it any more; `None` when a person decided.
pub(super) fn ended(gate: &Permission) -> Option<&'static str> {
    match gate.status() {
        PermissionStatus::Withdrawn => Some("the question was withdrawn, as the work that it belongs to has ended"),
        PermissionStatus::Waiting | PermissionStatus::Expired => {
            Some("nobody decided in time, which is a no; do it another way, or ask again later")
        }
        _ => None,
    }
}
