//! What a mail server is reached with.

use dream_secret::Secret;
use std::net::IpAddr;

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After the server's greeting; a server that cannot is refused.
    #[default]
    StartTls,
    /// Not at all: for a server on this machine alone.
    None,
}

impl std::str::FromStr for Security {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "tls" => Ok(Self::Tls),
            "starttls" => Ok(Self::StartTls),
            "none" => Ok(Self::None),
            other => Err(format!("`{other}` is no way to encrypt: use tls, starttls or none")),
        }
    }
}

/// A mail server, and who writes.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// Its name or address.
    pub host: String,
    /// Its port; the usual one of the way of encrypting when `None`.
    pub port: Option<u16>,
    /// How the connection is encrypted.
    pub security: Security,
    /// The login name and its password, where the server wants them.
    pub login: Option<(String, Secret)>,
    /// Whom letters are from, as `Name <address>` or an address.
    pub from: String,
}

/// Why a configuration cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailConfigError {
    /// The sender is no address.
    #[error("`{0}` is no mail address; write it like Dream.OS <dreamos@example.org>")]
    From(String),
    /// An unencrypted connection beyond this machine.
    #[error("{0} is not on this machine, so its connection must be encrypted: use starttls or tls")]
    Plain(String),
    /// The encryption cannot be set up.
    #[error("the encryption for {host} cannot be set up: {why}")]
    Tls {
        /// The server.
        host: String,
        /// Why.
        why: String,
    },
}

/// Whether a host is this machine.
pub(crate) fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
