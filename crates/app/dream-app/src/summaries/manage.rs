//! Making and removing summaries.

use super::mark_of;
use super::read::{missing, of_id};
use crate::connections::{check_name, taken};
use crate::{AppError, Command, Kind, Op, logs};
use dream_access::Action;
use dream_bridge::summary::{Schedule, Summary};
use dream_id::SummaryId;
use dream_ledger::Stream;
use dream_store::bridge_marks::Mark;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most summaries of one organisation.
const MOST: usize = 20;

/// A summary to make.
#[derive(Debug, Clone, Serialize)]
pub struct NewSummary {
    /// Its name.
    pub name: String,
    /// When it is told.
    pub schedule: Schedule,
}

/// Makes a summary. It also says what stands in the server's own log when its maker may read that.
///
/// # Errors
/// `name_invalid`, `name_taken`, `schedule_invalid`, `too_many_summaries`.
pub async fn make(op: &Op, new: NewSummary) -> Result<Stream<Summary>, AppError> {
    op.allow(Action::BridgeManage, None)?;
    op.allow(Action::LogRead, None)?;
    check_name(&new.name)?;
    new.schedule.rhythm().map_err(|why| AppError::invalid("schedule_invalid", why))?;
    let id = op.run(&Make { new }).await?;
    of_id(op, id).await
}

/// Removes the summary called `name`. What it was.
///
/// # Errors
/// `not_found`.
pub async fn remove(op: &Op, name: &str) -> Result<Stream<Summary>, AppError> {
    let id = op.run(&Remove { name }).await?;
    of_id(op, id).await
}

#[derive(Serialize)]
struct Make {
    new: NewSummary,
}

impl Command for Make {
    const NAME: &'static str = "summary.make";
    type Answer = SummaryId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SummaryId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        // Nobody has told to a channel what they may not read themselves.
        op.allow(Action::LogRead, None)?;
        let NewSummary { name, schedule } = &self.new;
        let there: Vec<Stream<Summary>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        if there.iter().any(|other| other.name == *name) {
            return Err(taken("summary", name));
        }
        if there.len() >= MOST {
            let message = format!("there are {MOST} summaries already; remove one first");
            return Err(AppError::new(Kind::Conflict, "too_many_summaries", message));
        }
        let (org, id, by) = (op.org()?, op.app().store.new_id(), op.by());
        let server = logs::may_read_server(op);
        tx.save(&mut Summary::make(org, id, name.clone(), schedule.clone(), server, &by)?).await?;
        tx.set_mark(org, &Mark { mark: mark_of(name), at: by.at, note: String::new() }).await?;
        Ok(id)
    }
}

#[derive(Serialize)]
struct Remove<'a> {
    name: &'a str,
}

impl Command for Remove<'_> {
    const NAME: &'static str = "summary.remove";
    type Answer = SummaryId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SummaryId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let mut summary: Stream<Summary> = crate::named::lock(op, tx, self.name).await?.ok_or_else(|| missing(self.name))?;
        Summary::remove(&mut summary, &op.by());
        tx.save(&mut summary).await?;
        tx.clear_mark(summary.org(), &mark_of(self.name)).await?;
        Ok(summary.id())
    }
}
