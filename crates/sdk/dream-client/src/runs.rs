//! Runs.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{CancelRun, Page, PauseRun, Replay, RerunRun, Rollback, RollbackPlan, Run, StartRun, Status};
use dream_id::{ProjectId, RunId};
use serde_json::json;

/// Which runs to list.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Those of one project.
    pub project: Option<ProjectId>,
    /// Those that stand so.
    pub status: Option<Status>,
}

impl Client {
    /// Starts a run.
    pub async fn start_run(&self, project: ProjectId, body: &StartRun) -> Result<Run, ClientError> {
        self.post(&["projects", &project.to_string(), "runs"], body).await
    }

    /// Lists runs, newest first.
    pub async fn runs(&self, filter: &RunFilter, page: &PageOf) -> Result<Page<Run>, ClientError> {
        self.org_get(Call::get(&["runs"]).query("project", filter.project).query("status", filter.status).page(page)).await
    }

    /// One run.
    pub async fn run(&self, run: RunId) -> Result<Run, ClientError> {
        self.org_get(Call::get(&["runs", &run.to_string()])).await
    }

    /// Pauses a run.
    pub async fn pause_run(&self, run: RunId, body: &PauseRun) -> Result<Run, ClientError> {
        self.post(&["runs", &run.to_string(), "pause"], body).await
    }

    /// Lets a paused run go on.
    pub async fn resume_run(&self, run: RunId) -> Result<Run, ClientError> {
        self.post(&["runs", &run.to_string(), "resume"], &json!({})).await
    }

    /// Cancels a run.
    pub async fn cancel_run(&self, run: RunId, body: &CancelRun) -> Result<Run, ClientError> {
        self.post(&["runs", &run.to_string(), "cancel"], body).await
    }

    /// Runs again: from a stage of this run, or as a new run.
    pub async fn rerun(&self, run: RunId, body: &RerunRun) -> Result<Run, ClientError> {
        self.post(&["runs", &run.to_string(), "rerun"], body).await
    }

    /// What a rollback to `to` would do.
    pub async fn rollback_plan(&self, run: RunId, to: &str) -> Result<RollbackPlan, ClientError> {
        self.org_get(Call::get(&["runs", &run.to_string(), "rollback"]).query("to", Some(to))).await
    }

    /// Rolls a run back.
    pub async fn rollback(&self, run: RunId, body: &Rollback) -> Result<Run, ClientError> {
        self.post(&["runs", &run.to_string(), "rollback"], body).await
    }

    /// Runs a run again from its record and compares.
    pub async fn replay(&self, run: RunId) -> Result<Replay, ClientError> {
        self.post_long(&["runs", &run.to_string(), "replay"], &json!({})).await
    }
}
