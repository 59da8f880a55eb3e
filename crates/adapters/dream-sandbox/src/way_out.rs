//! The egress proxy of a command, from its rules to its serving: where it listens, what the command is told, who may use it.

use crate::descriptors::receive_descriptors;
use crate::egress::{EgressOptions, Proxy, Resolve, Rules};
use crate::start::io_error;
use crate::wire::{Egress, Spec};
use dream_ports::{ConfinedCommand, Network, SandboxError, SandboxLevel};
use dream_secret::Secret;
use std::io::{self, Read};
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use tokio::task::AbortHandle;

/// Where the proxy listens on a command's own interface: nobody else is there.
const OWN_PORT: u16 = 3128;
/// The variables by which programs find a proxy.
const VARIABLES: [&str; 6] = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

/// A proxy that is not served yet.
pub(crate) struct WayOut {
    proxy: Proxy,
    /// The host's interface, where the command has none of its own.
    listener: Option<TcpListener>,
    egress: Egress,
    /// What the proxy's address begins with.
    credentials: String,
}

impl WayOut {
    /// That of `command`; `None` when it reaches nothing.
    pub(crate) fn of(
        command: &ConfinedCommand,
        level: SandboxLevel,
        options: &EgressOptions,
        resolver: &Arc<dyn Resolve>,
    ) -> Result<Option<Self>, SandboxError> {
        let Network::Hosts(hosts) = &command.network else { return Ok(None) };
        if hosts.is_empty() {
            return Ok(None);
        }
        let rules = Rules::parse(hosts)
            .map_err(|error| io_error("reading the allowed hosts")(io::Error::new(io::ErrorKind::InvalidInput, error)))?;
        let mut proxy = Proxy {
            label: command.label.clone(),
            rules,
            authorization: None,
            own: own(OWN_PORT),
            options: options.clone(),
            resolver: Arc::clone(resolver),
        };
        if level == SandboxLevel::Namespaces {
            return Ok(Some(Self { proxy, listener: None, egress: Egress::Own(OWN_PORT), credentials: String::new() }));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(io_error("opening the way out"))?;
        let port = listener.local_addr().map_err(io_error("opening the way out"))?.port();
        let token = token().map_err(io_error("making a token"))?;
        proxy.own = own(port);
        proxy.authorization = Some(Secret::new(format!("Basic {}", base64(format!("agent:{token}").as_bytes()))));
        Ok(Some(Self { proxy, listener: Some(listener), egress: Egress::Host(port), credentials: format!("agent:{token}@") }))
    }

    /// The port at which the command reaches the server's tools, where they are served so.
    pub(crate) fn tools_port(&self) -> Option<u16> {
        self.proxy.options.tools.map(|_| self.port())
    }

    fn port(&self) -> u16 {
        let (Egress::Host(port) | Egress::Own(port)) = self.egress;
        port
    }

    /// Tells the command, by what programs commonly look at. One that does not look reaches nothing.
    pub(crate) fn tell(&self, spec: &mut Spec) {
        spec.egress = Some(self.egress);
        let address = format!("http://{}{}", self.credentials, own(self.port()));
        for name in VARIABLES {
            spec.environment.insert(name.to_owned(), address.clone());
        }
        for name in ["NO_PROXY", "no_proxy"] {
            spec.environment.entry(name.to_owned()).or_insert_with(|| "localhost,127.0.0.1,::1".to_owned());
        }
    }

    /// Serves it. A socket of the command's own network came before the command began.
    pub(crate) fn open(self, handover: &UnixStream) -> io::Result<AbortHandle> {
        let listener = match self.listener {
            Some(listener) => listener,
            None => receive_descriptors(handover.as_fd())?.1.pop().ok_or(io::ErrorKind::UnexpectedEof)?.into(),
        };
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        Ok(tokio::spawn(self.proxy.serve(listener)).abort_handle())
    }
}

/// The proxy's own address, as its command sees it.
fn own(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

/// 128 bits that nobody can guess. The kernel's own source: it is needed once a command, and nothing depends on its order.
fn token() -> io::Result<String> {
    let mut bytes = [0; 16];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = ALPHABET.get(number >> (18 - 6 * place) & 0x3f).copied().unwrap_or(b'=');
            text.push(char::from(if place <= chunk.len() { letter } else { b'=' }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_standard() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
