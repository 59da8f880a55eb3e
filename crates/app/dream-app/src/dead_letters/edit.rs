//! Changing what a dead letter says, before it is handed over again.

use super::DeadLetterView;
use super::read::views;
use crate::consumers::{existing, record};
use crate::messages::{consumer_name, space};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_bus::ConsumerInfo;
use dream_id::{MessageId, ProjectId};
use dream_ledger::Digest;
use dream_messages::ConsumerEvent;
use dream_store::Unit;
use serde::Serialize;

/// Changes what a dead letter says; the message as it was sent stays as it is.
pub async fn edit(
    op: &Op,
    consumer: &str,
    project: Option<ProjectId>,
    message: MessageId,
    body: String,
) -> Result<DeadLetterView, AppError> {
    let name = consumer_name(consumer)?;
    let space = space(op, Action::DeadLetterManage, project).await?;
    let info = existing(op, space, &name).await?;
    // That it is there, and what travels with it.
    let headers = op.app().bus.dead_letter(space, &name, message).await?.message.headers;
    op.run(&Edit { consumer: name.to_string(), info, message, body: Digest::of(body.as_bytes()) }).await?;
    let edited = op.app().bus.edit_dead_letter(space, &name, message, body, headers).await?;
    Ok(views(op, vec![edited]).await?.remove(0))
}

#[derive(Serialize)]
struct Edit {
    consumer: String,
    #[serde(skip)]
    info: ConsumerInfo,
    message: MessageId,
    body: Digest,
}

impl Command for Edit {
    const NAME: &'static str = "dead_letter.edit";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::DeadLetterManage, self.info.space.project)?;
        let mut record = record(op, tx, &self.info).await?;
        record.record(&op.by(), ConsumerEvent::DeadLetterEdited { message: self.message, body: self.body });
        tx.save(&mut record).await?;
        Ok(())
    }
}
