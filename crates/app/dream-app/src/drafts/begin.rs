//! Beginning a draft.

use super::{DraftView, MOST, checked_text, read, reviewed};
use crate::{AppError, Command, Kind, Op, artifacts};
use dream_access::Action;
use dream_govern::{Anchor, Review};
use dream_id::{ArtifactId, DraftId, ReviewId};
use dream_store::Unit;
use dream_store::drafts::{self, Draft};
use serde::Serialize;

/// A note to begin.
#[derive(Debug, Clone)]
pub struct NewDraft {
    /// The artifact, one of those under review.
    pub artifact: ArtifactId,
    /// The file's path.
    pub path: String,
    /// The line, from 1, in the version under review; `None` for the whole file.
    pub line: Option<u32>,
    /// What is written so far.
    pub text: String,
}

/// Begins a note on what is under `review`.
///
/// # Errors
/// `already_decided`, `not_under_review`, `no_such_line`, `draft_empty`, `draft_too_large`, `too_many_drafts`.
pub async fn begin(op: &Op, review: ReviewId, new: NewDraft) -> Result<DraftView, AppError> {
    checked_text(&new.text)?;
    let (found, project) = reviewed(op, &mut op.read().await?, review).await?;
    op.allow(Action::ReviewDecide, Some(project))?;
    let number = under_review(&found, new.artifact)?;
    let bytes = artifacts::file(op, new.artifact, Some(number), &new.path).await?;
    let anchor = match new.line {
        Some(line) => Some(Anchor::of(&String::from_utf8_lossy(&bytes), line).ok_or_else(|| no_such_line(&new.path, line))?),
        None => None,
    };
    let NewDraft { artifact, path, text, .. } = new;
    let id = op.run(&Begin { review, artifact, number, path, anchor, text }).await?;
    read::one(op, review, id).await
}

/// The number of the version of `artifact` that is under review.
fn under_review(review: &Review, artifact: ArtifactId) -> Result<u32, AppError> {
    let found = review.artifacts.iter().find(|version| version.artifact == artifact).map(|version| version.number);
    found.ok_or_else(|| AppError::invalid("not_under_review", format!("{artifact} is not under this review; note on one that is")))
}

fn no_such_line(path: &str, line: u32) -> AppError {
    AppError::invalid("no_such_line", format!("{path} has no line {line} in the version under review; lines count from 1"))
}

#[derive(Serialize)]
struct Begin {
    review: ReviewId,
    artifact: ArtifactId,
    number: u32,
    path: String,
    anchor: Option<Anchor>,
    text: String,
}

impl Command for Begin {
    const NAME: &'static str = "draft.begin";
    type Answer = DraftId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DraftId, AppError> {
        let (review, project) = reviewed(op, tx, self.review).await?;
        op.allow(Action::ReviewDecide, Some(project))?;
        if !review.is_open() {
            return Err(AppError::new(Kind::Conflict, "already_decided", "the review has ended; note on the version that follows it"));
        }
        let (org, person) = (review.org(), op.person()?);
        if drafts::of_stage(tx, org, person, review.stage).await?.len() >= MOST {
            let message = format!("you have {MOST} notes on this stage that were not sent; send or discard some");
            return Err(AppError::invalid("too_many_drafts", message).with("limit", MOST));
        }
        let draft = Draft {
            id: op.app().store.new_id(),
            org,
            person,
            review: self.review,
            run: review.run,
            stage: review.stage,
            artifact: self.artifact,
            number: self.number,
            path: self.path.clone(),
            anchor: self.anchor.clone(),
            text: self.text.clone(),
            edit: 1,
            at: op.app().now(),
        };
        tx.begin_draft(&draft).await?;
        Ok(draft.id)
    }
}
