//! Hearing an agent: every line that it writes, in order.

use crate::asked;
use crate::connection::Ended;
use crate::lines::{Line, Lines};
use crate::process::Agent;
use crate::updates::{self, Read, Told};
use crate::wire::{self, Incoming};
use agent_client_protocol::v1::schema::{CLIENT_METHOD_NAMES, CancelRequestNotification, PROTOCOL_LEVEL_METHOD_NAMES};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use tokio::io::AsyncRead;

/// Hears an agent until it says no more or breaks the protocol for good, which ends its process.
pub(crate) async fn listen(agent: Arc<Agent>, output: impl AsyncRead + Unpin) {
    let mut lines = Lines::new(output, agent.options.line_bytes);
    let mut garbage = 0;
    let broken = loop {
        let line = tokio::select! {
            line = lines.next() => line,
            () = agent.connection.ended().cancelled() => return,
        };
        let heard = match line {
            Ok(Line::Whole(line)) => hear(&agent, line.trim_ascii()),
            Ok(Line::Cut(_)) => break format!("a line of its output is longer than {} bytes", agent.options.line_bytes),
            // What cannot be read has ended.
            Ok(Line::End) | Err(_) => return,
        };
        match heard {
            Ok(()) => garbage = 0,
            Err(Broken::Lasting(why)) => break why,
            Err(Broken::Line(why)) => {
                garbage += 1;
                agent.complaints.line(&format!("its output has a line that is no message: {why}"));
                if garbage > agent.options.garbage_lines {
                    break format!("{garbage} lines in a row were no messages; of the last: {why}");
                }
            }
        }
    };
    tracing::warn!(agent.name = agent.of.name, process.pid = agent.process.pid(), why = broken, "an agent broke the protocol and is ended");
    agent.connection.end(Ended::Protocol(broken));
    agent.process.kill();
}

/// What is wrong with a line.
pub(crate) enum Broken {
    /// This line alone.
    Line(String),
    /// Nothing that the agent says can be relied on any longer.
    Lasting(String),
}

fn hear(agent: &Arc<Agent>, line: &[u8]) -> Result<(), Broken> {
    if line.is_empty() {
        return Ok(());
    }
    match wire::read(line).map_err(|why| Broken::Line(format!("{why}: {}", excerpt(line))))? {
        Incoming::Reply { id, outcome } => agent.connection.answered(&id, outcome).map_err(Broken::Lasting),
        Incoming::Request { id, method, params } => asked::request(agent, id, &method, params),
        Incoming::Notification { method, params } => told(agent, &method, params),
    }
}

/// Something that the agent tells and that is not answered.
fn told(agent: &Agent, method: &str, params: &str) -> Result<(), Broken> {
    if method == CLIENT_METHOD_NAMES.session_update {
        return updated(agent, params);
    }
    if method == PROTOCOL_LEVEL_METHOD_NAMES.cancel_request {
        let taken_back: CancelRequestNotification = serde_json::from_str(params).map_err(|error| unreadable(method, &error))?;
        let open = agent.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(question) = open.get(&taken_back.request_id) {
            question.cancel();
        }
    }
    // Any other notification may be left unheard.
    Ok(())
}

fn updated(agent: &Agent, params: &str) -> Result<(), Broken> {
    let method = CLIENT_METHOD_NAMES.session_update;
    let told: Told<'_> = serde_json::from_str(params).map_err(|error| unreadable(method, &error))?;
    let Some(session) = agent.sessions.get(&told.session_id.0) else {
        // Of a conversation that is being opened, an agent may tell before it has named it.
        if !agent.sessions.is_opening() {
            foreign(agent, &told.session_id.0);
        }
        return Ok(());
    };
    let update = match told.read().map_err(|error| unreadable(method, &error))? {
        Read::Other(update) => update,
        Read::Call(call) => {
            let update = updates::tool(&call);
            session.calls.lock().unwrap_or_else(PoisonError::into_inner).told(*call, params.len());
            update
        }
    };
    if !session.is_told_again() {
        agent.host.updated(&agent.of, &session.key, session.work, update);
    }
    Ok(())
}

/// Counts what an agent says of a conversation that is not its own. The first and every thousandth is logged.
pub(crate) fn foreign(agent: &Agent, session: &str) {
    let count = agent.foreign.fetch_add(1, Ordering::Relaxed) + 1;
    if count == 1 || count.is_multiple_of(1_000) {
        let session: String = session.chars().take(80).collect();
        tracing::warn!(agent.name = agent.of.name, session.key = session, count, "an agent spoke of a conversation that is not its own");
    }
}

fn unreadable(method: &str, error: &serde_json::Error) -> Broken {
    Broken::Line(format!("{method}: {error}"))
}

fn excerpt(line: &[u8]) -> String {
    String::from_utf8_lossy(line).chars().take(200).collect()
}
