//! The tool servers of a manifest: `[[mcp]]`.

use super::{arguments, command, secrets, shown, span, variables};
use crate::manifest::checks::is_url;
use crate::{ServerTransport, ToolServerEntry};
use dream_toml::{Section, is_name};
use std::time::Duration;

/// How many tool servers a manifest names.
const MOST: usize = 16;
/// How long a call takes at most unless the manifest says otherwise.
const USUAL_TIMEOUT: Duration = Duration::from_mins(1);

pub(super) fn read(root: &Section<'_>) -> Vec<ToolServerEntry> {
    let sections = root.sections("mcp");
    if sections.len() > MOST {
        root.fault(root.offset_of("mcp"), "too_many", format!("{MOST} tool servers are allowed"));
    }
    let mut servers: Vec<ToolServerEntry> = Vec::new();
    for section in &sections {
        let Some(server) = read_one(section) else { continue };
        if servers.iter().any(|other| other.name == server.name) {
            section.fault(section.offset(), "duplicate", format!("two tool servers are called `{}`", server.name));
        }
        servers.push(server);
    }
    servers
}

fn read_one(section: &Section<'_>) -> Option<ToolServerEntry> {
    let name = section.needed("name")?;
    // `__` parts a server's name from its tools', and `dreamos` are ours.
    if !is_name(name.value) || name.value == "dreamos" {
        let message =
            format!("`{}` is no name for a tool server: write lowercase letters, digits and `-`, and not `dreamos`", shown(name.value));
        section.fault(name.offset, "bad_name", message);
    }
    let (has_command, has_url) = (section.item("command").is_some(), section.item("url").is_some());
    let transport = match (has_command, has_url) {
        (true, false) => {
            section.allow(&["name", "command", "arguments", "environment", "secrets", "timeout"]);
            let (environment, secrets) = variables(section);
            ServerTransport::Command { command: command(section)?, arguments: arguments(section), environment, secrets }
        }
        (false, true) => {
            section.allow(&["name", "url", "secret_headers", "timeout"]);
            let url = section.needed("url")?;
            if !is_url(url.value) {
                section.fault(url.offset, "bad_url", String::from("`url` must be one of http or https, without a password in it"));
            }
            ServerTransport::Http { url: url.value.to_owned(), secret_headers: secrets(section, "secret_headers") }
        }
        _ => {
            section.fault(section.offset(), "bad_server", String::from("a tool server has either a `command` or a `url`"));
            return None;
        }
    };
    let timeout = span(section, "timeout", Duration::from_secs(1), Duration::from_hours(1)).unwrap_or(USUAL_TIMEOUT);
    Some(ToolServerEntry { name: name.value.to_owned(), transport, timeout_s: timeout.as_secs() })
}
