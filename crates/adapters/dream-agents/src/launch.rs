//! Starting an agent: its process, the tasks that listen to it, and the greeting.

use crate::complaints::{self, Complaints};
use crate::connection::{Connection, Ended, Writer};
use crate::hear;
use crate::options::AcpOptions;
use crate::process::{AcpProcess, Agent, Greeting, REST};
use crate::session::Sessions;
use agent_client_protocol::schema::ProtocolVersion;
use agent_client_protocol::v1::schema::{
    AGENT_METHOD_NAMES, ClientCapabilities, ElicitationCapabilities, ElicitationFormCapabilities, ElicitationUrlCapabilities,
    FileSystemCapabilities, Implementation, InitializeRequest,
};
use async_trait::async_trait;
use dream_ports::{AgentError, AgentHost, AgentLaunch, AgentLauncher, AgentProcess, ConfinedChild, Sandbox};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a process may stay that says no more.
const MUTE: Duration = Duration::from_secs(2);
/// How many files are read or written for one agent at once.
const FILES_AT_ONCE: usize = 2;

/// Starts agents that speak the agent client protocol, version 1, on their input and output.
pub struct AcpLauncher {
    sandbox: Arc<dyn Sandbox>,
    options: AcpOptions,
}

impl AcpLauncher {
    /// A launcher whose agents, and their terminals, run in `sandbox`.
    #[must_use]
    pub fn new(sandbox: Arc<dyn Sandbox>, options: AcpOptions) -> Self {
        Self { sandbox, options }
    }
}

#[async_trait]
impl AgentLauncher for AcpLauncher {
    async fn launch(&self, launch: AgentLaunch, host: Arc<dyn AgentHost>) -> Result<Arc<dyn AgentProcess>, AgentError> {
        let (sandbox, options) = (Arc::clone(&self.sandbox), self.options.clone());
        // A task of its own goes on to its end, so that a process that was started is never forgotten.
        let launched = tokio::spawn(start(sandbox, options, launch, host)).await;
        launched.unwrap_or_else(|error| Err(AgentError::Protocol(format!("starting it was broken off: {error}"))))
    }
}

async fn start(
    sandbox: Arc<dyn Sandbox>,
    options: AcpOptions,
    launch: AgentLaunch,
    host: Arc<dyn AgentHost>,
) -> Result<Arc<dyn AgentProcess>, AgentError> {
    let AgentLaunch { agent: of, command, greeting } = launch;
    let child = sandbox.start(command.clone()).await.map_err(AgentError::Sandbox)?;
    let ConfinedChild { stdin, stdout, stderr, process } = child;
    let (writer, writing) = Writer::new(options.unread_bytes, stdin);
    let agent = Arc::new(Agent {
        complaints: Arc::new(Complaints::new(of.clone(), Arc::clone(&host), options.complaints_per_second)),
        connection: Connection::new(writer),
        sessions: Arc::new(Sessions::default()),
        disk: Semaphore::new(FILES_AT_ONCE),
        asked: std::sync::Mutex::default(),
        foreign: AtomicU64::new(0),
        of,
        host,
        process,
        sandbox,
        command,
        options,
    });
    let ended = agent.connection.ended().clone();
    tokio::spawn(async move { ended.run_until_cancelled(writing).await });
    tokio::spawn(complaints::listen(stderr, Arc::clone(&agent.complaints)));
    let hearing = tokio::spawn(hear::listen(Arc::clone(&agent), stdout));
    tokio::spawn(watch(Arc::clone(&agent), hearing));
    let greeted = tokio::time::timeout(greeting, greet(&agent)).await;
    match greeted.unwrap_or(Err(AgentError::Silent { request: AGENT_METHOD_NAMES.initialize, waited: greeting })) {
        Ok(greeting) => Ok(Arc::new(AcpProcess::new(agent, greeting))),
        Err(error) => {
            agent.process.stop(Duration::ZERO).await;
            Err(error)
        }
    }
}

/// Tells everybody who waits when the process has ended; an agent that says no more is ended.
async fn watch(agent: Arc<Agent>, mut hearing: tokio::task::JoinHandle<()>) {
    let exit = tokio::select! {
        exit = agent.process.exited() => {
            // What it wrote last still counts. A pipe that somebody holds open does not.
            let _ = tokio::time::timeout(REST, &mut hearing).await;
            exit
        }
        _ = &mut hearing => agent.process.stop(MUTE).await,
    };
    agent.connection.end(Ended::Exit(exit));
    hearing.abort();
    agent.sessions.clear();
}

async fn greet(agent: &Agent) -> Result<Greeting, AgentError> {
    let ours = ProtocolVersion::V1;
    let elicitation = ElicitationCapabilities::new().form(ElicitationFormCapabilities::new()).url(ElicitationUrlCapabilities::new());
    let capabilities = ClientCapabilities::new()
        .fs(FileSystemCapabilities::new().read_text_file(true).write_text_file(true))
        .terminal(true)
        .elicitation(elicitation);
    let request = InitializeRequest::new(ours)
        .client_capabilities(capabilities)
        .client_info(Implementation::new("dreamos", env!("CARGO_PKG_VERSION")));
    // Read loosely first: of another version nothing but its number is known.
    let answer: Value = agent.ask(AGENT_METHOD_NAMES.initialize, &request, Ok).await?;
    let theirs = answer.get("protocolVersion");
    if theirs.and_then(Value::as_u64) != Some(u64::from(ours.as_u16())) {
        let theirs: String = theirs.map_or_else(|| "none".to_owned(), ToString::to_string).chars().take(40).collect();
        return Err(AgentError::Version { theirs, ours: ours.to_string() });
    }
    let answer = serde_json::from_value(answer).map_err(|error| AgentError::Protocol(format!("its greeting cannot be read: {error}")))?;
    Ok(Greeting::of(answer))
}
