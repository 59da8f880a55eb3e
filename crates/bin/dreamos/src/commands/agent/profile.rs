//! What an agent's manifest says of its confinement, rules, tool servers and limits, as people read it.

use crate::commands::grant;
use crate::printer::{Cell, printable};
use dream_api::{AgentLimits, AgentProfile, AgentRule, AgentServer, ToolEffect};
use std::fmt::Write as _;

/// What fits in a line each.
pub(super) fn pairs(profile: &AgentProfile) -> Vec<(&'static str, Cell)> {
    let level = profile.sandbox.level.as_deref().unwrap_or("what the server demands");
    let network = if profile.sandbox.hosts.is_empty() { "none".to_owned() } else { profile.sandbox.hosts.join(", ") };
    vec![
        ("asks for", Cell::new(level)),
        ("network", Cell::new(network)),
        ("may read", Cell::new(profile.sandbox.readable.join(", "))),
        ("secrets", Cell::new(profile.secrets.join(", "))),
        ("nudged after", Cell::new(span(profile.idle_timeout_s))),
        ("limits", Cell::new(limits(&profile.limits))),
    ]
}

/// The rules and the tool servers, a line each below their names; nothing where there is none.
pub(super) fn lists(profile: &AgentProfile) -> String {
    let mut text = String::new();
    if !profile.rules.is_empty() {
        text.push_str("\nrules (deny beats ask, and ask beats allow):");
        let mut rules: Vec<&AgentRule> = profile.rules.iter().collect();
        rules.sort_by_key(|rule| strictest_first(rule.effect));
        for rule in rules {
            // Writing to a text does not fail.
            let _ = write!(text, "\n  {:<5}  {}", rule.effect.to_string(), printable(&covers(rule)));
        }
    }
    if !profile.servers.is_empty() {
        text.push_str("\ntool servers:");
        for server in &profile.servers {
            let _ = write!(text, "\n  {}", printable(&reached(server)));
        }
    }
    text
}

fn strictest_first(effect: ToolEffect) -> u8 {
    match effect {
        ToolEffect::Deny => 0,
        ToolEffect::Ask => 1,
        ToolEffect::Allow | ToolEffect::Unknown => 2,
    }
}

fn covers(rule: &AgentRule) -> String {
    if rule.arguments.is_empty() {
        return rule.tool.clone();
    }
    let arguments: Vec<String> = rule.arguments.iter().map(grant::pattern).collect();
    format!("{} where {}", rule.tool, arguments.join(" and "))
}

fn reached(server: &AgentServer) -> String {
    let by = server.command.as_deref().or(server.url.as_deref()).unwrap_or("-");
    let secrets = if server.secrets.is_empty() { String::new() } else { format!(", with the secrets {}", server.secrets.join(", ")) };
    format!("{}  {by}, {} at most for a call{secrets}", server.name, span(server.timeout_s))
}

fn limits(limits: &AgentLimits) -> String {
    let sized = |value: Option<u64>, of: &str| value.map(|value| format!("{value} {of}"));
    let spans = |value: Option<u64>, of: &str| value.map(|seconds| format!("{} {of}", span(seconds)));
    let all = [
        sized(limits.memory_mb, "MiB of memory"),
        spans(limits.cpu_s, "of processor time"),
        sized(limits.processes.map(u64::from), "processes"),
        sized(limits.open_files.map(u64::from), "open files"),
        sized(limits.output_mb, "MiB of output"),
        spans(limits.wall_clock_s, "for a process"),
        sized(limits.turns.map(u64::from), "turns"),
        sized(limits.tokens, "tokens"),
    ];
    let said = all.into_iter().flatten().collect::<Vec<_>>();
    if said.is_empty() { "the usual".to_owned() } else { said.join(", ") }
}

/// A span as a manifest writes it, in its largest whole unit: nothing of it is rounded away.
fn span(seconds: u64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "m")];
    let whole = units.iter().find(|(unit, _)| seconds > 0 && seconds.is_multiple_of(*unit));
    whole.map_or_else(|| format!("{seconds}s"), |(unit, name)| format!("{}{name}", seconds / unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printer::{Style, fields};
    use dream_api::{AgentSandbox, ArgumentPattern};
    use dream_clock::Timestamp;

    fn profile() -> AgentProfile {
        let begins = ArgumentPattern { at: "/command".into(), equals: None, prefix: Some("git ".into()), glob: None };
        let rule = |effect, tool: &str, arguments| AgentRule { effect, tool: tool.into(), arguments };
        AgentProfile {
            sandbox: AgentSandbox {
                level: Some("landlock".into()),
                hosts: vec!["*.example.com".into()],
                readable: vec!["/opt/tool".into()],
            },
            rules: vec![rule(ToolEffect::Allow, "read", vec![]), rule(ToolEffect::Deny, "execute", vec![begins])],
            servers: vec![AgentServer {
                name: "git".into(),
                command: Some("/usr/bin/git-mcp".into()),
                url: None,
                timeout_s: 60,
                secrets: vec!["forge".into()],
            }],
            limits: AgentLimits { memory_mb: Some(512), cpu_s: Some(90), ..AgentLimits::default() },
            idle_timeout_s: 300,
            secrets: vec!["anthropic".into()],
        }
    }

    #[test]
    fn rules_tool_servers_and_limits_are_shown() {
        let style = Style::new(false, false, None, Timestamp::from_micros(0));
        let text = format!("{}{}", fields(&style, &pairs(&profile())), lists(&profile()));
        for part in [
            "network       *.example.com",
            "nudged after  5m",
            "limits        512 MiB of memory, 90s of processor time",
            "secrets       anthropic",
            "rules (deny beats ask, and ask beats allow):\n  deny   execute where /command begins with git \n  allow  read",
            "tool servers:\n  git  /usr/bin/git-mcp, 1m at most for a call, with the secrets forge",
        ] {
            assert!(text.contains(part), "{part:?} is missing:\n{text}");
        }
    }

    #[test]
    fn what_a_manifest_does_not_say_takes_no_line() {
        let nothing = AgentProfile { rules: vec![], servers: vec![], ..profile() };
        assert_eq!(lists(&nothing), "");
    }

    #[test]
    fn spans_lose_nothing() {
        for (seconds, text) in [(0, "0s"), (59, "59s"), (60, "1m"), (90, "90s"), (7_200, "2h"), (86_400, "1d"), (86_460, "1441m")] {
            assert_eq!(span(seconds), text);
        }
    }
}
