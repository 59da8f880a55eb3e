//! Waiting for a provider that asked for time: the stage shows it, the attempt is kept, and nobody asks again before.

use super::{finish::held, perform::Failure};
use crate::{AppError, Command, Op, decisions};
use dream_govern::Reason;
use dream_id::{AttemptId, RunId};
use dream_store::{Lease, Unit};
use serde::Serialize;
use std::time::Duration;

/// The shortest wait, whatever the provider says.
const SHORTEST: Duration = Duration::from_secs(1);
/// The longest wait that an attempt is kept for; a longer one fails it.
const LONGEST: Duration = Duration::from_mins(15);

/// How long an attempt rests that no agent may work on, because this host cannot confine one.
pub(super) const UNCONFINED: Duration = Duration::from_mins(5);

/// Whether a stage held for `reason` goes on as soon as its attempt is taken up.
pub(super) fn is_over_when_taken_up(reason: Option<Reason>) -> bool {
    matches!(reason, Some(Reason::RateLimit | Reason::Policy))
}

/// How long to wait after this failure before the same call may succeed; `None` when the attempt failed.
pub(super) fn asked(failure: &Failure) -> Option<Duration> {
    match failure {
        Failure::Model(error) if !error.may_have_cost() => {
            error.retry_after().filter(|wait| *wait <= LONGEST).map(|wait| wait.max(SHORTEST))
        }
        Failure::Unconfined(_) => Some(UNCONFINED),
        _ => None,
    }
}

/// Ends the wait of an attempt, once its lease was had again.
pub(super) async fn over(op: &Op, run: RunId, attempt: AttemptId, lease: &Lease) -> Result<(), AppError> {
    op.run(&Over { run, attempt, lease: lease.clone() }).await
}

#[derive(Serialize)]
struct Over {
    run: RunId,
    attempt: AttemptId,
    #[serde(skip)]
    lease: Lease,
}

impl Command for Over {
    const NAME: &'static str = "attempt.go_on";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock(op, tx, self.run).await?;
        held(tx, &self.lease).await?;
        let waits = |stage: &dream_govern::Stage| stage.attempt == Some(self.attempt) && is_over_when_taken_up(stage.hold);
        let waiting = set.stages().find(|(_, stage)| waits(stage)).map(|(index, _)| index);
        if let Some(stage) = waiting {
            set.unblock(stage, &op.by())?;
        }
        decisions::save(op, tx, set).await
    }
}
