//! Doing what was asked: each through the use case that every other surface uses.

use super::{agents, gates, logs, messages, reply::Reply, runs, status, tasks};
use crate::{AppError, Kind, Op, swarm};
use dream_bridge::discord::interaction::{Ask, Press};

/// What is to be done.
pub(super) enum Todo {
    /// What a command asks for.
    Ask(Ask),
    /// What a button asks for, with the words of its form.
    Press(Press, Option<String>),
}

/// Does it.
pub(super) async fn perform(op: &Op, todo: Todo) -> Result<Reply, AppError> {
    let ask = match todo {
        Todo::Ask(ask) => ask,
        Todo::Press(press, text) => return gates::act(op, press, text).await,
    };
    if ask.needs_agents() && op.app().is_bridge_alone() {
        let message = "this server runs the bridge alone and has no agents, tasks and runs; ask the one that has them";
        return Err(AppError::new(Kind::NotFound, "not_served", message));
    }
    match ask {
        // Answered at once, before anybody is known.
        Ask::Link => Err(AppError::invalid("command_unknown", "write /link again")),
        Ask::Status => status::show(op).await,
        Ask::StopAll { reason } => {
            swarm::stop_all(op, reason).await?;
            Ok(Reply::said("Every agent is stopped, until somebody starts them again in the control room or by `dreamos start-all`."))
        }
        Ask::Agents => agents::list(op).await,
        Ask::Agent { name, act } => agents::act(op, &name, act).await,
        Ask::TaskCreate { title, body, role, priority } => tasks::create(op, title, (body, role, priority)).await,
        Ask::TaskList => tasks::list(op).await,
        Ask::TaskShow(task) => tasks::show(op, task).await,
        Ask::TaskAssign { task, worker } => tasks::assign(op, task, worker).await,
        Ask::Message { channel, text } => messages::send(op, channel, text).await,
        Ask::RunList => runs::list(op).await,
        Ask::RunShow(run) => runs::show(op, run).await,
        Ask::RunSteer { run, to, reason } => runs::steer(op, run, to, reason).await,
        Ask::ReviewList => gates::list(op).await,
        Ask::ReviewShow(review) => gates::show(op, review).await,
        Ask::ReviewAct { review, act, digest, text } => gates::command(op, review, (act, digest), text).await,
        Ask::LogsSummary(back) => logs::summary(op, back).await,
    }
}

/// What is said when it could not be done. Why something failed within stays in the server's log.
pub(super) fn failed(error: &AppError) -> Reply {
    if error.kind == Kind::Internal {
        tracing::error!(error.code = error.code, error.chain = ?error, "an interaction failed");
    }
    Reply::refused(error)
}
