//! Between use cases and the pure decisions of a run: fresh ids in, refusals out.

use crate::{AppError, Kind, Op, tasks::stage_work};
use dream_govern::{NewIds, Refusal, RefusalKind, RunSet};
use dream_id::{ReviewId, RunId};
use dream_store::Unit;

/// Calls a decision that needs new ids.
pub(crate) fn with_ids<T>(op: &Op, decide: impl FnOnce(&mut NewIds<'_>) -> T) -> T {
    let rng = op.app().store.rng();
    let mut draw = || {
        let mut random = [0_u8; 10];
        rng.fill(&mut random);
        random
    };
    decide(&mut NewIds::new(&mut draw))
}

/// The run with all its streams, locked, or `not_found`.
pub(crate) async fn lock(op: &Op, tx: &mut Unit, run: RunId) -> Result<RunSet, AppError> {
    tx.lock_run(op.scope(), run).await?.ok_or_else(|| AppError::not_found("run", run))
}

/// Saves the run with all its streams; the tasks that are the work of its attempts follow.
pub(crate) async fn save(op: &Op, tx: &mut Unit, set: RunSet) -> Result<(), AppError> {
    stage_work::follow(op, tx, &set).await?;
    Ok(tx.save_run(set).await?)
}

/// The run of a review with all its streams, locked, or `not_found`.
pub(crate) async fn lock_of_review(op: &Op, tx: &mut Unit, review: ReviewId) -> Result<RunSet, AppError> {
    tx.lock_run_of_review(op.scope(), review).await?.ok_or_else(|| AppError::not_found("review", review))
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal.kind() {
            RefusalKind::Invalid => Kind::Invalid,
            RefusalKind::NotFound => Kind::NotFound,
            RefusalKind::Forbidden => Kind::Forbidden,
            RefusalKind::Conflict => Kind::Conflict,
            RefusalKind::Budget => Kind::Exhausted,
            RefusalKind::Over => Kind::Over,
            RefusalKind::Defect => Kind::Internal,
        };
        let error = Self::new(kind, refusal.code(), refusal.to_string());
        match &refusal {
            Refusal::StaleDigest { seen, under_review, .. } => {
                error.with("seen", seen.to_string()).with("under_review", under_review.to_string())
            }
            _ => error,
        }
    }
}
