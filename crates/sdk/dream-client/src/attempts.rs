//! Attempts.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{Attempt, Page};
use dream_id::{AttemptId, RunId};

impl Client {
    /// Lists the attempts of a run, oldest first.
    pub async fn attempts(&self, run: RunId, page: &PageOf) -> Result<Page<Attempt>, ClientError> {
        self.org_get(Call::get(&["runs", &run.to_string(), "attempts"]).page(page)).await
    }

    /// One attempt.
    pub async fn attempt(&self, attempt: AttemptId) -> Result<Attempt, ClientError> {
        self.org_get(Call::get(&["attempts", &attempt.to_string()])).await
    }
}
