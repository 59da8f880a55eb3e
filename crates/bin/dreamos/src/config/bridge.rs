//! `[bridge]`: what messages of the bridge may reach.

use super::{ConfigError, Entry, Layers, Setting};
use clap::Args;
use dream_bridge::outgoing::Allowance;
use serde::Deserialize;
use std::net::IpAddr;

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Section {
    discord_api: Option<String>,
    slack_api: Option<String>,
    allow_networks: Option<String>,
    allow_ports: Option<String>,
    allow_plain_http: Option<bool>,
    plans: Option<String>,
}

/// The flags of this section.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub(crate) struct Flags {
    #[arg(
        long,
        value_name = "URL",
        help = "Where Discord's API is, without the version [default: https://discord.com/api] [environment: DREAMOS_DISCORD_API]"
    )]
    pub(crate) discord_api: Option<String>,
}

/// The resolved section.
#[derive(Debug)]
pub(crate) struct Bridge {
    /// Where Discord's API is, without the version.
    pub(crate) discord_api: Setting<String>,
    /// Where Slack's Web API is.
    pub(crate) slack_api: Setting<String>,
    /// Private networks that outgoing webhooks may reach: `10.1.0.0/16, ::1/128`.
    allow_networks: Setting<String>,
    /// Ports besides 80 and 443 that they may reach.
    allow_ports: Setting<String>,
    /// Whether they may go unencrypted.
    allow_plain_http: Setting<bool>,
    /// The file with the plans that organisations are on; the built-in plan alone when `None`.
    pub(crate) plans: Setting<Option<String>>,
}

impl Bridge {
    pub(crate) fn resolve(flags: &Flags, file: Section, layers: &Layers) -> Result<Self, ConfigError> {
        Ok(Self {
            discord_api: layers
                .pick(("--discord-api", flags.discord_api.clone()), "DREAMOS_DISCORD_API", file.discord_api)?
                .or(dream_discord::DISCORD_API.to_owned()),
            slack_api: layers.pick(("", None), "DREAMOS_SLACK_API", file.slack_api)?.or(dream_app::slack::API.to_owned()),
            allow_networks: layers.pick(("", None), "DREAMOS_HOOKS_ALLOW_NETWORKS", file.allow_networks)?.or(String::new()),
            allow_ports: layers.pick(("", None), "DREAMOS_HOOKS_ALLOW_PORTS", file.allow_ports)?.or(String::new()),
            allow_plain_http: layers.pick(("", None), "DREAMOS_HOOKS_ALLOW_PLAIN_HTTP", file.allow_plain_http)?.or(false),
            plans: layers.pick(("", None), "DREAMOS_BRIDGE_PLANS", file.plans)?,
        })
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        vec![
            Entry::of("bridge.discord_api", &self.discord_api),
            Entry::of("bridge.slack_api", &self.slack_api),
            Entry::of("bridge.allow_networks", &self.allow_networks),
            Entry::of("bridge.allow_ports", &self.allow_ports),
            Entry::of("bridge.allow_plain_http", &self.allow_plain_http),
            Entry::opt("bridge.plans", &self.plans),
        ]
    }

    /// What outgoing webhooks may reach beyond public addresses on the usual ports.
    pub(crate) fn allowance(&self) -> Result<Allowance, ConfigError> {
        let networks =
            listed(&self.allow_networks.value, network).map_err(|why| invalid("bridge.allow_networks", &self.allow_networks, why))?;
        let port = |text: &str| text.parse().map_err(|_| format!("`{text}` is no port; write 1 to 65535"));
        let ports = listed(&self.allow_ports.value, port).map_err(|why| invalid("bridge.allow_ports", &self.allow_ports, why))?;
        Ok(Allowance { networks, ports, plain_http: self.allow_plain_http.value })
    }
}

fn invalid(setting: &'static str, value: &Setting<String>, why: String) -> ConfigError {
    ConfigError::Invalid { setting, origin: value.origin.to_string(), why }
}

fn listed<T>(text: &str, each: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(each).collect()
}

fn network(text: &str) -> Result<(IpAddr, u8), String> {
    let wrong = || format!("`{text}` is no network; write such as 10.1.0.0/16");
    let (address, length) = text.split_once('/').ok_or_else(wrong)?;
    let (address, length): (IpAddr, u8) = (address.parse().map_err(|_| wrong())?, length.parse().map_err(|_| wrong())?);
    let most = if address.is_ipv4() { 32 } else { 128 };
    if length <= most { Ok((address, length)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_ports_are_read_or_refused() {
        let read = |text: &str| listed(text, network);
        assert_eq!(read(" 10.1.0.0/16, ::1/128,"), Ok(vec![("10.1.0.0".parse().unwrap(), 16), ("::1".parse().unwrap(), 128)]));
        for wrong in ["10.1.0.0", "10.1.0.0/33", "a/8", "10.0.0.0/-1", "10.0.0.0/"] {
            assert!(read(wrong).unwrap_err().contains("is no network"), "{wrong}");
        }
    }
}
