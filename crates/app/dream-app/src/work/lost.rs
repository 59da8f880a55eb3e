//! Calls that nobody will ever answer for: their attempt is over, and whoever made them is gone.

use crate::{AppError, Op};
use dream_govern::RunSet;
use dream_store::{Unit, attempt_lease};

/// Charges them: what they cost is not known, so it counts as the most that it can have been. Returns whether a call is left whose
/// worker may still tell.
pub(super) async fn charge(op: &Op, tx: &mut Unit, set: &mut RunSet) -> Result<bool, AppError> {
    let works = |id| set.attempt(id).is_some_and(dream_govern::Attempt::is_running);
    let open: Vec<_> = set.budget().open.iter().filter(|reservation| !works(reservation.call.attempt)).copied().collect();
    let mut left = false;
    for reservation in open {
        let call = reservation.call;
        if tx.is_leased(op.app().system, &attempt_lease(call.attempt)).await? {
            left = true;
        } else {
            set.settle_call(call.attempt, call.number, reservation.micros, &op.by())?;
        }
    }
    Ok(left)
}
