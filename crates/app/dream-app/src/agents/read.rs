//! Questions about agents.

use super::shown;
use crate::{AppError, Op, bodies};
use dream_access::{Action, VisibleProjects};
use dream_id::OrgId;
use dream_ledger::{Digest, Stream};
use dream_store::{agents, swarms};
use dream_swarm::{Agent, EscalationStatus, Observation, Observed};
use std::collections::BTreeMap;

/// An agent and what is seen of its processes.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentView {
    /// The agent.
    pub agent: Stream<Agent>,
    /// What is seen of each of its processes, by place; none when it never had one.
    pub processes: Vec<(u32, Observation)>,
}

/// The agents that the caller may see, by name.
pub async fn list(op: &Op) -> Result<Vec<AgentView>, AppError> {
    let visible = op.visible_projects()?;
    if visible == VisibleProjects::All {
        op.allow(Action::AgentRead, None)?;
    }
    let mut reader = op.read().await?;
    let mut seen = agents::observations(&mut reader, op.scope(), None).await?;
    let mut found = agents::present(&mut reader, op.scope()).await?;
    found.retain(|agent| sees(&visible, agent));
    found.sort_by(|one, other| one.name().cmp(other.name()));
    let view = |agent: Stream<Agent>| AgentView { processes: seen.remove(&agent.id()).unwrap_or_default(), agent };
    Ok(found.into_iter().map(view).collect())
}

/// The agent called `name`.
pub async fn find(op: &Op, name: &str) -> Result<AgentView, AppError> {
    let agent = named(op, name).await?;
    let mut seen = agents::observations(&mut op.read().await?, op.scope(), Some(agent.id())).await?;
    Ok(AgentView { processes: seen.remove(&agent.id()).unwrap_or_default(), agent })
}

/// The source of an agent's manifest: none for a built-in agent, or when it was erased.
pub async fn source(op: &Op, agent: &Stream<Agent>) -> Result<Option<String>, AppError> {
    let Some(digest) = agent.source else { return Ok(None) };
    match bodies::read_text(op, &mut op.read().await?, agent.org(), digest).await {
        Err(error) if error.code == bodies::ERASED => Ok(None),
        other => other.map(Some),
    }
}

/// The words of a nudge of the organisation `org`; none when they were erased. For the server's own workers.
pub async fn nudge_words(op: &Op, org: OrgId, digest: Digest) -> Result<Option<String>, AppError> {
    match bodies::read_text(op, &mut op.read().await?, org, digest).await {
        Err(error) if error.code == bodies::ERASED => Ok(None),
        other => other.map(Some),
    }
}

/// The agent called `name`, if the caller may see it.
pub(super) async fn named(op: &Op, name: &str) -> Result<Stream<Agent>, AppError> {
    let visible = op.visible_projects()?;
    let found = agents::named(&mut op.read().await?, op.org()?, name).await?;
    let found = found.filter(|agent| !agent.removed && sees(&visible, agent));
    found.ok_or_else(|| AppError::not_found("agent", shown(name)))
}

/// How agents, their processes and what they could not solve stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Processes by what they do; every state is there.
    pub observed: BTreeMap<Observed, u64>,
    /// How often a process was started in place of one that had ended.
    pub restarts: u64,
    /// Escalations by what became of them; every status is there.
    pub escalations: BTreeMap<EscalationStatus, u64>,
    /// In how many organisations all agents are stopped.
    pub stopped_swarms: u64,
}

/// How agents of the caller's organisation stand; a worker counts those of all.
pub async fn counts(op: &Op) -> Result<Counts, AppError> {
    op.allow(Action::AgentRead, None)?;
    let (mut reader, scope) = (op.read().await?, op.scope());
    let mut counts = Counts::default();
    counts.observed.extend(Observed::ALL.iter().map(|state| (*state, 0)));
    counts.escalations.extend(EscalationStatus::ALL.iter().map(|status| (*status, 0)));
    let seen = agents::observations(&mut reader, scope, None).await?;
    for (_, seen) in seen.into_values().flatten() {
        *counts.observed.entry(seen.observed).or_default() += 1;
        counts.restarts = counts.restarts.saturating_add(u64::from(seen.restarts));
    }
    counts.escalations.extend(swarms::escalation_counts(&mut reader, scope).await?);
    counts.stopped_swarms = swarms::stopped_count(&mut reader, scope).await?;
    Ok(counts)
}

/// Agents of the whole organisation are seen by everybody in it; those held to projects by whoever sees one of these.
fn sees(visible: &VisibleProjects, agent: &Agent) -> bool {
    let projects = &agent.manifest.projects;
    projects.is_empty() || projects.iter().any(|project| visible.contains(*project))
}
