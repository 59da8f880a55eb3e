//! Terminals of a conversation.

use super::{Answered, json, read, session};
use crate::process::Agent;
use crate::terminals::TerminalRules;
use agent_client_protocol::v1::schema::{
    CreateTerminalRequest, CreateTerminalResponse, Error, KillTerminalRequest, KillTerminalResponse, ReleaseTerminalRequest,
    ReleaseTerminalResponse, TerminalOutputRequest, WaitForTerminalExitRequest, WaitForTerminalExitResponse,
};
use futures::future::{BoxFuture, ready};
use std::sync::Arc;

type Answering = Result<BoxFuture<'static, Answered>, Error>;

pub(super) fn create(agent: &Arc<Agent>, params: &str) -> Answering {
    let request: CreateTerminalRequest = read(params)?;
    let (session, agent) = (session(agent, &request.session_id)?, Arc::clone(agent));
    // A task of its own goes on to its end whatever becomes of the question, so that no command is started and then forgotten.
    let started = tokio::spawn(async move {
        let rules = TerminalRules {
            sandbox: &*agent.sandbox,
            agent: &agent.command,
            folder: &session.folder,
            most: agent.options.terminals,
            output_bytes: agent.options.terminal_bytes,
        };
        session.terminals.create(rules, request).await
    });
    Ok(Box::pin(async move {
        let id = started.await.map_err(|error| Error::internal_error().data(error.to_string()))??;
        json(&CreateTerminalResponse::new(id))
    }))
}

pub(super) fn output(agent: &Arc<Agent>, params: &str) -> Answering {
    let request: TerminalOutputRequest = read(params)?;
    let terminal = session(agent, &request.session_id)?.terminals.get(&request.terminal_id.0)?;
    Ok(Box::pin(ready(json(&terminal.output()))))
}

pub(super) fn wait(agent: &Arc<Agent>, params: &str) -> Answering {
    let request: WaitForTerminalExitRequest = read(params)?;
    let terminal = session(agent, &request.session_id)?.terminals.get(&request.terminal_id.0)?;
    Ok(Box::pin(async move { json(&WaitForTerminalExitResponse::new(terminal.exited().await)) }))
}

pub(super) fn kill(agent: &Arc<Agent>, params: &str) -> Answering {
    let request: KillTerminalRequest = read(params)?;
    session(agent, &request.session_id)?.terminals.get(&request.terminal_id.0)?.kill();
    Ok(Box::pin(ready(json(&KillTerminalResponse::new()))))
}

pub(super) fn release(agent: &Arc<Agent>, params: &str) -> Answering {
    let request: ReleaseTerminalRequest = read(params)?;
    session(agent, &request.session_id)?.terminals.release(&request.terminal_id.0)?;
    Ok(Box::pin(ready(json(&ReleaseTerminalResponse::new()))))
}
