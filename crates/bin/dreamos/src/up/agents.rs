//! Agents under this server: what confines them, what starts them, and the signal that stops them all.

use super::UpOptions;
use crate::error::CliError;
use crate::wiring;
use dream_agents::{AcpLauncher, AcpOptions};
use dream_app::setup::Local;
use dream_app::tools::SwarmTools;
use dream_app::{App, Op, agents, swarm};
use dream_clock::SystemRng;
use dream_ports::{Sandbox, SandboxLevel};
use dream_sandbox::{LocalSandbox, SandboxOptions, delegated_cgroup};
use dream_tools::{HttpDoor, McpGateway, ToolLimits};
use dream_workers::{Supervisor, SupervisorParts, SupervisorSettings, TrackedSandbox};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long a call of a tool waits for people before the agent is told to go on with something else.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often the hold of a task is renewed.
const TASK_BEAT: Duration = Duration::from_secs(20);

/// How long a task rests that could not be worked through no fault of its agent's, such as a full disk.
const TASK_REST: Duration = Duration::from_secs(10);

/// The supervisor on the adapters of this host, which is `holder` among several that share a database. Nothing is started yet.
pub(super) fn supervisor(options: &UpOptions, app: &App, holder: Option<String>) -> Result<Supervisor, CliError> {
    let io = |doing: &str| {
        let doing = doing.to_owned();
        move |source| CliError::Io { doing, source }
    };
    let data = options.data.canonicalize().map_err(io("looking for the data folder"))?;
    let program = std::env::current_exe().map_err(io("looking for this program"))?;
    let door = HttpDoor::listen(Arc::new(SystemRng)).map_err(io("opening the tools of agents over HTTP"))?;
    let mut sandbox = SandboxOptions { allow_unconfined: options.unsafe_no_sandbox, ..SandboxOptions::new(&data) };
    sandbox.egress.tools = Some(door.address());
    sandbox.cgroup = delegated_cgroup();
    let sandbox = Arc::new(TrackedSandbox::new(Arc::new(LocalSandbox::new(sandbox))));
    let confining: Arc<dyn Sandbox> = sandbox.clone();
    let parts = SupervisorParts {
        launcher: Arc::new(AcpLauncher::new(Arc::clone(&confining), AcpOptions::default())),
        gateway: Arc::new(McpGateway::new(confining, ToolLimits::default()).with_door(door)),
        tools: Arc::new(SwarmTools::new(app.clone(), PATIENCE)),
        sandbox,
    };
    Ok(Supervisor::new(app.clone(), parts, SupervisorSettings { holder, ..settings(options, &data, &program) }))
}

fn settings(options: &UpOptions, data: &Path, program: &Path) -> SupervisorSettings {
    SupervisorSettings {
        workspaces: data.join("workspaces"),
        program: program.to_owned(),
        floor: if options.unsafe_no_sandbox { SandboxLevel::Limits } else { SandboxLevel::Landlock },
        path: wiring::PATH.to_owned(),
        secrets: data.join("secrets"),
        holder: None,
        task_beat: TASK_BEAT,
        task_rest: TASK_REST,
    }
}

/// Ends what an earlier life left behind, and what it held where this is `holder` among several servers; begins the sandbox's self-test beside
/// everything else, and listens for the signal that stops all agents.
pub(super) async fn begin(app: &App, supervisor: &Supervisor, local: &Local, holder: Option<&str>) -> Result<(), CliError> {
    supervisor.sweep(holder.is_some()).await.map_err(|error| wiring::failed("ending what an earlier server left behind", &error))?;
    if let Some(holder) = holder {
        // Only now: another server may start the agents as soon as nobody holds them.
        let reclaimed = agents::reclaim(&Op::of_worker(app.clone(), "supervisor"), holder).await;
        let ended = reclaimed.map_err(|error| wiring::failed("ending what an earlier life of this server held", &error))?;
        if ended > 0 {
            tracing::info!(leases.count = ended, "what an earlier life of this server held is free again");
        }
    }
    let (op, org, testing) = (Op::of_worker(app.clone(), "supervisor"), local.org, supervisor.clone());
    tokio::spawn(async move {
        let report = testing.report().await;
        tracing::info!(sandbox.level = %report.level, cases.failed = report.failed().count(), "the sandbox has tested itself");
        for measure in report.measures.iter().filter(|measure| !measure.available && measure.name.starts_with("level_")) {
            tracing::warn!(sandbox.measure = measure.name, why = measure.detail, "the sandbox is weaker than it could be");
        }
        if let Err(error) = swarm::record_self_test(&op, org, &report).await {
            tracing::warn!(error.code = error.code, %error, "what the sandbox's self-test showed could not be recorded");
        }
    });
    let listening = signal(SignalKind::user_defined1());
    let mut halt = listening.map_err(|source| CliError::Io { doing: "listening to signals".to_owned(), source })?;
    let halting = supervisor.clone();
    tokio::spawn(async move {
        while halt.recv().await.is_some() {
            tracing::warn!("told by a signal to stop every agent");
            halting.halt().await;
        }
    });
    Ok(())
}
