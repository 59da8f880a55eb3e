//! Going back to the built-in prompt.

use crate::{AppError, Command, Op};
use dream_access::{Action, Org};
use dream_govern::{Craft, PromptEvent, PromptRecord};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Has `craft` told the built-in prompt again, from the next attempt on. Doing so twice is fine.
pub async fn reset(op: &Op, craft: Craft) -> Result<(), AppError> {
    op.run(&Reset { craft }).await
}

#[derive(Serialize)]
struct Reset {
    craft: Craft,
}

impl Command for Reset {
    const NAME: &'static str = "prompt.reset";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::PromptPublish, None)?;
        let org = op.org()?;
        tx.lock::<Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
        let own: Vec<Stream<PromptRecord>> = tx.list(op.scope(), &Filter::default().eq("craft", self.craft.name())).await?;
        if let Some(mut own) = own.into_iter().find(|own| own.text.is_some()) {
            own.record(&op.by(), PromptEvent::Reset {});
            tx.save(&mut own).await?;
        }
        Ok(())
    }
}
