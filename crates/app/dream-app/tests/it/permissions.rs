//! What agents ask of people, on a whole core: the gate, standing leave, questions, and the walls around them.

mod gate;
mod leave;
mod questions;
mod walls;

use dream_access::Role;
use dream_app::permissions::{self, Asked, Decision, NewGrant, Standing};
use dream_app::{AppError, Kind, Op};
use dream_id::{GrantId, PermissionId, TaskId};
use dream_swarm::{PermissionVerdict, ToolEffect};
use dream_testkit::TestApp;
use serde_json::{Value, json};

/// The agent whose craft is `name`, calling.
async fn agent(app: &TestApp, name: &str) -> Op {
    app.agent(name).await
}

/// A person who may decide.
async fn reviewer(app: &TestApp) -> Op {
    app.person(Role::Reviewer).await
}

fn push(branch: &str) -> Asked {
    call("git__push", json!({ "branch": branch, "force": true }))
}

fn call(tool: &str, arguments: Value) -> Asked {
    Asked {
        task: None,
        attempt: None,
        tool: tool.to_owned(),
        kind: Some("execute".to_owned()),
        title: "Push it".to_owned(),
        arguments,
        rules_effect: ToolEffect::Ask,
    }
}

fn of_task(task: TaskId, asked: Asked) -> Asked {
    Asked { task: Some(task), attempt: Some(1), ..asked }
}

/// The permission that `asked` waits for.
async fn waiting(op: &Op, asked: Asked) -> PermissionId {
    match permissions::ask(op, asked).await.unwrap() {
        Standing::Waiting { permission } => permission,
        other => panic!("{other:?}"),
    }
}

async fn verdict(op: &Op, permission: PermissionId, verdict: PermissionVerdict, comment: Option<&str>) -> Result<(), AppError> {
    decision(op, permission, verdict, comment, None).await.map(drop)
}

async fn approve(op: &Op, permission: PermissionId) {
    verdict(op, permission, PermissionVerdict::Approve, None).await.unwrap();
}

/// Decides about what the permission asks for now.
async fn decision(
    op: &Op,
    permission: PermissionId,
    verdict: PermissionVerdict,
    comment: Option<&str>,
    grant: Option<NewGrant>,
) -> Result<Option<GrantId>, AppError> {
    let seen = permissions::find(op, permission).await?.permission.digest();
    permissions::decide(op, Decision { permission, verdict, seen, comment: comment.map(str::to_owned), grant }).await
}

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}

fn allowed_by(permission: PermissionId) -> Standing {
    Standing::Allowed { grant: None, permission: Some(permission) }
}

fn why(standing: Standing) -> String {
    match standing {
        Standing::Denied { why, .. } => why,
        other => panic!("{other:?}"),
    }
}
