//! An agent's side of the protocol.

use dream_ports::HttpTools;
use rmcp::model::{
    CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig, Implementation, ProtocolVersion, SubscriptionFilter,
};
use rmcp::service::{NotificationContext, RunningService, ServiceError, Subscription};
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::transport::{IntoTransport, StreamableHttpClientTransport};
use rmcp::{ClientHandler, ClientLifecycleMode, ClientServiceExt as _, RoleClient};
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::Arc;
use tokio::net::UnixStream;
use tokio::sync::{Mutex, Notify};

/// Which version of the protocol an agent speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 2025-11-25, with a handshake.
    Old,
    /// 2026-07-28, without one.
    New,
}

impl Version {
    pub(crate) const BOTH: [Self; 2] = [Self::Old, Self::New];

    pub(crate) fn protocol(self) -> ProtocolVersion {
        match self {
            Self::Old => ProtocolVersion::V_2025_11_25,
            Self::New => ProtocolVersion::V_2026_07_28,
        }
    }
}

/// An agent that is connected.
pub(crate) struct Agent {
    pub(crate) running: RunningService<RoleClient, Listener>,
    subscription: Option<Mutex<Subscription>>,
}

pub(crate) struct Listener(Arc<Notify>);

impl ClientHandler for Listener {
    async fn on_tool_list_changed(&self, _context: NotificationContext<RoleClient>) {
        self.0.notify_one();
    }

    fn get_info(&self) -> ClientConfig {
        let config = ClientConfig::new(ClientCapabilities::default(), Implementation::new("agent", "1"));
        config.with_protocol_version(ProtocolVersion::V_2025_11_25)
    }
}

impl Agent {
    pub(crate) async fn connect(socket: &Path, version: Version) -> Self {
        Self::over(UnixStream::connect(socket).await.unwrap(), version).await
    }

    /// Connects over streamable HTTP.
    pub(crate) async fn reach(tools: &HttpTools, version: Version) -> Self {
        // Fails only when an earlier test has installed it.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let config = StreamableHttpClientTransportConfig::with_uri(tools.url.as_str()).auth_header(tools.token.expose());
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        Self::over(StreamableHttpClientTransport::with_client(client, config), version).await
    }

    async fn over<T, E, A>(transport: T, version: Version) -> Self
    where
        T: IntoTransport<RoleClient, E, A>,
        E: std::error::Error + Send + Sync + 'static,
    {
        let lifecycle = match version {
            Version::Old => ClientLifecycleMode::Initialize,
            Version::New => ClientLifecycleMode::Discover { preferred_versions: vec![version.protocol()] },
        };
        let running = Listener(Arc::default()).serve_with_lifecycle(transport, lifecycle).await.unwrap();
        let subscription = match version {
            Version::Old => None,
            Version::New => {
                let filter = SubscriptionFilter::builder().tools_list_changed().build();
                Some(Mutex::new(running.peer().listen(filter).await.unwrap()))
            }
        };
        Self { running, subscription }
    }

    pub(crate) fn version(&self) -> ProtocolVersion {
        self.running.peer().peer_info().unwrap().protocol_version.clone()
    }

    /// The names of the tools that are offered.
    pub(crate) async fn tools(&self) -> Vec<String> {
        self.running.peer().list_all_tools().await.unwrap().into_iter().map(|tool| tool.name.into_owned()).collect()
    }

    /// Waits until the list of tools may have changed.
    pub(crate) async fn changed(&self) {
        match &self.subscription {
            Some(subscription) => {
                subscription.lock().await.next().await.unwrap().unwrap();
            }
            None => self.running.service().0.notified().await,
        }
    }

    /// Waits until `tool` is offered, or no longer.
    pub(crate) async fn until(&self, tool: &str, offered: bool) {
        while self.tools().await.iter().any(|name| name == tool) != offered {
            self.changed().await;
        }
    }

    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> CallToolResult {
        self.try_call(tool, arguments).await.unwrap()
    }

    pub(crate) async fn try_call(&self, tool: &str, arguments: Value) -> Result<CallToolResult, ServiceError> {
        let arguments: Map<String, Value> = serde_json::from_value(arguments).unwrap();
        self.running.call_tool(CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments)).await
    }
}

/// What a result says, and whether it is a failure.
pub(crate) fn text(result: &CallToolResult) -> (String, bool) {
    let words = result.content[0].as_text().unwrap().text.clone();
    (words, result.is_error == Some(true))
}
