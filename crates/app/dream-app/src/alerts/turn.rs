//! Which of several servers looks: each has a log of its own, and two that looked would raise and end the same alert by turns.

use crate::{AppError, Op};
use std::time::Duration;

/// The lease of whoever looks.
const LEASE: &str = "alerts";
/// For how long a server looks without a word.
const TERM: Duration = Duration::from_mins(1);

/// Whether the server `holder` is the one that looks, which it is then for a minute.
pub async fn take_turn(op: &Op, holder: &str) -> Result<bool, AppError> {
    let mut tx = op.app().store.begin().await?;
    let taken = tx.take_lease(op.app().system, LEASE, holder, TERM).await?.is_some();
    tx.commit().await?;
    Ok(taken)
}
