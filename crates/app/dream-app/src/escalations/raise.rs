//! Raising an escalation.

use super::tell;
use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_id::{AgentId, EscalationId, OrgId, Scope, TaskId};
use dream_store::Unit;
use dream_swarm::{Agent, Escalation, EscalationKind, EscalationRaised, Task, Tried};
use serde::Serialize;
use std::time::Duration;

/// How many bytes the words of an escalation have.
const MOST_WORDS: usize = 64 * 1024;

/// Something that agents cannot solve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewEscalation {
    /// What it is about.
    pub about: EscalationKind,
    /// The agent.
    pub agent: Option<AgentId>,
    /// What it works on.
    pub task: Option<TaskId>,
    /// One line for lists.
    pub title: String,
    /// What happened.
    pub text: String,
    /// What was tried before, in order.
    pub tried: Vec<Tried>,
    /// How long a captain has to answer until people are told; 15 minutes unless it is said.
    pub term: Option<Duration>,
}

/// Raises an escalation in the caller's organisation. An agent speaks of itself, whatever it says.
///
/// # Errors
/// `invalid_escalation` without a title or with words of more than 64 KiB.
pub async fn raise(op: &Op, mut new: NewEscalation) -> Result<EscalationId, AppError> {
    if let Some(agent) = op.agent() {
        (new.agent, new.about, new.tried) = (Some(agent), EscalationKind::Help, Vec::new());
    }
    raise_for(op, op.org()?, new).await
}

/// Raises an escalation in the organisation `org`: for the supervisor, which serves them all.
pub async fn raise_for(op: &Op, org: OrgId, new: NewEscalation) -> Result<EscalationId, AppError> {
    if new.title.trim().is_empty() || new.text.len() > MOST_WORDS {
        return Err(AppError::invalid(
            "invalid_escalation",
            "an escalation has a title, and a text of at most 64 KiB; say it in fewer words",
        ));
    }
    let text = Text::prepare(op, org, new.text.clone().into_bytes()).await?;
    let escalation = op.run(&Raise { org, text, new }).await?;
    tell::captain(op, org, escalation).await;
    Ok(escalation)
}

#[derive(Serialize)]
struct Raise {
    org: OrgId,
    text: Text,
    new: NewEscalation,
}

impl Command for Raise {
    const NAME: &'static str = "escalation.raise";
    type Answer = EscalationId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<EscalationId, AppError> {
        let (new, scope) = (&self.new, Scope::Org(self.org));
        let task = match new.task {
            Some(id) => Some(tx.find::<Task>(scope, id).await?.ok_or_else(|| AppError::not_found("task", id))?),
            None => None,
        };
        let agent = match new.agent {
            Some(id) => Some(tx.find::<Agent>(scope, id).await?.ok_or_else(|| AppError::not_found("agent", id))?),
            None => None,
        };
        let project = task.as_ref().and_then(|task| task.project);
        op.allow(Action::EscalationRaise, project)?;
        let raised = EscalationRaised {
            about: new.about,
            agent: new.agent,
            agent_name: agent.map(|agent| agent.name().to_owned()),
            task: new.task,
            run: task.and_then(|task| task.work).map(|work| work.run),
            project,
            title: new.title.clone(),
            text: self.text.keep(tx, self.org).await?,
            tried: new.tried.clone(),
            due_at: op.by().at.plus(new.term.unwrap_or(Escalation::USUAL_TERM)),
        };
        let mut escalation = Escalation::raise(self.org, op.app().store.new_id(), &op.by(), raised)?;
        tx.save(&mut escalation).await?;
        Ok(escalation.id())
    }
}
