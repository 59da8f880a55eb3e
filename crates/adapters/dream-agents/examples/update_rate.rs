//! How many updates a second come from agents through to a host: `cargo run --release -p dream-agents --example update_rate [AGENTS]`.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement that cannot go on must stop, and prints what it found"
)]

#[path = "../tests/it/sandbox.rs"]
#[expect(dead_code, reason = "what only tests need")]
mod sandbox;
#[path = "../tests/it/side.rs"]
#[expect(dead_code, reason = "what only tests need")]
mod side;

use async_trait::async_trait;
use dream_agents::{AcpLauncher, AcpOptions};
use dream_id::TypedId as _;
use dream_ports::{
    AgentHost, AgentLaunch, AgentLauncher as _, AgentRef, AgentUpdate, ConfinedCommand, HostError, Network, PermissionAnswer,
    PermissionAsked, Question, QuestionAnswer, ResourceLimits, SandboxLevel, SessionKey, SessionSetup, SessionWork,
};
use sandbox::{PipeSandbox, Started};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many updates each agent sends.
const UPDATES: u64 = 200_000;
/// How many of them go in one write.
const BLOCK: u64 = 100;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let agents: u64 = std::env::args().nth(1).map_or(Ok(1), |agents| agents.parse())?;
    let host = Arc::new(Count::default());
    let (sandbox, mut started) = PipeSandbox::new();
    let launcher = Arc::new(AcpLauncher::new(sandbox, AcpOptions::default()));
    let mut turns = tokio::task::JoinSet::new();
    for _ in 0..agents {
        let (launcher, told) = (Arc::clone(&launcher), Arc::clone(&host));
        let launching = tokio::spawn(async move { launcher.launch(launch(), told).await });
        let started = started.recv().await.ok_or("nothing was started")?;
        tokio::spawn(talk(started));
        let process = launching.await??;
        let setup = SessionSetup { folder: "/".into(), work: SessionWork::default(), tool_servers: Vec::new() };
        let key = process.open(setup).await?;
        turns.spawn(async move { process.prompt(&key, "go".into()).await });
    }
    let began = Instant::now();
    while let Some(turn) = turns.join_next().await {
        turn??;
    }
    let (told, took) = (host.0.load(Ordering::Relaxed), began.elapsed());
    println!("{agents} agents: {told} updates in {} ms, {} a second", took.as_millis(), u128::from(told) * 1_000 / took.as_millis().max(1));
    Ok(())
}

async fn talk(started: Started) {
    let Started { mut side, process: _process, .. } = started;
    let greeting = side.expect("initialize").await;
    side.answer(&greeting, json!({"protocolVersion": 1})).await;
    side.open("s").await;
    let request = side.expect("session/prompt").await;
    let mut number = 0;
    while number < UPDATES {
        let mut block = String::new();
        for _ in 0..BLOCK {
            number += 1;
            let content = json!({"type": "text", "text": format!("piece {number} of what an agent says while it works")});
            let update = json!({"sessionUpdate": "agent_message_chunk", "content": content});
            let line = json!({"jsonrpc": "2.0", "method": "session/update", "params": {"sessionId": "s", "update": update}});
            // Writing to a text does not fail.
            let _ = writeln!(block, "{line}");
        }
        side.raw(block.as_bytes()).await;
    }
    side.answer(&request, json!({"stopReason": "end_turn"})).await;
    std::future::pending::<()>().await;
}

fn launch() -> AgentLaunch {
    let agent =
        AgentRef { org: dream_id::OrgId::from_parts(1, [1; 10]), agent: dream_id::AgentId::from_parts(1, [2; 10]), name: "bench".into() };
    let command = ConfinedCommand {
        label: "agent".into(),
        program: "/agent".into(),
        arguments: Vec::new(),
        environment: std::collections::BTreeMap::new(),
        workspace: "/".into(),
        writable: Vec::new(),
        readable: Vec::new(),
        network: Network::None,
        limits: ResourceLimits::default(),
        floor: SandboxLevel::Limits,
    };
    AgentLaunch { agent, command, greeting: Duration::from_secs(10) }
}

/// A host that counts.
#[derive(Default)]
struct Count(AtomicU64);

#[async_trait]
impl AgentHost for Count {
    fn updated(&self, _: &AgentRef, _: &SessionKey, _: SessionWork, _: AgentUpdate) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn complained(&self, _: &AgentRef, _: &str) {}

    async fn permission(&self, _: &AgentRef, _: &SessionKey, _: SessionWork, _: PermissionAsked) -> PermissionAnswer {
        PermissionAnswer::Cancelled
    }

    async fn question(&self, _: &AgentRef, _: &SessionKey, _: SessionWork, _: Question) -> QuestionAnswer {
        QuestionAnswer::Declined
    }

    async fn extension(&self, _: &AgentRef, _: &SessionKey, _: SessionWork, _: &str, _: Value) -> Result<Value, HostError> {
        Err(HostError::new("none", "there is none"))
    }
}
