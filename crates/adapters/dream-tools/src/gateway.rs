//! The gateway: conversations, each at its own socket, and over HTTP where the agent reaches a network.

use crate::ToolLimits;
use crate::behind::Behind;
use crate::capped::Capped;
use crate::conversation::Conversation;
use crate::door::{Admitted, HttpDoor};
use crate::session::Session;
use crate::socket::{self, SocketFile};
use async_trait::async_trait;
use dream_ports::{HttpTools, Sandbox, ServedTools, Serving, ToolError, ToolGateway, ToolHost};
use rmcp::RoleServer;
use rmcp::service::serve_server_with_ct;
use rmcp::transport::async_rw::AsyncRwTransport;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long nothing is taken when the host has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(200);

/// Serves tools over the model context protocol.
pub struct McpGateway {
    sandbox: Arc<dyn Sandbox>,
    limits: ToolLimits,
    door: Option<HttpDoor>,
}

impl McpGateway {
    /// A gateway whose servers behind run in `sandbox`.
    #[must_use]
    pub fn new(sandbox: Arc<dyn Sandbox>, limits: ToolLimits) -> Self {
        Self { sandbox, limits, door: None }
    }

    /// Serves agents that reach a network over HTTP too.
    #[must_use]
    pub fn with_door(self, door: HttpDoor) -> Self {
        Self { door: Some(door), ..self }
    }
}

#[async_trait]
impl ToolGateway for McpGateway {
    async fn serve(&self, serving: Serving, host: Arc<dyn ToolHost>) -> Result<Box<dyn ServedTools>, ToolError> {
        let (listener, file) = socket::listen(&serving.socket)?;
        let end = CancellationToken::new();
        let behind = Arc::new(Behind::start(serving.servers, &self.sandbox, &self.limits, &end));
        let conversation = Arc::new(Conversation::new(serving.caller, host, Arc::clone(&behind), &self.limits));
        let admitted = self.door.as_ref().zip(serving.http).map(|(door, port)| door.admit(&conversation, port, &self.limits, &end));
        let accepting = accept(listener, conversation, self.limits.clone(), end.clone());
        tokio::spawn(accepting);
        Ok(Box::new(Served { behind, admitted, _file: file, _end: end.drop_guard() }))
    }
}

/// A conversation that is served.
struct Served {
    behind: Arc<Behind>,
    admitted: Option<Admitted>,
    _file: SocketFile,
    _end: DropGuard,
}

impl ServedTools for Served {
    fn unreachable(&self) -> BTreeMap<String, String> {
        self.behind.unreachable()
    }

    fn over_http(&self) -> Option<&HttpTools> {
        self.admitted.as_ref().map(Admitted::tools)
    }
}

async fn accept(listener: UnixListener, conversation: Arc<Conversation>, limits: ToolLimits, end: CancellationToken) {
    let room = Arc::new(Semaphore::new(limits.connections));
    loop {
        let accepted = tokio::select! {
            () = end.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(error.message = %error, "a connection to the tools could not be taken");
                tokio::time::sleep(NO_ROOM).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            tracing::warn!(connections.limit = limits.connections, "an agent opens more connections to its tools than it may");
            continue;
        };
        let connection = converse(stream, Arc::clone(&conversation), limits.message_bytes, end.child_token());
        tokio::spawn(async move {
            connection.await;
            drop(place);
        });
    }
}

/// Serves one connection until either side ends it.
async fn converse(stream: UnixStream, conversation: Arc<Conversation>, most: usize, end: CancellationToken) {
    let (read, write) = stream.into_split();
    // The agent has gone when it says no more: what it asked for then is not carried on with.
    let gone = end.child_token();
    let capped = Capped::new(read, most, gone.clone());
    let transport = AsyncRwTransport::<RoleServer, _, _>::new(capped, write).with_max_line_length(usize::MAX);
    let session = Session { conversation, gone, _place: None };
    let _over = end.clone().drop_guard();
    match serve_server_with_ct(session, transport, end).await {
        // However it ended, it is over.
        Ok(running) => drop(running.waiting().await),
        Err(error) => tracing::debug!(error.message = %error, "a connection to the tools came to nothing"),
    }
}
