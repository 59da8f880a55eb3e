//! The address at which people, and senders outside, reach this server: where links lead that leave it.

use dream_id::OrgId;
use serde::Deserialize;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The longest address, in bytes.
const LONGEST: usize = 300;

/// An address without a path: `https`, or `http` to this machine alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct PublicUrl(String);

/// Why a text is no public address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    /// No address at all.
    #[error("`{0}` is no address of a server; write one such as https://dream.example.org")]
    Malformed(String),
    /// What only its reader would see may not travel in the clear.
    #[error("`{0}` is not encrypted; links with one-time secrets lead there: write https://, or http:// for this machine alone")]
    Plain(String),
    /// More than an address.
    #[error("`{0}` says more than where the server is; leave out everything behind the host and its port")]
    TooMuch(String),
}

impl PublicUrl {
    /// The whole address of what is at `path`, which begins with a slash.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = PublicUrlError;

    fn try_from(text: String) -> Result<Self, PublicUrlError> {
        text.parse()
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let shown = || text.chars().filter(|letter| !letter.is_control()).take(80).collect::<String>();
        let (scheme, rest) = text.split_once("://").ok_or_else(|| PublicUrlError::Malformed(shown()))?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '?', '#', '@']) {
            // A password may stand before the `@`: it is not shown.
            let host = authority.rsplit('@').next().unwrap_or_default();
            return Err(PublicUrlError::TooMuch(format!("{scheme}://{}", host.chars().take(80).collect::<String>())));
        }
        let host = host_of(authority).filter(|_| text.len() <= LONGEST).ok_or_else(|| PublicUrlError::Malformed(shown()))?;
        match scheme.to_ascii_lowercase().as_str() {
            "https" => Ok(Self(format!("https://{}", authority.to_ascii_lowercase()))),
            "http" if is_this_machine(host) => Ok(Self(format!("http://{}", authority.to_ascii_lowercase()))),
            "http" => Err(PublicUrlError::Plain(shown())),
            _ => Err(PublicUrlError::Malformed(shown())),
        }
    }
}

/// The page of the control room that shows what `subject` names: a review, a permission, a run of `project`, a part of the bridge; for others the inbox.
pub(crate) fn room_path(org: OrgId, subject: &str, project: Option<&str>) -> String {
    match (subject.split('_').next(), project) {
        (Some("rev" | "prm"), _) => format!("/o/{org}/inbox/{subject}"),
        (Some("run"), Some(project)) => format!("/o/{org}/p/{project}/runs/{subject}"),
        (Some("dst"), _) => format!("/o/{org}/bridge/destinations"),
        (Some("sub"), _) => format!("/o/{org}/bridge/subscriptions"),
        (Some("cnn"), _) => format!("/o/{org}/bridge/connections"),
        _ => format!("/o/{org}/inbox"),
    }
}

/// The host of `host`, `host:port`, `[v6]` or `[v6]:port`; `None` when it is none of them.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            (host, if after.is_empty() { None } else { Some(after.strip_prefix(':')?) })
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let good_port =
        port.is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_name = |host: &str| {
        let letters = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        letters && !host.is_empty() && !host.starts_with(['.', '-']) && !host.contains("..")
    };
    (good_port && (authority.starts_with('[') || is_name(host))).then_some(host)
}

fn is_this_machine(host: &str) -> bool {
    let v4 = host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    v4 || host.eq_ignore_ascii_case("localhost") || host.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (text, link) in [
            ("https://dream.example.org", "https://dream.example.org/a/rev_1"),
            ("https://dream.example.org/", "https://dream.example.org/a/rev_1"),
            ("HTTPS://Dream.Example.org:8443", "https://dream.example.org:8443/a/rev_1"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/a/rev_1"),
            ("http://127.0.0.1:7717", "http://127.0.0.1:7717/a/rev_1"),
            ("http://localhost:7717", "http://localhost:7717/a/rev_1"),
            ("http://[::1]:7717", "http://[::1]:7717/a/rev_1"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().link("/a/rev_1"), link);
        }
    }

    #[test]
    fn whatever_else_is_refused_with_what_to_write() {
        let refused = |text: &str| text.parse::<PublicUrl>().unwrap_err().to_string();
        for text in [
            "",
            "dream.example.org",
            "ftp://dream.example.org",
            "https://",
            "https://a b",
            "https://a:0",
            "https://a:x",
            "https://a:70000",
            "https://[::1",
            "https://.org",
        ] {
            assert!(refused(text).contains("write one such as"), "{text}: {}", refused(text));
        }
        for text in ["http://dream.example.org", "http://10.0.0.1:7717", "http://localhost.example.org"] {
            assert!(refused(text).contains("not encrypted"), "{text}: {}", refused(text));
        }
        for text in ["https://a.org/dream", "https://a.org?x=1", "https://a.org/#x", "https://amy:secret@a.org"] {
            assert!(refused(text).contains("says more") && !refused(text).contains("secret"), "{text}: {}", refused(text));
        }
    }
}
