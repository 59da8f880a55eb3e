//! Questions about permissions.

use crate::{AppError, Op, bodies};
use dream_access::{Action, VisibleProjects};
use dream_id::{AgentId, Cursor, Limit, Page, PermissionId, RunId, TaskId};
use dream_ledger::{Digest, Stream};
use dream_store::Filter;
use dream_swarm::{Permission, PermissionStatus};

/// Which permissions a list holds.
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

/// A permission with what is shown whole.
#[derive(Debug, Clone)]
pub struct PermissionDetail {
    /// The permission.
    pub permission: Stream<Permission>,
    /// The canonical arguments or the question, whole; without what looks like a secret for those who may not decide.
    pub text: String,
    /// Whether that is exactly what the digest binds.
    pub exact: bool,
    /// What the person who decided said about it, or answered.
    pub comment: Option<String>,
    /// Why the caller may not decide; `None` when they may.
    pub why_not: Option<String>,
}

/// A page of the permissions that the caller may see, newest first.
pub async fn list(op: &Op, wanted: PermissionFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Permission>>, AppError> {
    let mut filter = Filter::default();
    if let Some(status) = wanted.status {
        filter = filter.eq("status", status.name());
    }
    let ids = [
        ("agent", wanted.agent.map(|id| id.to_string())),
        ("task", wanted.task.map(|id| id.to_string())),
        ("run", wanted.run.map(|id| id.to_string())),
    ];
    for (column, id) in ids {
        if let Some(id) = id {
            filter = filter.eq(column, id);
        }
    }
    if let VisibleProjects::Only(projects) = op.visible_projects()? {
        filter = filter.one_of("project", projects.iter().map(ToString::to_string));
    }
    Ok(op.read().await?.page::<Permission>(op.scope(), filter, cursor, limit).await?)
}

/// The permission `id`, in detail.
pub async fn find(op: &Op, id: PermissionId) -> Result<PermissionDetail, AppError> {
    let mut reader = op.read().await?;
    let found = reader.find::<Permission>(op.scope(), id).await?;
    let permission = found.ok_or_else(|| AppError::not_found("permission", id))?;
    let project = permission.project();
    op.allow(Action::PermissionRead, project)?;
    let needed = if permission.call().is_some() { Action::PermissionDecide } else { Action::PermissionAnswer };
    let forbidden = op.allow(needed, project).err().map(|error| error.message);
    // What an agent sends may hold secrets: those who cannot decide do not need them to understand what is asked.
    let (shown, exact) = match permission.call() {
        Some(call) if forbidden.is_some() => (call.redacted, call.redacted == permission.opened.text),
        _ => (permission.opened.text, true),
    };
    let text = bodies::read_text(op, &mut reader, permission.org(), shown).await?;
    let comment = match permission.decided.as_ref().and_then(|decided| decided.comment) {
        Some(digest) => Some(comment(op, &mut reader, &permission, digest).await?),
        None => None,
    };
    let why_not = closed(op, &permission).or(forbidden);
    Ok(PermissionDetail { permission, text, exact, comment, why_not })
}

async fn comment(op: &Op, reader: &mut dream_store::Reader, of: &Stream<Permission>, digest: Digest) -> Result<String, AppError> {
    match bodies::read_text(op, reader, of.org(), digest).await {
        Err(error) if error.code == bodies::ERASED => Ok("what was said was erased".to_owned()),
        other => other,
    }
}

/// Why nobody may decide about it any more.
fn closed(op: &Op, permission: &Permission) -> Option<String> {
    if !permission.is_waiting() {
        return Some(format!("it has ended as {}", permission.status()));
    }
    permission.lapsed(op.app().now()).then(|| format!("it has ended as {}", PermissionStatus::Expired))
}

/// How many wait in the caller's scope: for counters.
pub async fn waiting(op: &Op) -> Result<u64, AppError> {
    Ok(op.read().await?.waiting_permission_counts(op.scope()).await?.into_values().sum())
}
