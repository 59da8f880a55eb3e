//! Things that go by a name, which nothing else of their kind shares as long as they are not removed.

use crate::{AppError, Op};
use dream_ledger::Stream;
use dream_store::{Filter, Noun, Unit};

/// Those called `name` that were not removed: one or none.
pub(crate) fn called(name: &str) -> Filter {
    Filter::default().eq("name", name).eq("removed", false)
}

/// The one called `name`, locked until the end of the unit.
pub(crate) async fn lock<A: Noun>(op: &Op, tx: &mut Unit, name: &str) -> Result<Option<Stream<A>>, AppError> {
    let found: Vec<Stream<A>> = tx.list(op.scope(), &called(name)).await?;
    match found.first() {
        Some(found) => Ok(tx.lock(op.scope(), found.id()).await?),
        None => Ok(None),
    }
}
