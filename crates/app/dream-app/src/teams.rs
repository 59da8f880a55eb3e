//! Teams: people who share roles on projects.

mod change;
mod create;
mod people;
mod read;

pub use change::{TeamChange, change};
pub use create::create;
pub use people::{add_member, remove_member};
pub use read::{TeamView, list, show};

use crate::{AppError, Op, connections};
use dream_access::Team;
use dream_id::TeamId;
use dream_ledger::Stream;
use dream_store::{Filter, Unit};

/// Refuses the name of another team: gates and people call teams by theirs. The caller holds the organisation.
async fn check_free(op: &Op, tx: &mut Unit, team: &Stream<Team>) -> Result<(), AppError> {
    let teams = tx.list::<Team>(op.scope(), &Filter::default()).await?;
    match teams.iter().find(|other| other.id() != team.id() && other.name == team.name) {
        Some(_) => Err(connections::taken("team", &team.name)),
        None => Ok(()),
    }
}

/// The team `id`, locked until the end of the unit.
async fn locked(op: &Op, tx: &mut Unit, id: TeamId) -> Result<Stream<Team>, AppError> {
    tx.lock::<Team>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("team", id))
}
