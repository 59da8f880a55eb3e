//! One server behind ours: kept reached, its tools known, its calls forwarded.

mod backoff;
mod called;
mod connect;
mod live;

pub(crate) use connect::Connector;

use backoff::Backoff;
use dream_ports::ToolAnswer;
use live::Live;
use rmcp::RoleClient;
use rmcp::model::{CallToolResult, JsonObject, Tool};
use rmcp::service::Peer;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// A server behind ours.
pub(crate) struct Upstream {
    /// Its name.
    pub(crate) name: String,
    /// How long one call of it may take.
    timeout: Duration,
    result_bytes: usize,
    state: watch::Sender<State>,
}

#[derive(Clone)]
enum State {
    /// It was not reached yet.
    Starting,
    /// It answers.
    Ready(Arc<Reached>),
    /// It does not, and why; it is tried again.
    Down(String),
}

/// A server that was reached.
pub(crate) struct Reached {
    peer: Peer<RoleClient>,
    /// Its tools, checked, under its own names.
    pub(crate) tools: Vec<Tool>,
}

impl Upstream {
    pub(crate) fn new(name: String, timeout: Duration, result_bytes: usize) -> Self {
        Self { name, timeout, result_bytes, state: watch::Sender::new(State::Starting) }
    }

    /// One that is never reached.
    pub(crate) fn refused(name: String, why: &str) -> Self {
        Self { name, timeout: Duration::ZERO, result_bytes: 0, state: watch::Sender::new(State::Down(why.to_owned())) }
    }

    /// The server once it was reached, or why it is not; one that is on its first start is waited for.
    pub(crate) async fn reached(&self) -> Result<Arc<Reached>, String> {
        let mut state = self.state.subscribe();
        let known = state.wait_for(|state| !matches!(state, State::Starting)).await;
        match known.as_deref() {
            Ok(State::Ready(reached)) => Ok(Arc::clone(reached)),
            Ok(State::Down(why)) => Err(why.clone()),
            // It waits for the opposite, and the sender lives as long as this does.
            Ok(State::Starting) | Err(_) => Err("it was not reached yet".to_owned()),
        }
    }

    /// Why it is not reached.
    pub(crate) fn why_not(&self) -> Option<String> {
        match &*self.state.borrow() {
            State::Ready(_) => None,
            State::Starting => Some("it is being started".to_owned()),
            State::Down(why) => Some(why.clone()),
        }
    }

    /// Calls one of its tools. The second is how it failed to the agent's eyes, if it did.
    pub(crate) async fn call(&self, reached: &Reached, tool: &str, arguments: JsonObject) -> Result<CallToolResult, ToolAnswer> {
        called::forward(&self.name, &reached.peer, tool, arguments, self.timeout, self.result_bytes).await
    }

    /// Keeps it reached until `end`; `changed` is told whenever its tools may be others.
    pub(crate) async fn keep(&self, mut connector: Connector, mut backoff: Backoff, changed: watch::Sender<u64>, end: CancellationToken) {
        loop {
            let why = tokio::select! {
                () = end.cancelled() => return,
                why = self.live(&mut connector, &mut backoff, &changed) => why,
            };
            tracing::warn!(server.name = self.name, why, "a tool server is not reached; it is tried again");
            self.say(State::Down(why), &changed);
            tokio::select! {
                () = end.cancelled() => return,
                () = tokio::time::sleep(backoff.next()) => {}
            }
        }
    }

    /// Reaches it, and stays until it is lost. Returns why it was.
    async fn live(&self, connector: &mut Connector, backoff: &mut Backoff, changed: &watch::Sender<u64>) -> String {
        let mut live = match Live::reach(connector).await {
            Ok(live) => live,
            Err(why) => return why,
        };
        loop {
            let tools = match live.tools(&self.name).await {
                Ok(tools) => tools,
                Err(why) => return why,
            };
            tracing::info!(server.name = self.name, tools.count = tools.len(), "a tool server is reached");
            self.say(State::Ready(Arc::new(Reached { peer: live.peer(), tools })), changed);
            backoff.reached();
            if let Some(why) = live.until_changed().await {
                return why;
            }
        }
    }

    fn say(&self, state: State, changed: &watch::Sender<u64>) {
        self.state.send_replace(state);
        changed.send_modify(|times| *times += 1);
    }
}

pub(crate) use backoff::Backoff as Rest;
