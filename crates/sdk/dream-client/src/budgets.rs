//! Budgets.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{Budget, RaiseBudget};
use dream_id::RunId;

impl Client {
    /// The budget of a run.
    pub async fn budget(&self, run: RunId) -> Result<Budget, ClientError> {
        self.org_get(Call::get(&["runs", &run.to_string(), "budget"])).await
    }

    /// Raises the budget of a run.
    pub async fn raise_budget(&self, run: RunId, body: &RaiseBudget) -> Result<Budget, ClientError> {
        self.post(&["runs", &run.to_string(), "budget", "raise"], body).await
    }
}
