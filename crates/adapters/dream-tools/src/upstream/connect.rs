//! Reaching a server behind ours: a confined command, or streamable HTTP.

mod complaints;
mod http;

use crate::ToolLimits;
use crate::capped::Capped;
use complaints::Complaints;
use dream_ports::{ConfinedChild, ConfinedCommand, ConfinedProcess, Sandbox, ToolTransport};
use rmcp::model::{ClientCapabilities, ClientConfig, Implementation, ProtocolVersion};
use rmcp::service::{NotificationContext, QuitReason, RunningService};
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::transport::{IntoTransport, StreamableHttpClientTransport};
use rmcp::{ClientHandler, ClientLifecycleMode, ClientServiceExt as _, RoleClient};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;

/// How long the end of a process is waited for, to say how it ended.
const ENDING: Duration = Duration::from_millis(200);

/// How one server is reached, again and again.
pub(crate) struct Connector {
    transport: ToolTransport,
    sandbox: Arc<dyn Sandbox>,
    message_bytes: usize,
    start: Duration,
}

impl Connector {
    pub(crate) fn new(transport: ToolTransport, sandbox: Arc<dyn Sandbox>, limits: &ToolLimits) -> Self {
        Self { transport, sandbox, message_bytes: limits.message_bytes, start: limits.start }
    }

    /// Reaches it; `follower` hears what it tells unasked.
    pub(super) async fn connect(&mut self, follower: Follower) -> Result<(RunningService<RoleClient, Follower>, Connected), String> {
        match &self.transport {
            ToolTransport::Command(command) => self.command(command, follower).await,
            ToolTransport::Http { url, headers } => {
                let transport = StreamableHttpClientTransport::with_client(http::client(url, headers)?, http::config(url));
                Ok((self.greet(follower, transport).await?, Connected::default()))
            }
        }
    }

    async fn command(
        &self,
        command: &ConfinedCommand,
        follower: Follower,
    ) -> Result<(RunningService<RoleClient, Follower>, Connected), String> {
        let child = self.sandbox.start(command.clone()).await.map_err(|error| error.to_string())?;
        let ConfinedChild { stdin, stdout, stderr, process } = child;
        let mut connected = Connected { process: Some(process), complaints: Complaints::of(stderr) };
        let transport = AsyncRwTransport::<RoleClient, _, _>::new(Capped::new(stdout, self.message_bytes, CancellationToken::new()), stdin);
        match self.greet(follower, transport.with_max_line_length(usize::MAX)).await {
            Ok(running) => Ok((running, connected)),
            Err(why) => Err(connected.explained(why).await),
        }
    }

    /// Agrees on a version of the protocol: the newest, or the newest with a handshake.
    async fn greet<T, E, A>(&self, follower: Follower, transport: T) -> Result<RunningService<RoleClient, Follower>, String>
    where
        T: IntoTransport<RoleClient, E, A>,
        E: std::error::Error + Send + Sync + 'static,
    {
        let lifecycle = ClientLifecycleMode::Auto {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            legacy_version: Some(ProtocolVersion::LATEST_WITH_INITIALIZE),
        };
        match tokio::time::timeout(self.start, follower.serve_with_lifecycle(transport, lifecycle)).await {
            Ok(greeted) => greeted.map_err(|error| format!("it does not speak the protocol: {error}")),
            Err(_) => Err(format!("it did not answer within {:?}", self.start)),
        }
    }
}

/// Hears what a server tells unasked. It is given nothing: no model, no folder, no person to ask.
pub(super) struct Follower(pub(super) Arc<Notify>);

impl ClientHandler for Follower {
    async fn on_tool_list_changed(&self, _context: NotificationContext<RoleClient>) {
        self.0.notify_one();
    }

    fn get_info(&self) -> ClientConfig {
        ClientConfig::new(ClientCapabilities::default(), Implementation::new("dreamos", env!("CARGO_PKG_VERSION")))
    }
}

/// What stands behind a connection; its processes end when this is dropped.
#[derive(Default)]
pub(super) struct Connected {
    process: Option<Arc<dyn ConfinedProcess>>,
    complaints: Complaints,
}

impl Connected {
    /// Why the connection ended.
    pub(super) async fn why(&mut self, quit: &Result<QuitReason, JoinError>) -> String {
        let why = match quit {
            Ok(_) => "it ended the connection",
            Err(_) => "the connection to it broke down",
        };
        self.explained(why.to_owned()).await
    }

    /// `why`, with how its process ended and what it complained about last.
    async fn explained(&mut self, mut why: String) -> String {
        let Some(process) = &self.process else { return why };
        if let Ok(exit) = tokio::time::timeout(ENDING, process.exited()).await {
            why.push_str(&format!(" ({exit})"));
        }
        if let Some(words) = self.complaints.last() {
            why.push_str(&format!("; its last words: {words}"));
        }
        why
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        if let Some(process) = &self.process {
            process.kill();
        }
    }
}
