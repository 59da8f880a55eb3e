//! What agents ask of people, and what people say.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{
    AnswerPermission, ApprovePermission, Page, Permission, PermissionDetail, PermissionStatus, RejectPermission, RequestPermissionChanges,
};
use dream_id::{AgentId, PermissionId, RunId, TaskId};

/// Which permissions to list.
#[derive(Debug, Clone, Default)]
pub struct PermissionFilter {
    /// Those that stand so.
    pub status: Option<PermissionStatus>,
    /// Those of one agent.
    pub agent: Option<AgentId>,
    /// Those of one task.
    pub task: Option<TaskId>,
    /// Those of one run.
    pub run: Option<RunId>,
}

impl Client {
    /// Lists what agents ask, newest first.
    pub async fn permissions(&self, filter: &PermissionFilter, page: &PageOf) -> Result<Page<Permission>, ClientError> {
        let call = Call::get(&["permissions"]).query("status", filter.status).query("agent", filter.agent);
        self.org_get(call.query("task", filter.task).query("run", filter.run).page(page)).await
    }

    /// One permission, with the exact arguments.
    pub async fn permission(&self, permission: PermissionId) -> Result<PermissionDetail, ClientError> {
        self.org_get(Call::get(&["permissions", &permission.to_string()])).await
    }

    /// Approves exactly the call that was seen, once.
    pub async fn approve_permission(&self, permission: PermissionId, body: &ApprovePermission) -> Result<PermissionDetail, ClientError> {
        self.post(&["permissions", &permission.to_string(), "approve"], body).await
    }

    /// Does not approve, and says what to do otherwise.
    pub async fn request_permission_changes(
        &self,
        permission: PermissionId,
        body: &RequestPermissionChanges,
    ) -> Result<PermissionDetail, ClientError> {
        self.post(&["permissions", &permission.to_string(), "request-changes"], body).await
    }

    /// Rejects.
    pub async fn reject_permission(&self, permission: PermissionId, body: &RejectPermission) -> Result<PermissionDetail, ClientError> {
        self.post(&["permissions", &permission.to_string(), "reject"], body).await
    }

    /// Answers a question.
    pub async fn answer_permission(&self, permission: PermissionId, body: &AnswerPermission) -> Result<PermissionDetail, ClientError> {
        self.post(&["permissions", &permission.to_string(), "answer"], body).await
    }
}
