//! Taking attempts up, keeping them while they are worked on, and giving them back.

use super::{StageWorker, live::LEASE_LOST};
use crate::{
    AppError, Kind, Op,
    tasks::stage_work::{self, StageClaim},
};
use dream_id::AttemptId;
use dream_store::{Lease, Unit, attempt_lease};
use std::time::Duration;

/// How long an attempt is a worker's own without a word from it.
const LEASE: Duration = Duration::from_secs(15);
/// How long an attempt rests whose former worker may still be at it.
const ANOTHER_IS_AT_IT: Duration = Duration::from_secs(1);

/// An attempt that a worker has taken up.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The attempt.
    pub attempt: AttemptId,
    /// The right to hand in its work and to spend its money.
    pub(super) lease: Lease,
    /// The hold on its task.
    pub(super) claim: StageClaim,
}

/// Takes up to `most` waiting attempts for the process `holder`, in the order and under the limits of tasks, as far as `worker` takes them.
pub async fn take_up(op: &Op, holder: &str, most: usize, worker: &dyn StageWorker) -> Result<Vec<Taken>, AppError> {
    let most = u32::try_from(most).unwrap_or(u32::MAX).min(stage_work::MOST);
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut tx = op.app().store.begin().await?;
    let takes = |org: dream_id::OrgId, role: Option<&str>| worker.takes(org, role);
    let claims = stage_work::take_up(op, &mut tx, holder, most, LEASE, &takes).await?;
    let taken = leased(op, &mut tx, holder, claims).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Takes up again what `worker` had taken up before it ended without a word.
pub async fn taken_before(op: &Op, worker: &str) -> Result<Vec<Taken>, AppError> {
    let mut tx = op.app().store.begin().await?;
    let claims = stage_work::taken_before(op, &mut tx, worker).await?;
    let taken = leased(op, &mut tx, worker, claims).await?;
    tx.commit().await?;
    Ok(taken)
}

async fn leased(op: &Op, tx: &mut Unit, worker: &str, claims: Vec<StageClaim>) -> Result<Vec<Taken>, AppError> {
    let mut taken = Vec::with_capacity(claims.len());
    for claim in claims {
        match tx.take_lease(op.app().system, &attempt_lease(claim.attempt), worker, LEASE).await? {
            Some(lease) => taken.push(Taken { attempt: claim.attempt, lease, claim }),
            None => stage_work::give_back(op, tx, &claim, ANOTHER_IS_AT_IT).await?,
        }
    }
    Ok(taken)
}

impl Taken {
    /// Renews the lease and the hold on the task until the lease is lost.
    pub(super) async fn keep(&self, op: &Op) -> AppError {
        loop {
            tokio::time::sleep(LEASE / 3).await;
            match self.renew(op).await {
                Ok(true) => {}
                Ok(false) => return AppError::new(Kind::Conflict, LEASE_LOST, "another process works on the attempt now"),
                Err(error) => {
                    let name = &self.lease.name;
                    tracing::warn!(lease.name = name, error.code = error.code, "a lease could not be renewed; trying again before it ends");
                }
            }
        }
    }

    async fn renew(&self, op: &Op) -> Result<bool, AppError> {
        let mut tx = op.app().store.begin().await?;
        let held = tx.take_lease(op.app().system, &self.lease.name, &self.lease.holder, LEASE).await?;
        // A task that was ended meanwhile has no hold to renew; what its attempt may have cost is still told under the lease.
        stage_work::renew(op, &mut tx, &self.claim, &self.lease.holder).await?;
        tx.commit().await?;
        Ok(held.is_some_and(|held| held.fence == self.lease.fence))
    }

    /// Ends the work: an attempt that is not over is taken up again after `delay`.
    pub(super) async fn end(&self, op: &Op, delay: Duration) -> Result<(), AppError> {
        let mut tx = op.app().store.begin().await?;
        stage_work::give_back(op, &mut tx, &self.claim, delay).await?;
        tx.release_lease(&self.lease).await?;
        Ok(tx.commit().await?)
    }
}
