//! How long a tool call takes through the gateway's socket, one after the other and side by side: `cargo run --release --example call_bench`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be set up ends, and its answer goes to the terminal"
)]

use async_trait::async_trait;
use dream_id::{AgentId, OrgId, TypedId as _};
use dream_ports::{
    AgentRef, ConfinedChild, ConfinedCommand, Sandbox, SandboxError, SandboxLevel, SandboxReport, Serving, SessionWork, ToolAnswer,
    ToolCaller, ToolGateway as _, ToolHost, ToolSpec, ToolVerdict,
};
use dream_tools::{McpGateway, ToolLimits};
use rmcp::model::CallToolRequestParams;
use rmcp::{RoleClient, ServiceExt as _, service::Peer};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

const CALLS: usize = 5_000;

struct Host;

#[async_trait]
impl ToolHost for Host {
    async fn offered(&self, _: &ToolCaller) -> Vec<ToolSpec> {
        Vec::new()
    }

    async fn call(&self, _: &ToolCaller, _: &str, arguments: Value) -> ToolAnswer {
        ToolAnswer::of("said", arguments)
    }

    async fn allow(&self, _: &ToolCaller, _: &str, _: &Value) -> ToolVerdict {
        ToolVerdict::Allowed
    }

    fn called(&self, _: &ToolCaller, _: &str, _: Duration, _: bool) {}
}

struct NoSandbox;

#[async_trait]
impl Sandbox for NoSandbox {
    async fn report(&self) -> Arc<SandboxReport> {
        Arc::new(SandboxReport { level: SandboxLevel::Limits, measures: Vec::new(), cases: Vec::new(), limits: Vec::new() })
    }

    async fn start(&self, _: ConfinedCommand) -> Result<ConfinedChild, SandboxError> {
        Err(SandboxError::SelfTest("nothing is started here".to_owned()))
    }

    async fn sweep(&self) -> Result<u32, SandboxError> {
        Ok(0)
    }
}

async fn timed(peer: &Peer<RoleClient>) -> Duration {
    let arguments = json!({"channel": "topic/news", "text": "x".repeat(500)});
    let since = Instant::now();
    peer.call_tool_once(CallToolRequestParams::new("say").with_arguments(serde_json::from_value(arguments).unwrap())).await.unwrap();
    since.elapsed()
}

fn tell(how: &str, took: Duration, mut each: Vec<Duration>) {
    each.sort();
    let at = |share: usize| each.get(each.len() * share / 100).copied().unwrap_or_default();
    let rate = f64::from(u32::try_from(each.len()).unwrap_or(0)) / took.as_secs_f64();
    println!("{how}: {rate:.0} calls/s, p50 {:?}, p99 {:?}", at(50), at(99));
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let limits = ToolLimits { calls_per_minute: u32::MAX, ..ToolLimits::default() };
    let gateway = McpGateway::new(Arc::new(NoSandbox), limits);
    let agent = AgentRef { org: OrgId::from_parts(1, [1; 10]), agent: AgentId::from_parts(1, [2; 10]), name: "writer".to_owned() };
    let caller = ToolCaller { agent, work: SessionWork::default(), folder: folder.path().to_owned() };
    let socket = folder.path().join("mcp.sock");
    let _served = gateway.serve(Serving { caller, socket: socket.clone(), servers: Vec::new(), http: None }, Arc::new(Host)).await.unwrap();
    let client = ().serve(tokio::net::UnixStream::connect(&socket).await.unwrap()).await.unwrap();
    let since = Instant::now();
    let mut each = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        each.push(timed(client.peer()).await);
    }
    tell("one after the other", since.elapsed(), each);
    let since = Instant::now();
    let mut each = Vec::with_capacity(CALLS);
    for _ in 0..CALLS / 32 {
        each.extend(futures::future::join_all((0..32).map(|_| timed(client.peer()))).await);
    }
    tell("32 at once", since.elapsed(), each);
}
