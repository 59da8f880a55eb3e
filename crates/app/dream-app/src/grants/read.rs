//! Questions about grants.

use crate::{AppError, Op};
use dream_access::{Action, VisibleProjects};
use dream_id::{AgentId, Cursor, GrantId, Limit, Page};
use dream_ledger::Stream;
use dream_store::Filter;
use dream_swarm::Grant;

/// Which grants a list holds.
#[derive(Debug, Clone, Default)]
pub struct GrantFilter {
    /// Those for one agent.
    pub agent: Option<AgentId>,
    /// Those that still hold.
    pub open: bool,
}

/// A page of the grants that the caller may see, newest first; revoked and used ones too unless told otherwise.
pub async fn list(op: &Op, wanted: GrantFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Page<Stream<Grant>>, AppError> {
    let mut filter = Filter::default();
    if let Some(agent) = wanted.agent {
        filter = filter.eq("agent", agent.to_string());
    }
    if wanted.open {
        filter = filter.eq("open", true).above("ends_at", op.app().now().micros());
    }
    if let VisibleProjects::Only(projects) = op.visible_projects()? {
        filter = filter.one_of("project", projects.iter().map(ToString::to_string));
    }
    Ok(op.read().await?.page::<Grant>(op.scope(), filter, cursor, limit).await?)
}

/// The grant `id`.
pub async fn find(op: &Op, id: GrantId) -> Result<Stream<Grant>, AppError> {
    let found = op.read().await?.find::<Grant>(op.scope(), id).await?;
    let grant = found.ok_or_else(|| AppError::not_found("grant", id))?;
    op.allow(Action::GrantRead, grant.made.signature.project)?;
    Ok(grant)
}
