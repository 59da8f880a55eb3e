//! Making and removing alerts.

use super::mark_of;
use super::read::{AlertView, missing, of_id};
use crate::connections::{check_name, taken};
use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_bridge::alert::{Alert, Watch, WatchFault};
use dream_id::AlertId;
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most alerts of one organisation.
const MOST: usize = 200;

/// Makes an alert.
///
/// # Errors
/// `name_invalid`, `name_taken`, `alert_invalid`, `too_many_alerts`.
pub async fn make(op: &Op, name: &str, watch: Watch) -> Result<AlertView, AppError> {
    op.allow(Action::BridgeManage, None)?;
    check_name(name)?;
    watch.check()?;
    let id = op.run(&Make { name, watch }).await?;
    of_id(op, id).await
}

/// Removes the alert called `name`. What it was.
///
/// # Errors
/// `not_found`.
pub async fn remove(op: &Op, name: &str) -> Result<AlertView, AppError> {
    let id = op.run(&Remove { name }).await?;
    of_id(op, id).await
}

#[derive(Serialize)]
struct Make<'a> {
    name: &'a str,
    watch: Watch,
}

impl Command for Make<'_> {
    const NAME: &'static str = "alert.make";
    type Answer = AlertId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<AlertId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let there: Vec<Stream<Alert>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        if there.iter().any(|other| other.name == self.name) {
            return Err(taken("alert", self.name));
        }
        if there.len() >= MOST {
            let message = format!("there are {MOST} alerts already; remove one first");
            return Err(AppError::new(Kind::Conflict, "too_many_alerts", message));
        }
        let id = op.app().store.new_id();
        tx.save(&mut Alert::make(op.org()?, id, self.name.to_owned(), self.watch.clone(), &op.by())?).await?;
        Ok(id)
    }
}

#[derive(Serialize)]
struct Remove<'a> {
    name: &'a str,
}

impl Command for Remove<'_> {
    const NAME: &'static str = "alert.remove";
    type Answer = AlertId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<AlertId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let mut alert: Stream<Alert> = crate::named::lock(op, tx, self.name).await?.ok_or_else(|| missing(self.name))?;
        Alert::remove(&mut alert, &op.by());
        tx.save(&mut alert).await?;
        // Nobody is told that it is over: nobody wants to know any more.
        tx.clear_mark(alert.org(), &mark_of(self.name)).await?;
        Ok(alert.id())
    }
}

impl From<WatchFault> for AppError {
    fn from(fault: WatchFault) -> Self {
        Self::invalid(fault.code(), fault.to_string())
    }
}
