//! What the tests share: a host, an agent, and a sandbox whose commands are servers in memory.

mod agent;
mod host;
mod sandbox;

pub(crate) use agent::{Agent, Version, text};
pub(crate) use host::Host;
pub(crate) use sandbox::{Behaviour, InMemory, Script, Server};

use dream_id::{AgentId, OrgId, TypedId as _};
use dream_ports::{
    AgentRef, ConfinedCommand, Network, ResourceLimits, SandboxLevel, ServedTools, Serving, SessionWork, ToolCaller, ToolGateway as _,
    ToolServer, ToolTransport,
};
use dream_tools::{McpGateway, ToolLimits};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A gateway that serves one conversation.
pub(crate) struct Served {
    pub(crate) host: Arc<Host>,
    pub(crate) sandbox: Arc<InMemory>,
    pub(crate) tools: Option<Box<dyn ServedTools>>,
    folder: tempfile::TempDir,
}

impl Served {
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("mcp.sock")
    }

    pub(crate) async fn agent(&self, version: Version) -> Agent {
        Agent::connect(&self.socket(), version).await
    }
}

/// Limits under which tests do not wait.
pub(crate) fn limits() -> ToolLimits {
    ToolLimits { first_rest: Duration::from_millis(1), longest_rest: Duration::from_millis(5), ..ToolLimits::default() }
}

/// Serves a conversation without servers behind.
pub(crate) async fn serve(limits: ToolLimits) -> Served {
    serve_with(limits, Vec::new(), Duration::from_secs(30)).await
}

/// Serves a conversation with the server `files` behind, whose lives behave as `behaviours` say, the last of them from then on.
pub(crate) async fn serve_with(limits: ToolLimits, behaviours: Vec<Behaviour>, timeout: Duration) -> Served {
    let servers = if behaviours.is_empty() { Vec::new() } else { vec![server("files", timeout)] };
    serve_before(limits, behaviours, servers).await
}

/// Serves a conversation with `servers` behind.
pub(crate) async fn serve_before(limits: ToolLimits, behaviours: Vec<Behaviour>, servers: Vec<ToolServer>) -> Served {
    let sandbox = Arc::new(InMemory::new(behaviours));
    let gateway = McpGateway::new(Arc::clone(&sandbox) as Arc<dyn dream_ports::Sandbox>, limits);
    serve_at(&gateway, sandbox, 1, servers, None).await
}

/// Serves a conversation of an agent of the organisation with this number, which reaches tools over HTTP at the port given.
pub(crate) async fn serve_at(gateway: &McpGateway, sandbox: Arc<InMemory>, org: u8, servers: Vec<ToolServer>, http: Option<u16>) -> Served {
    let (folder, host) = (tempfile::tempdir().unwrap(), Arc::new(Host::default()));
    let org = OrgId::from_parts(1, [org; 10]);
    let agent = AgentRef { org, agent: AgentId::from_parts(1, [2; 10]), name: "writer".to_owned() };
    let caller = ToolCaller { agent, work: SessionWork::default(), folder: folder.path().to_owned() };
    let serving = Serving { caller, socket: folder.path().join("mcp.sock"), servers, http };
    let tools = gateway.serve(serving, Arc::clone(&host) as Arc<dyn dream_ports::ToolHost>).await.unwrap();
    Served { host, sandbox, tools: Some(tools), folder }
}

fn server(name: &str, timeout: Duration) -> ToolServer {
    let command = ConfinedCommand {
        label: "tools/files".to_owned(),
        program: "files".into(),
        arguments: Vec::new(),
        environment: BTreeMap::new(),
        workspace: "/".into(),
        writable: Vec::new(),
        readable: Vec::new(),
        network: Network::None,
        limits: ResourceLimits::default(),
        floor: SandboxLevel::Landlock,
    };
    ToolServer { name: name.to_owned(), transport: ToolTransport::Command(Box::new(command)), timeout }
}
