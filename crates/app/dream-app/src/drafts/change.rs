//! Changing and discarding a draft: each names the change that it is based on, so that two windows never overwrite each other unseen.

use super::{DraftView, changed_elsewhere, checked_text, read, reviewed};
use crate::{AppError, Command, Op};
use dream_access::Action;
use dream_id::{DraftId, ReviewId};
use dream_store::Unit;
use dream_store::drafts::{self, Draft};
use serde::Serialize;

/// Gives the draft another text, if it still is as the change `edit` left it.
///
/// # Errors
/// `draft_changed` with the text that stands, `draft_gone`, `draft_empty`, `draft_too_large`.
pub async fn change(op: &Op, review: ReviewId, draft: DraftId, edit: u64, text: String) -> Result<DraftView, AppError> {
    checked_text(&text)?;
    op.run(&Change { review, draft, edit, text }).await?;
    read::one(op, review, draft).await
}

/// Discards the draft, if it still is as the change `edit` left it. One that is gone already is no fault.
///
/// # Errors
/// `draft_changed` with the text that stands.
pub async fn discard(op: &Op, draft: DraftId, edit: u64) -> Result<(), AppError> {
    op.run(&Discard { draft, edit }).await
}

#[derive(Serialize)]
struct Change {
    review: ReviewId,
    draft: DraftId,
    edit: u64,
    text: String,
}

impl Command for Change {
    const NAME: &'static str = "draft.change";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let (_, project) = reviewed(op, tx, self.review).await?;
        op.allow(Action::ReviewDecide, Some(project))?;
        let found = drafts::find(tx, op.scope(), op.person()?, self.draft).await?;
        let Some(draft) = found else { return Err(changed_elsewhere(None)) };
        let changed = Draft { text: self.text.clone(), at: op.app().now(), ..draft.clone() };
        if tx.change_draft(&changed, self.edit).await? { Ok(()) } else { Err(changed_elsewhere(Some(&draft))) }
    }
}

#[derive(Serialize)]
struct Discard {
    draft: DraftId,
    edit: u64,
}

impl Command for Discard {
    const NAME: &'static str = "draft.discard";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let person = op.person()?;
        let Some(draft) = drafts::find(tx, op.scope(), person, self.draft).await? else { return Ok(()) };
        if tx.drop_draft(draft.org, person, self.draft, self.edit).await? { Ok(()) } else { Err(changed_elsewhere(Some(&draft))) }
    }
}
