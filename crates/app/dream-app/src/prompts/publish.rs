//! Publishing a version of a prompt.

use super::check::{of_roles, overridden};
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::{Action, Org};
use dream_govern::{Craft, PromptEvent, PromptRecord};
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Publishes the next version of the prompt of `craft`: attempts that start from now on are told it. Returns its number.
///
/// # Errors
/// `prompt_invalid` as [`super::check`].
pub async fn publish(op: &Op, craft: Craft, text: String) -> Result<u32, AppError> {
    op.allow(Action::PromptPublish, None)?;
    overridden(op, of_roles(craft)?, text.clone())?;
    let text = Text::prepare(op, op.org()?, text.into_bytes()).await?;
    op.run(&Publish { craft, text }).await
}

#[derive(Serialize)]
struct Publish {
    craft: Craft,
    text: Text,
}

impl Command for Publish {
    const NAME: &'static str = "prompt.publish";
    type Answer = u32;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<u32, AppError> {
        op.allow(Action::PromptPublish, None)?;
        let org = op.org()?;
        // The organisation's own row is locked, so that two first versions cannot make two prompts of one craft.
        tx.lock::<Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
        let text = self.text.keep(tx, org).await?;
        let own: Vec<Stream<PromptRecord>> = tx.list(op.scope(), &Filter::default().eq("craft", self.craft.name())).await?;
        let number = own.first().map_or(1, |own| own.number + 1);
        let event = PromptEvent::Published { craft: self.craft, number, text };
        let mut stream = match own.into_iter().next() {
            Some(mut own) => {
                own.record(&op.by(), event);
                own
            }
            None => Stream::create(org, op.app().store.new_id(), &op.by(), event)?,
        };
        tx.save(&mut stream).await?;
        Ok(number)
    }
}
