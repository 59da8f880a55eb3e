//! Teams: people who share roles on projects.

mod change;
mod create;
mod people;
mod read;

pub use change::{TeamChange, change};
pub use create::create;
pub use people::{add_member, remove_member};
pub use read::{TeamView, list, show};

use crate::{AppError, Op};
use dream_access::Team;
use dream_id::TeamId;
use dream_ledger::Stream;
use dream_store::Unit;

/// The team `id`, locked until the end of the unit.
async fn locked(op: &Op, tx: &mut Unit, id: TeamId) -> Result<Stream<Team>, AppError> {
    tx.lock::<Team>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("team", id))
}
