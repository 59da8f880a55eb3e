//! Taking a consumer away, with its place and its dead letters.

use super::ledger::existing;
use super::record;
use crate::bodies::Text;
use crate::bus_orders::{Order, Work};
use crate::messages::{consumer_name, space};
use crate::{AppError, Command, Kind, Op};
use dream_access::Action;
use dream_bus::ConsumerInfo;
use dream_id::{ProjectId, Scope};
use dream_ledger::Stream;
use dream_messages::{ConsumerEvent, ConsumerName, ConsumerRecord, Space};
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Takes the consumer away, for `reason`. Returns it as it stood.
pub async fn remove(op: &Op, name: &str, project: Option<ProjectId>, reason: String) -> Result<ConsumerInfo, AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::invalid("reason_required", "taking a consumer away needs a reason; it is kept in the ledger"));
    }
    let name = consumer_name(name)?;
    let space = space(op, Action::ConsumerManage, project).await?;
    let order = Order::new(op, space, Work::RemoveConsumer { consumer: name.clone() });
    order.settle_earlier(op).await?;
    let info = match existing(op, space, &name).await {
        Err(error) if error.kind == Kind::NotFound && was_removed(op, space, &name).await? => {
            let message = format!("the consumer `{name}` was taken away before; the audit log says by whom");
            return Err(AppError::new(Kind::Conflict, "consumer_removed", message));
        }
        found => found?,
    };
    let reason = Text::prepare(op, space.org, reason.into_bytes()).await?;
    op.run(&Remove { consumer: name.to_string(), info: info.clone(), reason, order: order.clone() }).await?;
    op.app().bus.remove_consumer(space, &name).await?;
    order.done(op).await?;
    Ok(info)
}

/// Whether the ledger knows of a consumer of that name that was taken away.
async fn was_removed(op: &Op, space: Space, name: &ConsumerName) -> Result<bool, AppError> {
    let project = space.project.map(|project| project.to_string()).unwrap_or_default();
    let filter = Filter::default().eq("project", project).eq("name", name.to_string()).eq("removed", true);
    let found: Vec<Stream<ConsumerRecord>> = op.read().await?.list(Scope::Org(space.org), &filter).await?;
    Ok(!found.is_empty())
}

#[derive(Serialize)]
struct Remove {
    consumer: String,
    #[serde(skip)]
    info: ConsumerInfo,
    reason: Text,
    #[serde(skip)]
    order: Order,
}

impl Command for Remove {
    const NAME: &'static str = "consumer.remove";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::ConsumerManage, self.info.space.project)?;
        let reason = self.reason.keep(tx, self.info.space.org).await?;
        let mut record = record(op, tx, &self.info).await?;
        record.record(&op.by(), ConsumerEvent::Removed { reason });
        tx.save(&mut record).await?;
        self.order.keep(op, tx).await
    }
}
