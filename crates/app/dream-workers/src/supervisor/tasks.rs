//! Tasks that are not the work of stages: claimed by the agents for whom they are, and given to a place of them.

use super::choice::Work;
use super::{Inner, STOPPED};
use dream_app::agent_work::{HandWork, Rostered, Standing, TaskWork};
use dream_app::tasks::{self, ClaimRequest};
use dream_app::work::Failure;
use dream_app::{AppError, Kind, agents};
use dream_id::AgentId;
use dream_swarm::Offer;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument as _;

/// How long an agent may go on with its turn when it has ended the task by tool.
const LAST_WORDS: Duration = Duration::from_mins(1);

/// How long a task is an agent's own without a word of the supervisor.
const LEASE: Duration = Duration::from_mins(1);

/// Takes up tasks for agents with room. Returns whether there was any.
pub(super) async fn take(inner: &Arc<Inner>) -> Result<bool, AppError> {
    if inner.is_draining() || inner.is_halted() {
        return Ok(false);
    }
    let roster = inner.roster.borrow().clone();
    let lanes = tasks::ready_lanes(&inner.op()).await?;
    let mut any = false;
    for rostered in roster.agents.values().filter(|rostered| rostered.may_work()) {
        let offer = offer(rostered);
        if !lanes.iter().any(|(org, lane)| *org == rostered.org && lane.suits(&offer)) {
            continue;
        }
        any |= take_for(inner, rostered, offer).await?;
    }
    Ok(any)
}

/// What an agent offers. A built-in one does what is assigned to it by name; the work of its role is that of stages.
fn offer(rostered: &Rostered) -> Offer {
    let manifest = &rostered.agent.manifest;
    // No task asks for a role without a name.
    let role = if rostered.agent.builtin { String::new() } else { manifest.role.clone() };
    Offer {
        worker: manifest.name.clone(),
        roles: [role].into(),
        capabilities: manifest.capabilities.iter().cloned().collect(),
        project: None,
        stage_work: false,
    }
}

async fn take_for(inner: &Arc<Inner>, rostered: &Rostered, offer: Offer) -> Result<bool, AppError> {
    let id = rostered.agent.id;
    let room = rostered.agent.manifest.concurrency.max(1).saturating_sub(inner.busy(id));
    if room == 0 {
        return Ok(false);
    }
    let op = match agents::op_of(&inner.app, &rostered.reference()).await {
        Ok(op) => op,
        // Stopped since the roster was read.
        Err(error) if matches!(error.kind, Kind::Conflict | Kind::Forbidden | Kind::Unauthenticated) => return Ok(false),
        Err(error) => return Err(error),
    };
    let claimed = tasks::claim(&op, ClaimRequest { offer, most: room.min(16), lease: Some(LEASE) }).await?;
    let any = !claimed.is_empty();
    for work in claimed {
        let name = rostered.agent.name().to_owned();
        let task = work.task.id;
        match TaskWork::of(op.clone(), name, work, rostered.agent.manifest.limits).await {
            Ok(work) => begin(inner, id, rostered, work),
            // The others are the agent's all the same; this one comes back when its lease ends.
            Err(error) => tracing::error!(task.id = %task, error.code = error.code, %error, "a task that was claimed cannot be read"),
        }
    }
    Ok(any)
}

/// Has the agent work on a task it has claimed, beside everything else.
fn begin(inner: &Arc<Inner>, agent: AgentId, rostered: &Rostered, task: TaskWork) {
    let task = Arc::new(task);
    let work = Work { org: rostered.org, project: None, role: String::new(), agent: Some(agent), hand: HandWork::Task(Arc::clone(&task)) };
    let inner = Arc::clone(inner);
    inner.begin_task(agent);
    let running = inner.running.clone();
    let span = tracing::error_span!("task", org.id = %rostered.org, agent.name = rostered.agent.name(), task.id = %task.id());
    let worked = async move {
        tracing::info!(attempt.number = task.number(), "a task is taken up");
        let done = tokio::select! {
            done = inner.give(work) => Some(done),
            // The work is dropped with this, and with it the agent's turn.
            () = lost(&task, inner.settings.task_beat) => None,
        };
        inner.end_task(agent);
        let ended = match done {
            Some(Ok(_)) => Ok(()),
            // Over, another's, or its agent was stopped: then it is to be there for whoever comes next.
            None => task.release().await,
            Some(Err(Failure::Internal(error))) => {
                if error.code != STOPPED {
                    rest(&inner).await;
                }
                task.release().await
            }
            Some(Err(failure)) => {
                tracing::error!(attempt.number = task.number(), error.code = failure.code(), error = %failure, "an attempt at a task failed");
                task.fail(&failure).await
            }
        };
        if let Err(error) = ended {
            tracing::warn!(error.code = error.code, %error, "a task could not be given back; its lease will end");
        }
    };
    running.spawn(worked.instrument(span));
}

/// What kept a task from being worked, such as a full disk, is still there a moment later: it is not taken up again at once.
async fn rest(inner: &Inner) {
    let mut roster = inner.roster.subscribe();
    let over = tokio::time::sleep(inner.settings.task_rest);
    tokio::pin!(over);
    while !inner.is_draining() {
        tokio::select! {
            () = &mut over => return,
            // The sender lives as long as the supervisor.
            _ = roster.changed() => {}
        }
    }
}

/// Renews the hold of a task from the moment it was claimed, whatever its agent's process does meanwhile; returns when it is no longer the
/// agent's, because it was cancelled or given to somebody else, or when its agent has ended it and finds no end to its words.
async fn lost(task: &TaskWork, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        match task.beat().await {
            Ok(Standing::Held) => {}
            Ok(Standing::Ended) => return tokio::time::sleep(LAST_WORDS).await,
            Ok(Standing::Lost) => return,
            Err(error) => tracing::warn!(task.id = %task.id(), error.code = error.code, "a task's hold could not be renewed; trying again"),
        }
    }
}

impl Inner {
    /// How many tasks of an agent are under way here, beside the work of stages.
    fn busy(&self, agent: AgentId) -> u32 {
        let tasks = self.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&agent).copied().unwrap_or(0);
        let taken = self.places().range((agent, 0)..=(agent, u32::MAX)).filter(|(_, place)| !place.is_free()).count();
        tasks.max(u32::try_from(taken).unwrap_or(u32::MAX))
    }

    fn begin_task(&self, agent: AgentId) {
        *self.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).entry(agent).or_default() += 1;
    }

    fn end_task(&self, agent: AgentId) {
        if let Some(count) = self.tasks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_mut(&agent) {
            *count = count.saturating_sub(1);
        }
    }
}
