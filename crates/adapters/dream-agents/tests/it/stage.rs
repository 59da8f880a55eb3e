//! A launched agent, and everything around it.

use crate::host::{Asked, Heard, Host};
use crate::sandbox::{PipeProcess, PipeSandbox, Started};
use crate::side::Side;
use dream_agents::{AcpLauncher, AcpOptions};
use dream_id::TypedId as _;
use dream_ports::{
    AgentError, AgentHost, AgentLaunch, AgentLauncher as _, AgentProcess, AgentRef, AgentUpdate, ConfinedCommand, Network, OfferedServer,
    ResourceLimits, SandboxLevel, SessionKey, SessionSetup, SessionWork, ToolServerCommand, TurnEnd,
};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinHandle;

/// Long enough for everything that must happen.
pub(crate) const SOON: Duration = Duration::from_secs(20);

pub(crate) struct Stage {
    pub(crate) process: Arc<dyn AgentProcess>,
    pub(crate) side: Side,
    pub(crate) pipe: Arc<PipeProcess>,
    pub(crate) host: Arc<Host>,
    pub(crate) heard: Heard,
    /// Commands that are started from now on: terminals.
    pub(crate) started: UnboundedReceiver<Started>,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn options() -> AcpOptions {
    AcpOptions { reply: SOON, ..AcpOptions::default() }
}

pub(crate) fn launch_of(label: &str, folder: &Path) -> AgentLaunch {
    let agent =
        AgentRef { org: dream_id::OrgId::from_parts(1, [1; 10]), agent: dream_id::AgentId::from_parts(1, [2; 10]), name: "script".into() };
    let command = ConfinedCommand {
        label: label.into(),
        program: "/bin/agent".into(),
        arguments: Vec::new(),
        environment: [("PATH".to_owned(), dream_secret::Secret::new("/bin"))].into(),
        workspace: folder.to_owned(),
        writable: Vec::new(),
        readable: Vec::new(),
        network: Network::None,
        limits: ResourceLimits { processes: Some(7), ..ResourceLimits::default() },
        floor: SandboxLevel::Landlock,
    };
    AgentLaunch { agent, command, greeting: SOON }
}

/// Launches an agent and lets `agent` be it until the launch is over.
pub(crate) async fn launch_with(
    label: &str,
    greeting: Duration,
    agent: impl AsyncFnOnce(&mut Side, &PipeProcess),
) -> (Result<Arc<dyn AgentProcess>, AgentError>, Arc<PipeProcess>) {
    let folder = tempfile::tempdir().unwrap();
    let (sandbox, mut started) = PipeSandbox::new();
    let launcher = AcpLauncher::new(sandbox, options());
    let launch = AgentLaunch { greeting, ..launch_of(label, folder.path()) };
    let launching = tokio::spawn(async move { launcher.launch(launch, Arc::new(Host::new().0)).await });
    let Started { mut side, process, .. } = started.recv().await.unwrap();
    agent(&mut side, &process).await;
    (tokio::time::timeout(SOON, launching).await.unwrap().unwrap(), process)
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::with("agent", options(), json!({"sessionCapabilities": {"close": {}}})).await
    }

    pub(crate) async fn with(label: &str, options: AcpOptions, capabilities: Value) -> Self {
        let about = json!({"name": "script", "version": "1.2"});
        Self::greeted(label, options, json!({"protocolVersion": 1, "agentCapabilities": capabilities, "agentInfo": about})).await
    }

    /// Launches an agent that answers the greeting so.
    pub(crate) async fn greeted(label: &str, options: AcpOptions, answer: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (sandbox, mut started) = PipeSandbox::new();
        let (host, heard) = Host::new();
        let host = Arc::new(host);
        let launcher = AcpLauncher::new(sandbox, options);
        let (launch, told) = (launch_of(label, folder.path()), Arc::clone(&host));
        let launching = tokio::spawn(async move { launcher.launch(launch, told as Arc<dyn AgentHost>).await });
        let Started { mut side, process: pipe, .. } = started.recv().await.unwrap();
        let greeting = side.expect("initialize").await;
        assert_eq!(greeting["params"]["protocolVersion"], 1);
        side.answer(&greeting, answer).await;
        let process = launching.await.unwrap().unwrap();
        Self { process, side, pipe, host, heard, started, folder }
    }

    pub(crate) fn setup(&self) -> SessionSetup {
        let server = ToolServerCommand {
            name: "dreamos".into(),
            program: "/bin/dreamos".into(),
            arguments: vec!["mcp-connect".into(), "/s".into()],
        };
        SessionSetup {
            folder: self.folder.path().to_owned(),
            work: SessionWork::default(),
            tool_servers: vec![OfferedServer::Command(server)],
        }
    }

    /// Opens a conversation that the agent names so.
    pub(crate) async fn open(&mut self, name: &str) -> SessionKey {
        let (process, setup) = (Arc::clone(&self.process), self.setup());
        let opening = tokio::spawn(async move { process.open(setup).await });
        self.side.open(name).await;
        opening.await.unwrap().unwrap()
    }

    /// Says something, and returns once the agent has heard it: its request, and what will be its end.
    pub(crate) async fn prompt(&mut self, key: &SessionKey) -> (Value, JoinHandle<Result<TurnEnd, AgentError>>) {
        let (process, key) = (Arc::clone(&self.process), key.clone());
        let turn = tokio::spawn(async move { process.prompt(&key, "go".into()).await });
        (self.side.expect("session/prompt").await, turn)
    }

    /// The agent asks whether it may do something; returns once the host knows.
    pub(crate) async fn ask_permission(&mut self, id: &str, session: &str) -> Asked {
        self.side.ask(id, "session/request_permission", permission(session, &json!({"command": id}))).await;
        self.heard.asked.recv().await.unwrap()
    }

    pub(crate) async fn told(&mut self) -> (String, AgentUpdate) {
        self.heard.told.recv().await.unwrap()
    }
}

/// The parameters of a question whether a command may be run.
pub(crate) fn permission(session: &str, input: &Value) -> Value {
    json!({
        "sessionId": session,
        "toolCall": {"toolCallId": "call", "title": "Run", "kind": "execute", "rawInput": input},
        "options": [
            {"optionId": "yes", "name": "Allow", "kind": "allow_once"},
            {"optionId": "never", "name": "Never", "kind": "reject_always"},
            {"optionId": "no", "name": "Reject", "kind": "reject_once"},
        ],
    })
}

pub(crate) async fn ended(turn: JoinHandle<Result<TurnEnd, AgentError>>) -> Result<TurnEnd, AgentError> {
    tokio::time::timeout(SOON, turn).await.expect("the turn did not end").unwrap()
}
