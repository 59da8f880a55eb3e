//! The second look at an approval that somebody gave alone.

use crate::{AppError, Command, Op, bodies::Text, decisions, voters};
use dream_access::{Action, policy_version};
use dream_govern::LookAgain;
use dream_id::ReviewId;
use dream_store::Unit;
use serde::Serialize;

/// Confirms or contests the approval; contested, it no longer stands and what rests on it is undone.
pub async fn second_look(op: &Op, review: ReviewId, confirmed: bool, note: Option<String>) -> Result<(), AppError> {
    let note = match note {
        Some(text) => Some(Text::prepare(op, op.org()?, text.into_bytes()).await?),
        None => None,
    };
    op.run(&SecondLook { review, confirmed, note }).await
}

#[derive(Serialize)]
struct SecondLook {
    review: ReviewId,
    confirmed: bool,
    note: Option<Text>,
}

impl Command for SecondLook {
    const NAME: &'static str = "review.second_look";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let mut set = decisions::lock_of_review(op, tx, self.review).await?;
        let (org, project, by) = (set.org(), set.run().project, op.by());
        op.allow(Action::ReviewSecondLook, Some(project))?;
        let note = match &self.note {
            Some(text) => Some(text.keep(tx, org).await?),
            None => None,
        };
        let people = voters::gather(tx, org, project, by.at).await?;
        let look = LookAgain { review: self.review, confirmed: self.confirmed, note, policy_version: policy_version() };
        decisions::with_ids(op, |ids| set.second_look(&look, &people, &by, ids))?;
        decisions::save(op, tx, set).await
    }
}
