//! Where an agent's calls happen: as whom, for which task and run, on whose channels.

use crate::{App, AppError, Kind, Op, agents, tasks};
use dream_access::Action;
use dream_id::{ProjectId, RunId, Scope, TaskId};
use dream_ports::ToolCaller;
use dream_store::agents as stored;
use dream_swarm::{Manifest, Task};

/// How many parents of a task are looked at.
const PARENTS: usize = 32;

/// A call of a tool, on its way.
pub(super) struct Call<'a> {
    /// The agent, calling.
    pub(super) op: Op,
    /// The conversation.
    pub(super) caller: &'a ToolCaller,
}

impl<'a> Call<'a> {
    pub(super) async fn of(app: &App, caller: &'a ToolCaller) -> Result<Self, AppError> {
        Ok(Self { op: agents::op_of(app, &caller.agent).await?, caller })
    }

    /// The task of the conversation, or the one that is named; with the number of the attempt where that is known.
    pub(super) fn task(&self, named: Option<&str>) -> Result<(TaskId, Option<u32>), AppError> {
        let own = self.caller.work.task;
        let Some(named) = named else {
            let missing = || AppError::new(Kind::NotFound, "no_task", "this conversation is about no task; name one, or claim one first");
            return own.map(|(task, attempt)| (task, Some(attempt))).ok_or_else(missing);
        };
        let task: TaskId = task_id(named)?;
        Ok((task, own.filter(|(own, _)| *own == task).map(|(_, attempt)| attempt)))
    }

    /// The task of the conversation, as it stands.
    pub(super) async fn own_task(&self) -> Result<Option<Task>, AppError> {
        let Some((task, _)) = self.caller.work.task else { return Ok(None) };
        Ok(Some(tasks::find(&self.op, task).await?.task.state().clone()))
    }

    /// The agent's manifest.
    pub(super) async fn manifest(&self) -> Result<Manifest, AppError> {
        let (agent, scope) = (&self.caller.agent, Scope::Org(self.caller.agent.org));
        let found = stored::with_swarm(&mut self.op.read().await?, scope, agent.agent).await?;
        let (agent, _) = found.ok_or_else(|| AppError::not_found("agent", &agent.name))?;
        Ok(agent.manifest.clone())
    }

    /// The run that the conversation's task belongs to: as the work of one of its stages, or as a part of that.
    pub(super) async fn run(&self) -> Result<Option<RunId>, AppError> {
        let Some(mut task) = self.own_task().await? else { return Ok(None) };
        for _ in 0..PARENTS {
            if let Some(work) = task.work {
                return Ok(Some(work.run));
            }
            let Some(parent) = task.parent else { return Ok(None) };
            task = tasks::find(&self.op, parent).await?.task.state().clone();
        }
        Ok(None)
    }

    /// The channels that the agent uses: those of the organisation, or, when it is held to projects, those of its task's.
    pub(super) async fn project_of_channels(&self) -> Result<Option<ProjectId>, AppError> {
        if self.op.allow(Action::MessageRead, None).is_ok() {
            return Ok(None);
        }
        Ok(self.own_task().await?.and_then(|task| task.project))
    }

    /// The run of the conversation for the log, where its stage is in the agent's hands.
    pub(super) fn run_of_stage(app: &App, caller: &ToolCaller) -> Option<RunId> {
        let hand = app.desk().find(&caller.agent, caller.work)?;
        match hand.work() {
            crate::agent_work::HandWork::Stage(job) => Some(job.run()),
            crate::agent_work::HandWork::Task(_) => None,
        }
    }
}

/// The id of a task.
pub(super) fn task_id(text: &str) -> Result<TaskId, AppError> {
    let shown = || text.chars().take(64).collect::<String>();
    text.parse().map_err(|_| AppError::invalid("invalid_task", format!("`{}` is no id of a task; list the tasks to see theirs", shown())))
}
