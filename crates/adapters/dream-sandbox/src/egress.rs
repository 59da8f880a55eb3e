//! The way out: a proxy for one command, which decides by the host's name, looks the name up itself, and connects to what it has checked.
//!
//! Without ending TLS a proxy sees names and not requests: a host that serves many names behind one (a content network) can be asked for
//! another of them inside the encryption. Such hosts are better not allowed.

mod address;
mod connection;
mod head;
mod hello;
mod host;
mod relay;
mod resolve;
mod rules;

use connection::Connection;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

pub use address::{Subnet, UnknownSubnet};
pub use resolve::{Resolve, SystemResolver};
pub(crate) use rules::Rules;

/// What the proxies of all commands keep to.
#[derive(Debug, Clone)]
pub struct EgressOptions {
    /// The ports that may be connected to.
    pub ports: Vec<u16>,
    /// Addresses that may be connected to although they are private: an operator's choice.
    pub private: Vec<Subnet>,
    /// How many connections a command may have at once; more wait.
    pub connections: usize,
    /// How many bytes a connection may carry, both ways together.
    pub connection_bytes: u64,
    /// How long a connection may last.
    pub connection_time: Duration,
    /// Where the server serves tools to agents: what a command asks of its proxy itself goes there, and to no other address of the server.
    pub tools: Option<SocketAddr>,
}

impl Default for EgressOptions {
    fn default() -> Self {
        Self {
            ports: vec![443, 80],
            private: Vec::new(),
            connections: 64,
            connection_bytes: 4 << 30,
            connection_time: Duration::from_hours(1),
            tools: None,
        }
    }
}

/// How long nothing is taken when the host has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(200);

/// The proxy of one command.
pub(crate) struct Proxy {
    /// Whose it is, for the log.
    pub(crate) label: String,
    /// Which hosts it reaches.
    pub(crate) rules: Rules,
    /// What a client must show, as the value of `Proxy-Authorization`, where others could reach the proxy too.
    pub(crate) authorization: Option<dream_secret::Secret>,
    /// The proxy's own address, as the command sees it: `127.0.0.1:PORT`.
    pub(crate) own: String,
    pub(crate) options: EgressOptions,
    pub(crate) resolver: Arc<dyn Resolve>,
}

impl Proxy {
    /// Serves until it is dropped, and every connection with it.
    pub(crate) async fn serve(self, listener: TcpListener) {
        let places = Arc::new(Semaphore::new(self.options.connections));
        let proxy = Arc::new(self);
        let mut connections = JoinSet::new();
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((client, _)) => {
                    let proxy = Arc::clone(&proxy);
                    connections.spawn(async move {
                        Connection::new(&proxy, client).serve().await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // A client that went at once, or a host without room for now: the next one may find it again.
                    tracing::warn!(label = proxy.label, error = %error, "a connection to the egress proxy could not be taken");
                    tokio::time::sleep(NO_ROOM).await;
                }
            }
            while connections.try_join_next().is_some() {}
        }
    }
}

#[cfg(test)]
mod tests;
