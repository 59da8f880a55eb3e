//! From a manifest to the command that is started for it, and the tool servers behind its tools.

use super::secrets::Known;
use super::settings::SupervisorSettings;
use dream_app::agent_work::Rostered;
use dream_ports::{
    ConfinedCommand, HttpTools, Network, OfferedServer, ResourceLimits, SandboxLevel, ToolServer, ToolServerCommand, ToolTransport,
};
use dream_secret::Secret;
use dream_swarm::{AgentLimits, Manifest, Runtime, ServerTransport, ToolServerEntry};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of our tools for agents.
const TOOLS: &str = "dreamos";
/// The socket of the tools, in the agent's folder.
const SOCKET: &str = ".tools";
/// Limits of processes whose manifest names none.
const MEMORY_MB: u64 = 2_048;
const PROCESSES: u32 = 256;
const OPEN_FILES: u32 = 1_024;
const FILE_BYTES: u64 = 1 << 30;
const OUTPUT_MB: u64 = 1_024;

/// Why there is no command for an agent.
#[derive(Debug, thiserror::Error)]
pub(super) enum LaunchError {
    #[error("the secret {name} of agent {agent} is not there; set it with `dreamos secret set {name}`, or put it into the file {}, readable by the server alone", path.display())]
    Secret {
        name: String,
        agent: String,
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("the secret {name} of agent {agent} cannot be opened")]
    Sealed {
        name: String,
        agent: String,
        #[source]
        source: dream_app::AppError,
    },
    #[error("the manifest of agent {agent} names a secret that was not looked up; report this as a defect")]
    Unknown { agent: String },
    #[error("the folder {} cannot be made", path.display())]
    Folder {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

impl LaunchError {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Secret { .. } | Self::Unknown { .. } => "secret_missing",
            Self::Sealed { .. } => "secret_unreadable",
            Self::Folder { .. } => "agent_folder",
        }
    }

    /// Whether trying again changes nothing until somebody has done something about it.
    pub(super) fn is_lasting(&self) -> bool {
        match self {
            Self::Secret { .. } | Self::Unknown { .. } => true,
            Self::Sealed { source, .. } => !source.is_retryable(),
            // A disk that is full may have room again.
            Self::Folder { .. } => false,
        }
    }
}

/// The folder of a place of an agent.
pub(super) fn folder(settings: &SupervisorSettings, agent: &Rostered, index: u32) -> PathBuf {
    settings.workspaces.join(agent.agent.id.to_string()).join(index.to_string())
}

/// The socket in that folder at which its tools are served.
pub(super) fn socket(folder: &Path) -> PathBuf {
    folder.join(SOCKET)
}

/// The command that is started for an agent, in `folder`, which is made.
pub(super) fn command(
    settings: &SupervisorSettings,
    agent: &Rostered,
    folder: &Path,
    known: &Known,
) -> Result<ConfinedCommand, LaunchError> {
    std::fs::create_dir_all(folder).map_err(|source| LaunchError::Folder { path: folder.to_owned(), source })?;
    let manifest = &agent.agent.manifest;
    let (program, arguments) = match &manifest.runtime {
        Runtime::Acp { command, arguments } => (PathBuf::from(command), arguments.clone()),
        Runtime::Llm { .. } => (settings.program.clone(), vec!["agent".to_owned(), "run-llm".to_owned()]),
    };
    let own = Own { environment: &manifest.environment, secrets: &manifest.secrets, known };
    confined(settings, manifest, folder, &format!("agent/{}", manifest.name), program, arguments, &own)
}

/// Where the agent finds our tools: over HTTP where it reaches them so, or through a command in its own sandbox.
pub(super) fn tools(settings: &SupervisorSettings, folder: &Path, over_http: Option<&HttpTools>) -> OfferedServer {
    let name = TOOLS.to_owned();
    match over_http {
        Some(at) => OfferedServer::Http { name, at: at.clone() },
        None => {
            let arguments = vec!["mcp-connect".to_owned(), socket(folder).display().to_string()];
            OfferedServer::Command(ToolServerCommand { name, program: settings.program.clone(), arguments })
        }
    }
}

/// The other tool servers of an agent.
pub(super) fn servers(
    settings: &SupervisorSettings,
    agent: &Rostered,
    folder: &Path,
    known: &Known,
) -> Result<Vec<ToolServer>, LaunchError> {
    let manifest = &agent.agent.manifest;
    manifest.tool_servers.iter().map(|entry| server(settings, manifest, folder, entry, known)).collect()
}

fn server(
    settings: &SupervisorSettings,
    manifest: &Manifest,
    folder: &Path,
    entry: &ToolServerEntry,
    known: &Known,
) -> Result<ToolServer, LaunchError> {
    let transport = match &entry.transport {
        ServerTransport::Command { command, arguments, environment, secrets } => {
            let label = format!("tools/{}/{}", manifest.name, entry.name);
            let own = Own { environment, secrets, known };
            let command = confined(settings, manifest, folder, &label, PathBuf::from(command), arguments.clone(), &own)?;
            ToolTransport::Command(Box::new(command))
        }
        ServerTransport::Http { url, secret_headers } => {
            let headers = secret_headers.iter().map(|(header, name)| Ok((header.clone(), secret(manifest, known, name)?)));
            ToolTransport::Http { url: url.clone(), headers: headers.collect::<Result<_, LaunchError>>()? }
        }
    };
    Ok(ToolServer { name: entry.name.clone(), transport, timeout: Duration::from_secs(entry.timeout_s) })
}

/// What a command's environment has of its own.
struct Own<'a> {
    environment: &'a BTreeMap<String, String>,
    secrets: &'a BTreeMap<String, String>,
    known: &'a Known,
}

fn confined(
    settings: &SupervisorSettings,
    manifest: &Manifest,
    folder: &Path,
    label: &str,
    program: PathBuf,
    arguments: Vec<String>,
    own: &Own<'_>,
) -> Result<ConfinedCommand, LaunchError> {
    let mut environment: BTreeMap<String, Secret> = BTreeMap::new();
    for (name, value) in
        [("PATH", settings.path.as_str()), ("HOME", &folder.display().to_string()), ("LANG", "C.UTF-8"), ("TMPDIR", "/tmp")]
    {
        environment.insert(name.to_owned(), Secret::new(value));
    }
    environment.extend(own.environment.iter().map(|(name, value)| (name.clone(), Secret::new(value.clone()))));
    for (variable, name) in own.secrets {
        environment.insert(variable.clone(), secret(manifest, own.known, name)?);
    }
    let mut readable: Vec<PathBuf> = manifest.sandbox.readable.iter().map(PathBuf::from).collect();
    readable.push(settings.program.clone());
    let network = if manifest.sandbox.hosts.is_empty() { Network::None } else { Network::Hosts(manifest.sandbox.hosts.clone()) };
    Ok(ConfinedCommand {
        label: label.to_owned(),
        program,
        arguments,
        environment,
        workspace: folder.to_owned(),
        writable: Vec::new(),
        readable,
        network,
        limits: limits(&manifest.limits),
        floor: floor(settings, manifest),
    })
}

/// What the manifest asks for, and never less than the operator.
fn floor(settings: &SupervisorSettings, manifest: &Manifest) -> SandboxLevel {
    let asked = manifest.sandbox.level.and_then(|level| level.name().parse().ok());
    asked.map_or(settings.floor, |asked: SandboxLevel| asked.max(settings.floor))
}

fn limits(asked: &AgentLimits) -> ResourceLimits {
    let bytes = |megabytes: u64| megabytes.saturating_mul(1 << 20);
    ResourceLimits {
        memory_bytes: Some(bytes(asked.memory_mb.unwrap_or(MEMORY_MB))),
        cpu_time: asked.cpu_s.map(Duration::from_secs),
        processes: Some(asked.processes.unwrap_or(PROCESSES)),
        open_files: Some(asked.open_files.unwrap_or(OPEN_FILES)),
        file_bytes: Some(FILE_BYTES),
        output_bytes: Some(bytes(asked.output_mb.unwrap_or(OUTPUT_MB))),
        wall_clock: asked.wall_clock_s.map(Duration::from_secs),
    }
}

fn secret(manifest: &Manifest, known: &Known, name: &str) -> Result<Secret, LaunchError> {
    known.get(name).cloned().ok_or_else(|| LaunchError::Unknown { agent: manifest.name.clone() })
}
