//! Questions about escalations.

use crate::{AppError, Op, bodies};
use dream_access::{Action, VisibleProjects};
use dream_id::{Cursor, EscalationId, Limit, OrgId, Page};
use dream_ledger::{Digest, Stream};
use dream_store::Filter;
use dream_swarm::{Escalation, EscalationStatus};

/// What an escalation says, and what it was answered. A text that was erased is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EscalationText {
    /// What happened.
    pub text: Option<String>,
    /// The answer.
    pub answer: Option<String>,
}

/// The escalation `id`, if the caller may see it.
pub async fn find(op: &Op, id: EscalationId) -> Result<Stream<Escalation>, AppError> {
    let found: Option<Stream<Escalation>> = op.read().await?.find(op.scope(), id).await?;
    let found = found.ok_or_else(|| AppError::not_found("escalation", id))?;
    op.allow(Action::EscalationRead, found.raised.project)?;
    Ok(found)
}

/// A page of the escalations that the caller may see, newest first; those of `status` alone if one is given.
pub async fn list(
    op: &Op,
    status: Option<EscalationStatus>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Stream<Escalation>>, AppError> {
    let mut filter = Filter::default();
    if let Some(status) = status {
        filter = filter.eq("status", status.name());
    }
    match op.visible_projects()? {
        VisibleProjects::All => op.allow(Action::EscalationRead, None)?,
        VisibleProjects::Only(projects) => filter = filter.one_of("project", projects.iter().map(ToString::to_string)),
    }
    Ok(op.read().await?.page(op.scope(), filter, cursor, limit).await?)
}

impl EscalationText {
    /// What `escalation` says.
    pub async fn of(op: &Op, escalation: &Stream<Escalation>) -> Result<Self, AppError> {
        let org = escalation.org();
        let answer = match escalation.answer {
            Some(answer) => words(op, org, answer).await?,
            None => None,
        };
        Ok(Self { text: words(op, org, escalation.raised.text).await?, answer })
    }
}

/// A text, unless it was erased.
pub(super) async fn words(op: &Op, org: OrgId, digest: Digest) -> Result<Option<String>, AppError> {
    match bodies::read_text(op, &mut op.read().await?, org, digest).await {
        Err(error) if error.code == bodies::ERASED => Ok(None),
        other => other.map(Some),
    }
}
