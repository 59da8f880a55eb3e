//! Writing rules.

use super::compiled::check;
use super::read::{Standing, standing, warnings};
use crate::bodies::Text;
use crate::{AppError, Command, Kind, Op};
use dream_access::{Action, Org};
use dream_bridge::rule::Rules;
use dream_ledger::Stream;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// Writes the rules of the organisation anew: the next event is asked of them. `seen` is the version that the writer read, 0 for none; without
/// it whatever is there is replaced.
///
/// # Errors
/// `rules_invalid` with every fault; `rules_changed` when somebody else wrote meanwhile.
pub async fn write(op: &Op, text: String, seen: Option<u32>) -> Result<Standing, AppError> {
    op.allow(Action::BridgeManage, None)?;
    check(&text)?;
    let text = Text::prepare(op, op.org()?, text.into_bytes()).await?;
    op.run(&Write { text, seen }).await?;
    standing(op).await
}

/// What a person should know about rules that nobody has written yet.
///
/// # Errors
/// `rules_invalid`.
pub async fn examine(op: &Op, text: &str) -> Result<Vec<String>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    warnings(op, &check(text)?).await
}

#[derive(Serialize)]
struct Write {
    text: Text,
    seen: Option<u32>,
}

impl Command for Write {
    const NAME: &'static str = "rules.write";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::BridgeManage, None)?;
        let org = op.org()?;
        let text = self.text.keep(tx, org).await?;
        // The organisation's own row is locked, so that two first versions cannot both be the first.
        tx.lock::<Org>(op.scope(), org).await?.ok_or_else(|| AppError::not_found("organisation", org))?;
        let found: Vec<Stream<Rules>> = tx.list(op.scope(), &Filter::default()).await?;
        let standing = found.first().map_or(0, |rules| rules.number);
        if let Some(seen) = self.seen.filter(|seen| *seen != standing) {
            let message = format!(
                "the rules are at version {standing}, and you saw version {seen}: read them again, and write your change into them"
            );
            return Err(AppError::new(Kind::Conflict, "rules_changed", message).with("version", standing));
        }
        let mut rules = match found.into_iter().next() {
            Some(mut rules) => {
                Rules::rewrite(&mut rules, text, &op.by());
                rules
            }
            None => Rules::begin(org, op.app().store.new_id(), text, &op.by())?,
        };
        tx.save(&mut rules).await?;
        Ok(())
    }
}
