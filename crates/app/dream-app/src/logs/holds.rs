//! Holds: spans of time whose lines are not removed, whatever their age.

use super::reach;
use crate::{AppError, Command, Op};
use dream_access::{Action, Hold};
use dream_clock::Timestamp;
use dream_id::{Cursor, HoldId, Limit, Page};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// A hold to place.
#[derive(Debug, Clone, Serialize)]
pub struct NewHold {
    /// What it is for.
    pub name: String,
    /// Whether it covers the server's own lines instead of the organisation's.
    pub server: bool,
    /// The first moment that it covers; the beginning when `None`.
    pub from: Option<Timestamp>,
    /// The moment after the last; no end when `None`.
    pub until: Option<Timestamp>,
}

/// Places a hold.
///
/// # Errors
/// `name_invalid`, `hold_invalid`; `server_log_elsewhere` for the server's lines in any but the local organisation.
pub async fn place(op: &Op, new: NewHold) -> Result<Stream<Hold>, AppError> {
    let id = op.run(&new).await?;
    find(op, id).await
}

impl Command for NewHold {
    const NAME: &'static str = "hold.place";
    type Answer = HoldId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<HoldId, AppError> {
        op.allow(Action::HoldPlace, None)?;
        if self.server {
            reach::server(op)?;
        }
        let id = op.app().store.new_id();
        tx.save(&mut Hold::place(op.org()?, id, &op.by(), (&self.name, self.server), (self.from, self.until))?).await?;
        Ok(id)
    }
}

/// Lifts a hold: what it alone kept is removed when it is next looked at.
///
/// # Errors
/// `hold_lifted`.
pub async fn lift(op: &Op, hold: HoldId) -> Result<Stream<Hold>, AppError> {
    op.run(&Lift { hold }).await?;
    find(op, hold).await
}

#[derive(Serialize)]
struct Lift {
    hold: HoldId,
}

impl Command for Lift {
    const NAME: &'static str = "hold.lift";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::HoldLift, None)?;
        let found = tx.lock::<Hold>(op.scope(), self.hold).await?;
        let mut hold = found.ok_or_else(|| AppError::not_found("hold", self.hold))?;
        Hold::lift(&mut hold, &op.by())?;
        tx.save(&mut hold).await?;
        Ok(())
    }
}

/// The hold `id`.
pub async fn find(op: &Op, id: HoldId) -> Result<Stream<Hold>, AppError> {
    op.allow(Action::HoldRead, None)?;
    op.read().await?.find::<Hold>(op.scope(), id).await?.ok_or_else(|| AppError::not_found("hold", id))
}

/// A page of the organisation's holds, newest first, lifted ones too.
pub async fn list(op: &Op, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Hold>>, AppError> {
    op.allow(Action::HoldRead, None)?;
    Ok(op.read().await?.page::<Hold>(op.scope(), Filter::default(), cursor, limit).await?)
}
