//! Drafts: the caller's notes on a review that were not sent yet.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{BeginDraft, ChangeDraft, DiscardDraft, Draft, Page};
use dream_id::{DraftId, ReviewId};
use reqwest::Method;

impl Client {
    /// The caller's drafts on a review, and those from earlier reviews of its stage.
    pub async fn drafts(&self, review: ReviewId) -> Result<Page<Draft>, ClientError> {
        self.org_get(Call::get(&["reviews", &review.to_string(), "drafts"])).await
    }

    /// Begins a note.
    pub async fn begin_draft(&self, review: ReviewId, body: &BeginDraft) -> Result<Draft, ClientError> {
        self.post(&["reviews", &review.to_string(), "drafts"], body).await
    }

    /// Gives a draft another text.
    pub async fn change_draft(&self, review: ReviewId, draft: DraftId, body: &ChangeDraft) -> Result<Draft, ClientError> {
        self.command(Call::new(Method::PUT, &["reviews", &review.to_string(), "drafts", &draft.to_string()]), body).await
    }

    /// Discards a draft. Answers those that are left.
    pub async fn discard_draft(&self, review: ReviewId, draft: DraftId, body: &DiscardDraft) -> Result<Page<Draft>, ClientError> {
        self.post(&["reviews", &review.to_string(), "drafts", &draft.to_string(), "discard"], body).await
    }
}
