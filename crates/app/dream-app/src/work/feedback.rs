//! What reviewers said of earlier work at a stage, and the work they said it of: what an attempt sees that follows a request for changes.

use super::Task;
use crate::{AppError, Op, bodies};
use dream_govern::{Attempt, Decision, Review};
use dream_id::{AttemptId, Scope};
use dream_ledger::Stream;
use dream_roles::{Feedback, Input};
use dream_store::{Filter, Reader};
use std::collections::BTreeMap;

impl Task {
    /// Every comment of every round in which people sent work of the stage back before this attempt, oldest round first; none when
    /// the attempt shall begin afresh. No clock is asked: a stage with a running attempt has no open review, so the answer is the same
    /// whenever it is asked for.
    pub(super) async fn feedback(&self, op: &Op, reader: &mut Reader) -> Result<Vec<Feedback>, AppError> {
        if self.attempt.basis.feedback.is_none() {
            return Ok(Vec::new());
        }
        let mut feedback = Vec::new();
        for (round, review) in (1..).zip(self.rounds(reader).await?) {
            for vote in &review.votes {
                let Some(comment) = vote.comment else { continue };
                let text = bodies::read_text(op, reader, self.org, comment).await?;
                feedback.push(Feedback { round, verdict: vote.verdict.name().to_owned(), text });
            }
        }
        Ok(feedback)
    }

    /// The reviews that sent work of the stage back before this attempt, in the order of the work.
    async fn rounds(&self, reader: &mut Reader) -> Result<Vec<Stream<Review>>, AppError> {
        let of_stage = Filter::default().eq("stage", self.stage.id().to_string());
        let attempts: Vec<Stream<Attempt>> = reader.list(Scope::Org(self.org), &of_stage).await?;
        let numbers: BTreeMap<AttemptId, u32> = attempts.iter().map(|attempt| (attempt.id(), attempt.basis.number)).collect();
        let number = |review: &Stream<Review>| numbers.get(&review.attempt).copied().unwrap_or(u32::MAX);
        let sent_back = |review: &Stream<Review>| {
            let decision = review.closed.as_ref().map(|closed| closed.decision);
            matches!(decision, Some(Decision::ChangesRequested | Decision::Regenerate))
        };
        let mut reviews: Vec<Stream<Review>> = reader.list(Scope::Org(self.org), &of_stage).await?;
        reviews.retain(|review| number(review) < self.attempt.basis.number && sent_back(review));
        reviews.sort_by_key(|review| (number(review), review.requested_at, review.id()));
        Ok(reviews)
    }

    /// The exact versions that the last review was about, when it asked for changes to them.
    pub(super) async fn previous(&self, op: &Op, reader: &mut Reader) -> Result<Vec<Input>, AppError> {
        let Some(id) = self.attempt.basis.feedback else { return Ok(Vec::new()) };
        let review = reader.find::<Review>(Scope::Org(self.org), id).await?.ok_or_else(|| AppError::not_found("review", id))?;
        self.files_of(op, &review.artifacts).await
    }
}
