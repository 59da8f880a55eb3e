//! Which addresses an outgoing webhook may go to (trap 48): none that leads inside, however it is written, and whatever a name resolves to.
//!
//! [`target`] reads the address as a browser would, so that decimal, octal and hexadecimal forms of an address are seen for what they are.
//! [`chosen_addresses`] decides about what a name resolved to; the connection must then be made to exactly these, and to no redirect.

mod ranges;

use std::net::IpAddr;
use url::{Host as UrlHost, Url};

/// What the operator allows beyond public addresses on the usual ports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Networks inside that may be reached, as address and prefix length.
    pub networks: Vec<(IpAddr, u8)>,
    /// Ports besides 80 and 443.
    pub ports: Vec<u16>,
    /// Whether addresses without encryption may be used.
    pub plain_http: bool,
}

/// A host, as written in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A name, to be resolved.
    Name(String),
    /// An address that was checked already.
    Ip(IpAddr),
}

/// Where a webhook goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Whether the connection is encrypted.
    pub encrypted: bool,
    /// The host.
    pub host: Host,
    /// The port.
    pub port: u16,
    /// The whole address, in its one normal form.
    pub url: String,
}

/// Why an address is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefusal {
    /// It cannot be read.
    #[error("this is no web address; write one such as https://example.com/hooks/dream")]
    Unreadable,
    /// It is neither http nor https.
    #[error("`{0}` addresses are not used; write an https address")]
    Scheme(String),
    /// It is not encrypted.
    #[error("the address is not encrypted; write an https address")]
    Plain,
    /// A name and password in it.
    #[error("the address holds a name or password, which logs and proxies would show; use the signature instead")]
    Credentials,
    /// Another port.
    #[error("port {0} is not used; use 443, or ask the operator to allow it")]
    Port(u16),
    /// It leads inside.
    #[error("{0} is an address of a private network or of this machine; use a public one, or ask the operator to allow its network")]
    Inside(IpAddr),
    /// A name that never is public.
    #[error("`{0}` is a name of a private network; use a public one")]
    InsideName(String),
    /// The name resolved to nothing that may be used.
    #[error("the name has no public address")]
    NoAddress,
}

/// Reads the address a webhook is to go to.
///
/// # Errors
/// [`AddressRefusal`] when it is no address that may be used.
pub fn target(text: &str, allowance: &Allowance) -> Result<Target, AddressRefusal> {
    let url = Url::parse(text.trim()).map_err(|_| AddressRefusal::Unreadable)?;
    let encrypted = match url.scheme() {
        "https" => true,
        "http" if allowance.plain_http => false,
        "http" => return Err(AddressRefusal::Plain),
        other => return Err(AddressRefusal::Scheme(other.chars().take(20).collect())),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressRefusal::Credentials);
    }
    let host = match url.host().ok_or(AddressRefusal::Unreadable)? {
        UrlHost::Domain(name) => Host::Name(public_name(name)?),
        UrlHost::Ipv4(ip) => Host::Ip(checked(IpAddr::V4(ip), allowance)?),
        UrlHost::Ipv6(ip) => Host::Ip(checked(IpAddr::V6(ip), allowance)?),
    };
    let port = url.port_or_known_default().ok_or(AddressRefusal::Unreadable)?;
    if !matches!(port, 80 | 443) && !allowance.ports.contains(&port) {
        return Err(AddressRefusal::Port(port));
    }
    Ok(Target { encrypted, host, port, url: url.into() })
}

fn public_name(name: &str) -> Result<String, AddressRefusal> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    let inside = !name.contains('.')
        || matches!(last, "localhost" | "local" | "internal" | "localdomain" | "lan" | "home" | "corp" | "intranet" | "onion");
    if inside || name.ends_with(".home.arpa") { Err(AddressRefusal::InsideName(name)) } else { Ok(name) }
}

fn checked(ip: IpAddr, allowance: &Allowance) -> Result<IpAddr, AddressRefusal> {
    if allowed_ip(ip, allowance) { Ok(ip) } else { Err(AddressRefusal::Inside(ip)) }
}

/// Whether a connection to this address may be made.
#[must_use]
pub fn allowed_ip(ip: IpAddr, allowance: &Allowance) -> bool {
    let ip = ip.to_canonical();
    allowance.networks.iter().any(|(network, length)| ranges::within(ip, *network, *length)) || ranges::is_public(ip)
}

/// Of what a name resolved to, the addresses that may be connected to. When even one of them leads inside, none is: an answer that mixes
/// both is how names are rebound.
///
/// # Errors
/// [`AddressRefusal::NoAddress`] when there is none, [`AddressRefusal::Inside`] when one of them leads inside.
pub fn chosen_addresses(answers: &[IpAddr], allowance: &Allowance) -> Result<Vec<IpAddr>, AddressRefusal> {
    if answers.is_empty() {
        return Err(AddressRefusal::NoAddress);
    }
    answers.iter().map(|ip| checked(*ip, allowance)).collect()
}

#[cfg(test)]
mod tests;
