//! A sandbox whose commands are tool servers in memory, each of whose lives behaves as the test says.

use async_trait::async_trait;
use dream_ports::{
    ConfinedChild, ConfinedCommand, ConfinedProcess, Exit, Limit, ProcessUsage, Sandbox, SandboxError, SandboxLevel, SandboxReport,
};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, JsonObject, ListToolsResult, PaginatedRequestParams,
    ServerCapabilities, ServerConfig, SubscriptionFilter, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, SubscriptionContext};
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt as _};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncWriteExt as _, DuplexStream};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How one life of the server behaves.
#[derive(Debug, Clone)]
pub(crate) enum Behaviour {
    /// It offers these tools and does as their names say: `echo`, `die`, `hang`, `large`, `refuse`, `grow`.
    Serves(Vec<&'static str>),
    /// It reads and never says a word.
    Silent,
    /// It writes this and waits.
    Writes(Vec<u8>),
    /// It ends at once with words on its error output.
    Ends(&'static str),
}

/// What the server was asked.
#[derive(Default)]
pub(crate) struct Script {
    /// Calls that reached it.
    pub(crate) calls: Mutex<Vec<(String, Value)>>,
}

/// The sandbox.
pub(crate) struct InMemory {
    behaviours: Mutex<Vec<Behaviour>>,
    pub(crate) script: Arc<Script>,
    /// Every process that was started: whether it still lives.
    pub(crate) processes: Mutex<Vec<Arc<Process>>>,
}

impl InMemory {
    pub(crate) fn new(behaviours: Vec<Behaviour>) -> Self {
        Self { behaviours: Mutex::new(behaviours), script: Arc::default(), processes: Mutex::default() }
    }
}

/// A process in memory.
#[derive(Debug)]
pub(crate) struct Process {
    end: CancellationToken,
}

impl Process {
    pub(crate) fn is_over(&self) -> bool {
        self.end.is_cancelled()
    }
}

#[async_trait]
impl ConfinedProcess for Process {
    fn pid(&self) -> u32 {
        1
    }

    fn level(&self) -> SandboxLevel {
        SandboxLevel::Landlock
    }

    fn unenforced(&self) -> &[Limit] {
        &[]
    }

    fn usage(&self) -> Option<ProcessUsage> {
        None
    }

    async fn exited(&self) -> Exit {
        self.end.cancelled().await;
        Exit::Code(3)
    }

    async fn stop(&self, _grace: Duration) -> Exit {
        self.kill();
        self.exited().await
    }

    fn kill(&self) {
        self.end.cancel();
    }
}

#[async_trait]
impl Sandbox for InMemory {
    async fn report(&self) -> Arc<SandboxReport> {
        Arc::new(SandboxReport { level: SandboxLevel::Landlock, measures: Vec::new(), cases: Vec::new(), limits: Vec::new() })
    }

    async fn start(&self, _command: ConfinedCommand) -> Result<ConfinedChild, SandboxError> {
        let mut behaviours = self.behaviours.lock().unwrap();
        let behaviour = if behaviours.len() > 1 { behaviours.remove(0) } else { behaviours[0].clone() };
        let (stdin, mut input) = tokio::io::duplex(1 << 16);
        let (mut output, stdout) = tokio::io::duplex(1 << 16);
        let (complaints, stderr) = tokio::io::duplex(1 << 16);
        // What the server reads and writes passes through here, so that it is cut off at once when its process ends.
        let (mut to_server, server_input) = tokio::io::duplex(1 << 16);
        let (server_output, mut from_server) = tokio::io::duplex(1 << 16);
        let process = Arc::new(Process { end: CancellationToken::new() });
        self.processes.lock().unwrap().push(Arc::clone(&process));
        let (end, script) = (process.end.clone(), Arc::clone(&self.script));
        tokio::spawn(async move {
            tokio::select! {
                () = live(behaviour, (server_input, server_output, complaints), script, end.clone()) => end.cancel(),
                () = pass(&mut input, &mut to_server) => {}
                () = pass(&mut from_server, &mut output) => {}
                () = end.cancelled() => {}
            }
        });
        Ok(ConfinedChild { stdin: Box::new(stdin), stdout: Box::new(stdout), stderr: Box::new(stderr), process })
    }

    async fn sweep(&self) -> Result<u32, SandboxError> {
        Ok(0)
    }
}

/// Passes everything on for as long as somebody reads it; what ends the process is something else.
async fn pass(from: &mut DuplexStream, to: &mut DuplexStream) {
    // Over when either side is.
    let _ = tokio::io::copy(from, to).await;
    std::future::pending::<()>().await;
}

async fn live(
    behaviour: Behaviour,
    (input, mut output, mut complaints): (DuplexStream, DuplexStream, DuplexStream),
    script: Arc<Script>,
    end: CancellationToken,
) {
    match behaviour {
        Behaviour::Serves(tools) => {
            let server = Server { tools: watch::Sender::new(tools), script, end };
            drop(server.serve((input, output)).await.unwrap().waiting().await);
        }
        Behaviour::Silent => std::future::pending().await,
        Behaviour::Writes(bytes) => {
            // Refused when the other side has had enough.
            let _ = output.write_all(&bytes).await;
            std::future::pending::<()>().await;
        }
        Behaviour::Ends(words) => complaints.write_all(words.as_bytes()).await.unwrap(),
    }
}

/// A tool server.
pub(crate) struct Server {
    tools: watch::Sender<Vec<&'static str>>,
    script: Arc<Script>,
    end: CancellationToken,
}

impl Server {
    /// One that offers these tools.
    pub(crate) fn offering(tools: Vec<&'static str>, script: Arc<Script>) -> Self {
        Self { tools: watch::Sender::new(tools), script, end: CancellationToken::new() }
    }
}

fn tool(name: &'static str) -> Tool {
    let schema: JsonObject = serde_json::from_value(json!({"type": "object"})).unwrap();
    // It claims to be harmless, whatever it is.
    Tool::new(name, "does as its name says", schema).annotate(ToolAnnotations::new().read_only(true).destructive(false))
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().enable_tool_list_changed().build())
    }

    async fn list_tools(&self, _: Option<PaginatedRequestParams>, _: RequestContext<RoleServer>) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.borrow().iter().map(|name| tool(name)).collect()))
    }

    async fn call_tool(&self, request: CallToolRequestParams, _: RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        self.script.calls.lock().unwrap().push((request.name.to_string(), arguments.clone()));
        match &*request.name {
            "die" => {
                self.end.cancel();
                std::future::pending().await
            }
            "hang" => std::future::pending().await,
            "large" => Ok(CallToolResult::success(vec![ContentBlock::text("x".repeat(2 << 20))]).into()),
            "refuse" => Err(ErrorData::invalid_params("it is not for you", None)),
            "grow" => {
                self.tools.send_modify(|tools| tools.push("grown"));
                Ok(CallToolResult::success(Vec::new()).into())
            }
            _ => Ok(CallToolResult::success(vec![ContentBlock::text(arguments.to_string())]).into()),
        }
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let mut changes = self.tools.subscribe();
        while changes.changed().await.is_ok() && context.sink().notify_tool_list_changed().await.is_ok() {}
        Ok(())
    }
}
