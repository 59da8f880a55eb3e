//! What an agent's manifest says, without what may be a secret that somebody wrote into it.

use super::grant::pattern;
use dream_api::{AgentLimits, AgentProfile, AgentRule, AgentSandbox, AgentServer, ToolEffect};
use dream_swarm::{Manifest, ServerTransport, ToolServerEntry};
use std::collections::BTreeSet;

/// What a manifest says.
pub(crate) fn agent_profile(manifest: &Manifest) -> AgentProfile {
    let limits = manifest.limits;
    AgentProfile {
        sandbox: AgentSandbox {
            level: manifest.sandbox.level.map(|level| level.name().to_owned()),
            hosts: manifest.sandbox.hosts.clone(),
            readable: manifest.sandbox.readable.clone(),
        },
        rules: manifest.tools.iter().map(rule).collect(),
        servers: manifest.tool_servers.iter().map(server).collect(),
        limits: AgentLimits {
            memory_mb: limits.memory_mb,
            cpu_s: limits.cpu_s,
            processes: limits.processes,
            open_files: limits.open_files,
            output_mb: limits.output_mb,
            wall_clock_s: limits.wall_clock_s,
            turns: limits.turns,
            tokens: limits.tokens,
        },
        idle_timeout_s: manifest.idle_timeout_s,
        secrets: names(manifest.secrets.values()),
    }
}

fn rule(rule: &dream_swarm::ToolRule) -> AgentRule {
    AgentRule {
        effect: ToolEffect::from_word(rule.effect.name()).unwrap_or(ToolEffect::Unknown),
        tool: rule.tool.as_str().to_owned(),
        arguments: rule.arguments.iter().map(pattern).collect(),
    }
}

fn server(server: &ToolServerEntry) -> AgentServer {
    let (name, timeout_s) = (server.name.clone(), server.timeout_s);
    match &server.transport {
        // Arguments are left out: people write tokens there.
        ServerTransport::Command { command, secrets, .. } => {
            AgentServer { name, command: Some(command.clone()), url: None, timeout_s, secrets: names(secrets.values()) }
        }
        ServerTransport::Http { url, secret_headers } => {
            AgentServer { name, command: None, url: Some(bare(url)), timeout_s, secrets: names(secret_headers.values()) }
        }
    }
}

fn names<'a>(secrets: impl Iterator<Item = &'a String>) -> Vec<String> {
    secrets.cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

/// An address without user, password, query and fragment.
fn bare(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (place, path) = rest.split_once('/').map_or((rest, String::new()), |(place, path)| (place, format!("/{path}")));
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    format!("{scheme}://{place}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_and_what_is_kept_back() {
        let manifest: Manifest = serde_json::from_value(json!({
            "name": "ada", "role": "builder", "runtime": { "kind": "acp", "command": "ada" }, "concurrency": 1, "idle_timeout_s": 90,
            "secrets": { "KEY": "model-key", "OTHER": "model-key" },
            "sandbox": { "level": "namespaces", "hosts": ["*.example.org"], "readable": ["/opt/ada"] },
            "tools": [{ "effect": "deny", "tool": "fs__*", "arguments": [{ "at": "/path", "prefix": "/etc" }] }],
            "tool_servers": [
                { "name": "fs", "timeout_s": 5, "transport": { "kind": "command", "command": "mcp-fs", "arguments": ["--token=hidden"], "secrets": { "T": "fs-key" } } },
                { "name": "web", "timeout_s": 6, "transport": { "kind": "http", "url": "https://u:hidden@h.example:8/mcp?key=hidden#hidden" } }
            ],
            "limits": { "memory_mb": 512 }
        }))
        .unwrap();
        let shown = serde_json::to_value(agent_profile(&manifest)).unwrap();
        assert_eq!(
            shown["rules"][0],
            json!({ "effect": "deny", "tool": "fs__*", "arguments": [{ "at": "/path", "equals": null, "prefix": "/etc", "glob": null }] })
        );
        assert_eq!(shown["sandbox"], json!({ "level": "namespaces", "hosts": ["*.example.org"], "readable": ["/opt/ada"] }));
        assert_eq!(shown["servers"][0], json!({ "name": "fs", "command": "mcp-fs", "url": null, "timeout_s": 5, "secrets": ["fs-key"] }));
        assert_eq!(shown["servers"][1]["url"], "https://h.example:8/mcp");
        assert_eq!((&shown["limits"]["memory_mb"], &shown["limits"]["tokens"]), (&json!(512), &json!(null)));
        assert_eq!((&shown["secrets"], &shown["idle_timeout_s"]), (&json!(["model-key"]), &json!(90)));
        assert!(!shown.to_string().contains("hidden"), "{shown}");
    }
}
