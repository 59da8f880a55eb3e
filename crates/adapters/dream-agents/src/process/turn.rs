//! One turn of a conversation: from a prompt to the agent's answer.

use super::Agent;
use crate::session::{Session, Turn};
use agent_client_protocol::v1::schema::{
    AGENT_METHOD_NAMES, CancelNotification, ContentBlock, PromptRequest, PromptResponse, SessionId, StopReason,
};
use dream_ports::{AgentError, SessionKey, TurnEnd};

/// Says something and waits for the end of the turn. Turns of one conversation come one after the other.
pub(super) async fn prompt(agent: &Agent, key: &SessionKey, text: String) -> Result<TurnEnd, AgentError> {
    let session = agent.session(key, AGENT_METHOD_NAMES.session_prompt)?;
    let _one_at_a_time = session.prompting.lock().await;
    if session.is_finishing() {
        return agent.session(key, AGENT_METHOD_NAMES.session_prompt).map(|_| TurnEnd::Cancelled);
    }
    let open = Open { agent, session: &session, turn: session.begin(), answered: false };
    let request = PromptRequest::new(SessionId::new(key.0.clone()), vec![ContentBlock::from(text)]);
    let asked = agent.ask(AGENT_METHOD_NAMES.session_prompt, &request, |answer: PromptResponse| Ok(answer.stop_reason));
    let answer = tokio::select! {
        answer = asked => answer,
        error = overdue(agent, &open.turn) => Err(error),
    };
    let cancelled = open.turn.cancelled.is_cancelled();
    open.answered();
    match answer {
        Ok(reason) => Ok(end(reason)),
        // Many agents answer a turn that was cancelled with whatever broke off inside them.
        Err(AgentError::Answered { .. }) if cancelled => Ok(TurnEnd::Cancelled),
        Err(error) => Err(error),
    }
}

/// Asks the agent to end its turn. What it asked in it is answered as cancelled.
pub(super) fn cancel(agent: &Agent, key: &SessionKey) {
    let Some(session) = agent.sessions.get(&key.0) else { return };
    if let Some(turn) = session.turn().filter(|turn| !turn.cancelled.is_cancelled()) {
        turn.cancelled.cancel();
        notify(agent, &session);
    }
}

/// Cancels the turn of a conversation, waits until it has ended, and lets no other begin.
pub(super) async fn finish(agent: &Agent, key: &SessionKey) {
    let Some(session) = agent.sessions.get(&key.0) else { return };
    session.finish();
    cancel(agent, key);
    drop(session.prompting.lock().await);
}

fn notify(agent: &Agent, session: &Session) {
    let notification = CancelNotification::new(SessionId::new(session.key.0.clone()));
    if !agent.connection.notify_now(AGENT_METHOD_NAMES.session_cancel, &notification) {
        tracing::warn!(agent.name = agent.of.name, "an agent does not read its input, and was not told that its turn is cancelled");
    }
}

/// The error of an agent that goes on after its turn was cancelled.
async fn overdue(agent: &Agent, turn: &Turn) -> AgentError {
    turn.cancelled.cancelled().await;
    let waited = agent.options.cancelled;
    tokio::time::sleep(waited).await;
    AgentError::Silent { request: AGENT_METHOD_NAMES.session_cancel, waited }
}

/// A turn that is open. Whoever stops waiting for its end takes it back.
struct Open<'a> {
    agent: &'a Agent,
    session: &'a Session,
    turn: Turn,
    answered: bool,
}

impl Open<'_> {
    fn answered(mut self) {
        self.answered = true;
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.answered && !self.turn.cancelled.is_cancelled() {
            self.turn.cancelled.cancel();
            notify(self.agent, self.session);
        }
        self.session.end_turn();
    }
}

fn end(reason: StopReason) -> TurnEnd {
    match reason {
        StopReason::MaxTokens => TurnEnd::OutOfTokens,
        StopReason::MaxTurnRequests => TurnEnd::OutOfRequests,
        StopReason::Refusal => TurnEnd::Refused,
        StopReason::Cancelled => TurnEnd::Cancelled,
        // A reason of a later version: it has ended all the same.
        _ => TurnEnd::Finished,
    }
}
