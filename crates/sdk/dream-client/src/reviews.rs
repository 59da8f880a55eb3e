//! Reviews and the decisions on them.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{
    Approve, ApproveAll, ApprovedAll, AskAgain, BreakGlass, Constrain, Page, Regenerate, Reject, RequestChanges, Review, ReviewDetail,
    ReviewStatus, SecondLook,
};
use dream_id::{ReviewId, RunId};

/// Which reviews to list.
#[derive(Debug, Clone, Default)]
pub struct ReviewFilter {
    /// Those that stand so.
    pub status: Option<ReviewStatus>,
    /// Those of one run.
    pub run: Option<RunId>,
}

impl Client {
    /// Lists reviews, newest first.
    pub async fn reviews(&self, filter: &ReviewFilter, page: &PageOf) -> Result<Page<Review>, ClientError> {
        self.org_get(Call::get(&["reviews"]).query("status", filter.status).query("run", filter.run).page(page)).await
    }

    /// One review with everything that a decision needs.
    pub async fn review(&self, review: ReviewId) -> Result<ReviewDetail, ClientError> {
        self.org_get(Call::get(&["reviews", &review.to_string()])).await
    }

    /// Approves exactly what was seen.
    pub async fn approve(&self, review: ReviewId, body: &Approve) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "approve"], body).await
    }

    /// Approves several reviews of low risk, all of them or none.
    pub async fn approve_all(&self, body: &ApproveAll) -> Result<ApprovedAll, ClientError> {
        self.post(&["reviews", "approve"], body).await
    }

    /// Sends the stage back with comments.
    pub async fn request_changes(&self, review: ReviewId, body: &RequestChanges) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "request-changes"], body).await
    }

    /// Sends the stage back for a fresh attempt.
    pub async fn regenerate(&self, review: ReviewId, body: &Regenerate) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "regenerate"], body).await
    }

    /// Adds constraints and leaves the review open.
    pub async fn constrain(&self, review: ReviewId, body: &Constrain) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "constrain"], body).await
    }

    /// Rejects.
    pub async fn reject(&self, review: ReviewId, body: &Reject) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "reject"], body).await
    }

    /// Asks again after a review has expired.
    pub async fn ask_again(&self, review: ReviewId) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "ask-again"], &AskAgain {}).await
    }

    /// Approves alone in an emergency.
    pub async fn break_glass(&self, review: ReviewId, body: &BreakGlass) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "break-glass"], body).await
    }

    /// Looks again at an emergency approval.
    pub async fn second_look(&self, review: ReviewId, body: &SecondLook) -> Result<ReviewDetail, ClientError> {
        self.post(&["reviews", &review.to_string(), "second-look"], body).await
    }
}
