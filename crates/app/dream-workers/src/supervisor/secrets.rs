//! The secrets that a manifest names: kept by the organisation, or else in files beside the data.

use super::launch::LaunchError;
use super::settings::SupervisorSettings;
use dream_app::agent_work::Rostered;
use dream_app::{App, secrets};
use dream_secret::Secret;
use dream_swarm::ServerTransport;
use std::collections::BTreeMap;

/// The secrets of one agent, by name.
pub(super) struct Known(BTreeMap<String, Secret>);

impl Known {
    /// The secrets that the agent's own process is given.
    pub(super) async fn of_process(app: &App, settings: &SupervisorSettings, agent: &Rostered) -> Result<Self, LaunchError> {
        find(app, settings, agent, agent.agent.manifest.secrets.values()).await
    }

    /// The secrets that the tool servers behind its tools are given.
    pub(super) async fn of_servers(app: &App, settings: &SupervisorSettings, agent: &Rostered) -> Result<Self, LaunchError> {
        let named = agent.agent.manifest.tool_servers.iter().flat_map(|server| match &server.transport {
            ServerTransport::Command { secrets, .. } => secrets.values(),
            ServerTransport::Http { secret_headers, .. } => secret_headers.values(),
        });
        find(app, settings, agent, named).await
    }

    /// The secret called `name`, which the manifest names.
    pub(super) fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name)
    }
}

async fn find(
    app: &App,
    settings: &SupervisorSettings,
    agent: &Rostered,
    names: impl Iterator<Item = &String>,
) -> Result<Known, LaunchError> {
    let mut known = BTreeMap::new();
    for name in names {
        if known.contains_key(name) {
            continue;
        }
        let sealed = secrets::named(app, agent.org, name).await;
        let sealed = sealed.map_err(|source| LaunchError::Sealed { name: name.clone(), agent: agent.agent.name().to_owned(), source })?;
        let secret = match sealed {
            Some(secret) => secret,
            None => in_file(settings, agent, name)?,
        };
        known.insert(name.clone(), secret);
    }
    Ok(Known(known))
}

fn in_file(settings: &SupervisorSettings, agent: &Rostered, name: &str) -> Result<Secret, LaunchError> {
    let path = settings.secrets.join(name);
    let text = std::fs::read_to_string(&path);
    let missing = |source| LaunchError::Secret { name: name.to_owned(), agent: agent.agent.name().to_owned(), path, source };
    Ok(Secret::new(text.map_err(missing)?.trim_end_matches('\n')))
}
